"""How far a wall clock is trusted: steps are seen, other boots are ignored, drift adds up (section 9)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.clock_span import Moment
from shared.domain.clock_trust import (
    CONTRADICTION,
    DRIFT_PER_S,
    NOTHING_KNOWN,
    ClockTrust,
    TrustLevel,
    Witness,
    judge_afterwards,
    judge_clock,
    less_sure,
)
from tests.shared.domain.cast import MONDAY

BOOT = "boot-1"
WEEK_S = 7 * 86_400


def witness(offset_s: float = 0.0, bound_s: float = 1.0, *, source: str = "ntp", boot: str = BOOT) -> Witness:
    """Told when the wall clock read Monday 00:00 and boot time a thousand seconds."""
    return Witness(source, offset_s, bound_s, MONDAY, 1000.0, boot)


def judged(*witnesses: Witness, passed_s: float = 0.0, stepped_s: float = 0.0, boot: str = BOOT) -> ClockTrust:
    """The clock `passed_s` later, its wall clock stepped by `stepped_s` meanwhile."""
    wall = MONDAY + timedelta(seconds=passed_s + stepped_s)
    return judge_clock(wall=wall, boottime_s=1000.0 + passed_s, boot_id=boot, witnesses=witnesses)


@pytest.mark.parametrize(
    ("offset_s", "bound_s", "level"),
    [
        (0, 1, TrustLevel.TRUSTED),
        (4, 1, TrustLevel.TRUSTED),
        (-4, 1, TrustLevel.TRUSTED),
        (4.1, 1, TrustLevel.BOUNDED),
        (0, 30, TrustLevel.BOUNDED),
        (30, 30, TrustLevel.BOUNDED),
        (-59, 1, TrustLevel.BOUNDED),
        (30.1, 30, TrustLevel.UNTRUSTED),
        (3600, 1, TrustLevel.UNTRUSTED),
        (0, 86_400, TrustLevel.UNTRUSTED),
        (float("nan"), 1, TrustLevel.UNTRUSTED),
    ],
)
def test_offset_and_bound_together_say_how_far(offset_s: float, bound_s: float, level: TrustLevel) -> None:
    assert judged(witness(offset_s, bound_s)).level is level


def test_without_a_witness_nothing_is_known() -> None:
    assert judged() == NOTHING_KNOWN


def test_a_witness_of_another_boot_does_not_count() -> None:
    assert judged(witness(boot="boot-0")) == NOTHING_KNOWN
    assert judged(witness(), boot="boot-2") == NOTHING_KNOWN
    assert judged(witness(0.0, 0.1, source="gps", boot="boot-0"), witness(source="ntp")).source == "ntp"


@pytest.mark.parametrize("stepped_s", [-86_400.0, -3600.0, 2.0, 45.0, 3600.0])
def test_a_step_of_the_wall_clock_is_seen_whichever_way(stepped_s: float) -> None:
    trust = judged(witness(), passed_s=600, stepped_s=stepped_s)
    assert trust.offset_s == pytest.approx(stepped_s, abs=0.001)
    expected = TrustLevel.TRUSTED if stepped_s == 2 else TrustLevel.BOUNDED if stepped_s == 45 else TrustLevel.UNTRUSTED
    assert trust.level is expected


def test_a_step_that_corrects_the_clock_makes_it_trusted() -> None:
    assert judged(witness(offset_s=3600)).level is TrustLevel.UNTRUSTED
    assert judged(witness(offset_s=3600), passed_s=60, stepped_s=-3600).level is TrustLevel.TRUSTED


@pytest.mark.parametrize(
    ("passed_s", "bound_s", "level"),
    [
        (0, 1.0, TrustLevel.TRUSTED),
        (86_400, 1.0 + 4.32, TrustLevel.BOUNDED),
        (WEEK_S, 1.0 + 30.24, TrustLevel.BOUNDED),
        (3 * WEEK_S, 1.0 + 90.72, TrustLevel.UNTRUSTED),
    ],
    ids=["now", "a day", "a week", "three weeks"],
)
def test_what_nobody_confirmed_drifts_away(passed_s: float, bound_s: float, level: TrustLevel) -> None:
    trust = judged(witness(), passed_s=passed_s)
    assert trust.bound_s == pytest.approx(bound_s, abs=0.001)
    assert trust.level is level


def test_the_witness_that_is_surest_now_speaks() -> None:
    old_gps = Witness("gps", 0.5, 0.1, MONDAY - timedelta(days=1), 1000.0 - 86_400, BOOT)
    assert judged(old_gps, witness(0.0, 2.0, source="upstream")).source == "upstream"
    assert judged(old_gps, witness(0.0, 30.0, source="rtc")).source == "gps"


@given(
    st.floats(-1e6, 1e6), st.floats(0, 1e5), st.floats(0, 1e6), st.floats(-1e6, 1e6).filter(lambda s: abs(s) > 0.001)
)
@settings(max_examples=100, deadline=None)
def test_the_true_time_always_lies_within_the_bound(
    offset_s: float, bound_s: float, passed_s: float, stepped_s: float
) -> None:
    trust = judged(witness(offset_s, bound_s), passed_s=passed_s, stepped_s=stepped_s)
    assert trust.offset_s is not None
    assert trust.bound_s is not None
    assert trust.offset_s == pytest.approx(offset_s + stepped_s, abs=0.01)
    assert trust.bound_s >= bound_s + passed_s * DRIFT_PER_S - 0.001
    if trust.level is TrustLevel.TRUSTED:
        assert abs(trust.offset_s) + trust.bound_s <= 5.01


@pytest.mark.parametrize(
    ("gps_off_s", "level"),
    [(0.0, TrustLevel.TRUSTED), (40.0, TrustLevel.TRUSTED), (7200.0, TrustLevel.UNTRUSTED)],
    ids=["agree", "differ by less than an event may", "contradict each other"],
)
def test_of_two_that_contradict_each_other_neither_is_believed(gps_off_s: float, level: TrustLevel) -> None:
    judgement = judged(witness(bound_s=0.5), witness(gps_off_s, 1.0, source="gps"))
    assert judgement.level is level
    assert (judgement.source == CONTRADICTION) is (level is TrustLevel.UNTRUSTED)


def test_a_battery_backed_clock_contradicts_nobody() -> None:
    assert judged(witness(), witness(7200.0, 30.0, source="rtc")).level is TrustLevel.TRUSTED


def test_a_witness_that_tells_a_time_before_this_product_is_not_heard() -> None:
    roll_over_s = 1024 * 7 * 86_400.0
    assert judged(witness(roll_over_s, source="gps")) == NOTHING_KNOWN
    assert judged(witness(), witness(roll_over_s, 0.1, source="gps")).source == "ntp"


def at_boottime(boottime_s: float, offset_s: float, source: str = "gps") -> Witness:
    return replace(
        witness(offset_s, source=source),
        boottime_s=boottime_s,
        wall=witness().wall + timedelta(seconds=boottime_s - witness().boottime_s),
    )


def a_moment(boottime_s: float) -> Moment:
    wall = witness().wall + timedelta(seconds=boottime_s - witness().boottime_s)
    return Moment(wall, wall, boottime_s, BOOT, 1)


def test_afterwards_the_nearer_word_of_a_witness_counts() -> None:
    first, last = at_boottime(100, 2.0), at_boottime(900_000, 9.0)
    assert judge_afterwards(a_moment(200), (first,), (last,), 60.0).offset_s == 2.0
    assert judge_afterwards(a_moment(880_000), (first,), (last,), 60.0).offset_s == 9.0


def test_a_receiver_that_put_itself_right_is_believed() -> None:
    wrong, right, ntp = at_boottime(100, 7200.0), at_boottime(500, 0.0), at_boottime(300, 0.0, "ntp")
    assert judge_afterwards(a_moment(100), (wrong, ntp), (right, ntp), 60.0).offset_s == 0.0
    assert judge_afterwards(a_moment(100), (wrong, ntp), (wrong, ntp), 60.0).source == CONTRADICTION


@pytest.mark.parametrize("one", TrustLevel)
@pytest.mark.parametrize("other", TrustLevel)
def test_of_two_judgements_the_less_sure_one_counts(one: TrustLevel, other: TrustLevel) -> None:
    order = list(TrustLevel)
    assert less_sure(ClockTrust(one), ClockTrust(other)).level is order[max(order.index(one), order.index(other))]
