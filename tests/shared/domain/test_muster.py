"""Who is on a muster, how sure that is, and what ticks of several screens come to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import muster as rule
from shared.domain.board_row import Outage
from shared.domain.model import ELSEWHERE, OFF_DUTY, Door, Presence, PresenceState
from shared.domain.muster import Facts, KeptTap, Someone
from shared.domain.muster_entry import Muster, MusterEntry, Seen, Stand, Tick, Why, merged
from shared.domain.rules import Rules
from shared.domain.site import Site

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TOWER = Site("Harbour Tower", 687, Rules())
TWO_DOORS = replace(TOWER, rules=Rules(other_doors=True))
LAST = Seen(NOW - timedelta(hours=3), Door.KIOSK, "Gate 1")
ON = Presence(PresenceState.WORKING, since=LAST.at, site="Harbour Tower", account_id=687, work_session="in", seq=7)
BREAK = replace(ON, state=PresenceState.ON_BREAK, break_since=NOW - timedelta(minutes=9))


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def one(presence: Presence = ON, last: Seen | None = LAST, name: str = "Ana Ribeiro", number: str = "1053") -> Someone:
    return Someone(number, name, presence, last)


def a_tap(at: datetime, number: str = "", presented: str = "hash", tap_id: str = "t1", claim: bool = True) -> KeptTap:
    return KeptTap(tap_id, at, Door.KIOSK, "Gate 1", number, presented, claim)


def listed(*people: Someone, site: Site = TOWER, **facts) -> tuple[MusterEntry, ...]:
    return rule.entries(Facts(tuple(people), **facts), site, NOW)


@pytest.mark.parametrize(
    ("presence", "site", "facts", "stand", "why"),
    [
        pytest.param(ON, TOWER, {}, Stand.IN, None, id="working"),
        pytest.param(BREAK, TOWER, {}, Stand.ON_BREAK, None, id="on a break"),
        pytest.param(replace(ON, since=ago(hours=17)), TOWER, {}, Stand.UNSURE, Why.RELEASED, id="for too long"),
        pytest.param(
            replace(ON, state=PresenceState.UNKNOWN), TOWER, {}, Stand.UNSURE, Why.NOT_HEARD, id="presence unknown"
        ),
        pytest.param(
            replace(ON, work_session=ELSEWHERE, seq=0),
            TWO_DOORS,
            {"sessions_age_s": 301.0},
            Stand.UNSURE,
            Why.NOT_HEARD,
            id="other doors not heard",
        ),
        pytest.param(
            replace(ON, work_session=ELSEWHERE, seq=0), TWO_DOORS, {"sessions_age_s": 20.0}, Stand.IN, None, id="heard"
        ),
        pytest.param(
            ON,
            TOWER,
            {"outages": (Outage("o", "Gate 1", ago(hours=5), ago(hours=2)),)},
            Stand.UNSURE,
            Why.TERMINAL_OFF,
            id="terminal off since",
        ),
        pytest.param(
            ON,
            TOWER,
            {"outages": (Outage("o", "Gate 1", ago(hours=5), ago(hours=3)),)},
            Stand.IN,
            None,
            id="off before",
        ),
        pytest.param(
            BREAK,
            TOWER,
            {"taps": (a_tap(ago(minutes=2), "1053", claim=False),)},
            Stand.UNSURE,
            Why.OPEN_TAP,
            id="left a question open",
        ),
        pytest.param(
            ON, TOWER, {"taps": (a_tap(ago(hours=4), "1053", claim=False),)}, Stand.IN, None, id="tapped since then"
        ),
        pytest.param(
            OFF_DUTY,
            TOWER,
            {"taps": (a_tap(ago(minutes=2), "1053"),)},
            Stand.UNSURE,
            Why.CLAIM,
            id="refused at the door",
        ),
        pytest.param(replace(ON, site=""), TOWER, {}, Stand.IN, None, id="a session of the account"),
    ],
)
def test_where_somebody_stands(presence, site, facts, stand, why) -> None:
    (entry,) = listed(one(presence), site=site, **facts)
    assert (entry.key, entry.stand, entry.why) == ("1053", stand, why)


@pytest.mark.parametrize(
    ("presence", "last"),
    [
        pytest.param(OFF_DUTY, LAST, id="off"),
        pytest.param(replace(ON, site="North Gate"), LAST, id="at another site"),
        pytest.param(replace(ON, site="", account_id=9), LAST, id="at another account"),
        pytest.param(Presence(PresenceState.UNKNOWN), None, id="a stranger without a session"),
    ],
)
def test_who_is_off_or_elsewhere_is_left_out(presence, last) -> None:
    assert listed(one(presence, last)) == ()


def test_the_last_event_tells_where_somebody_was_seen_and_the_open_session_where_there_is_none() -> None:
    back = Seen(ago(minutes=5), Door.PHONE, "Phone line")
    app = replace(ON, work_session=ELSEWHERE, seq=0, method="GUARD_APP")
    assert listed(one(ON, back))[0].seen == back
    assert listed(one(app, back))[0].seen == Seen(ON.since, method="GUARD_APP")
    tapped = listed(one(), taps=(a_tap(ago(minutes=1), "1053"),))[0].seen
    assert tapped == Seen(ago(minutes=1), Door.KIOSK, "Gate 1")


def test_a_badge_that_nobody_knows_is_one_somebody_however_often_it_taps() -> None:
    taps = (
        a_tap(ago(hours=2), tap_id="t1"),
        a_tap(ago(hours=1), tap_id="t2"),
        a_tap(ago(hours=3), presented="other", tap_id="t0"),
        a_tap(ago(hours=17), presented="yesterday", tap_id="t9"),
    )
    entries = listed(one(), taps=taps)
    assert [(entry.key, entry.name, entry.seen.at) for entry in entries] == [
        ("1053", "Ana Ribeiro", LAST.at),
        ("tap:t0", "", ago(hours=3)),
        ("tap:t1", "", ago(hours=1)),
    ]


def test_a_refused_number_that_no_register_knows_any_more_is_on_the_list() -> None:
    (entry,) = listed(taps=(a_tap(ago(minutes=2), "4711"),))
    assert (entry.key, entry.number, entry.why) == ("4711", "4711", Why.CLAIM)


def test_the_list_is_by_name_whatever_letters_it_has() -> None:
    named = [one(name=name, number=str(at)) for at, name in enumerate(("Zoe", "\u00c9mile", "eva", "", "Ana"))]
    assert [entry.name for entry in listed(*named)] == ["Ana", "\u00c9mile", "eva", "Zoe", ""]


def test_counts_are_over_all_and_a_tick_taken_back_does_not_count() -> None:
    entries = listed(one(), one(BREAK, number="2"), one(replace(ON, since=ago(hours=20)), number="3"))
    ticks = merged([Tick("a", "1053", True, NOW), Tick("b", "2", True, NOW), Tick("c", "2", False, NOW)])
    found = Muster(1, "Harbour Tower", "Gate 1", NOW, "", entries, ticks=ticks).counts
    assert (found.inside, found.on_break, found.unsure, found.ticked, found.of) == (1, 1, 1, 1, 3)


def test_who_left_and_who_came_after_the_freeze() -> None:
    frozen = Muster(1, "Harbour Tower", "Gate 1", NOW, "", listed(one(), one(number="2"), one(number="4")))
    out = replace(OFF_DUTY, since=NOW + timedelta(minutes=3), site="Harbour Tower", seq=9)
    moved = replace(ON, site="North Gate")
    people = (one(out), one(moved, number="2"), one(number="3", name="New"), one(number="4"))
    told = rule.since(frozen, people, listed(*people), TOWER)
    assert told.left == {"1053": out.since, "2": ON.since}
    assert [entry.key for entry in told.later] == ["3"]


# Whatever happens

STATES = st.builds(
    Presence,
    st.sampled_from(PresenceState),
    since=st.none() | st.sampled_from([ago(minutes=1), ago(hours=5), ago(days=30)]),
    site=st.sampled_from(["", "Harbour Tower", "North Gate"]),
    account_id=st.sampled_from([None, 687, 9]),
    work_session=st.sampled_from(["", "in", ELSEWHERE]),
    seq=st.sampled_from([0, 7]),
)
SEEN = st.none() | st.builds(Seen, st.none() | st.sampled_from([ago(minutes=30), ago(hours=6)]))
TAPS = st.lists(
    st.builds(
        KeptTap,
        st.sampled_from("abcd"),
        st.sampled_from([ago(minutes=2), ago(hours=8), ago(days=2), NOW + timedelta(hours=1)]),
        st.just(Door.KIOSK),
        st.just("Gate 1"),
        st.sampled_from(["", "1053", "4711"]),
        st.sampled_from(["x", "y"]),
        st.booleans(),
    ),
    max_size=4,
    unique_by=lambda tap: tap.tap_id,
)
OUTAGES = st.lists(st.just(Outage("o", "Gate 1", ago(hours=2), ago(hours=1))), max_size=1)


@given(STATES, SEEN, TAPS, OUTAGES, st.booleans(), st.none() | st.floats(0, 1e6))
def test_nobody_on_duty_here_is_ever_lost(presence, last, taps, outages, other_doors, age_s) -> None:
    site = TWO_DOORS if other_doors else TOWER
    facts = Facts((one(presence, last),), tuple(taps), tuple(outages), age_s)
    keys = [entry.key for entry in rule.entries(facts, site, NOW)]
    assert len(keys) == len(set(keys))
    if presence.on_duty and rule.is_at(presence, site):
        assert "1053" in keys
    if presence == OFF_DUTY and not taps:
        assert keys == []


TICKS = st.lists(
    st.builds(
        Tick,
        st.uuids().map(str),
        st.sampled_from("ab"),
        st.booleans(),
        st.integers(0, 3).map(lambda seconds: NOW + timedelta(seconds=seconds)),
    ),
    max_size=8,
)


@given(TICKS, st.randoms())
def test_ticks_come_to_the_same_in_any_order_and_however_often(ticks, random) -> None:
    again = [*ticks, *ticks[: len(ticks) // 2]]
    random.shuffle(again)
    assert merged(again) == merged(ticks)
    for key, counted in merged(ticks).items():
        assert counted.at == max(tick.at for tick in ticks if tick.key == key)
