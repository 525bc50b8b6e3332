"""A terminal that wakes up in 1970, in 2019 or years ahead: nothing upstream is misdated, lost or doubled.

An onlooker knows the true time of every tap. What is upstream may differ from it by what the event itself admits: a
minute where it is flagged, the few seconds of a trusted clock where it is not.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.domain.model import Kind
from shared.domain.tap import Choice
from shared.store import corrections
from shared.verify import verify
from tests.end_to_end.simulated_pi import HOLD_H, Pi, Truth
from tests.shared.sync import conftest as yard

sandbox_url = yard.sandbox_url
ledger_with_roster = yard.ledger_with_roster
sandbox = yard.sandbox
plain_logs = yard.plain_logs

FLAGGED_S: Final = 60.0
UNFLAGGED_S: Final = 5.0
A_SECOND_S: Final = 1.5
"""Events are dated to the second, and a correction moves by whole ones."""
GUARDS: Final = ("2001", "2002", "2003")
MINUTE, HOUR = 60.0, 3600.0

STARTS: Final = {
    "an ordinary day": datetime(2026, 6, 10, 5, 0, tzinfo=UTC),
    "the night in which an hour is repeated": datetime(2026, 10, 25, 0, 10, tzinfo=UTC),
    "the night in which an hour is left out": datetime(2026, 3, 29, 0, 10, tzinfo=UTC),
}
WAKES: Final = (
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2019, 2, 14, 10, 11, 58, tzinfo=UTC),
    datetime(2031, 5, 5, 5, 5, tzinfo=UTC),
    None,  # where it stopped: a clock that is saved to disk
    timedelta(0),
    timedelta(seconds=-45),
    timedelta(minutes=10),
    timedelta(hours=-2),
)

spans_s = st.sampled_from((1.0, 20.0, 90.0, 7 * MINUTE, 50 * MINUTE, 5 * HOUR, 17 * HOUR))
wanted = st.sampled_from((Choice.CLOCK_IN, Choice.CLOCK_IN, Choice.CLOCK_OUT, Choice.CLOCK_OUT, Choice.LEFT_EARLIER))
acts = st.one_of(
    st.tuples(st.just("wait"), spans_s),
    st.tuples(st.just("cut"), spans_s, st.sampled_from(WAKES)),
    st.tuples(st.just("tap"), st.sampled_from(GUARDS), wanted, st.sampled_from((2.0, 30.0, 200.0)), st.booleans()),
    st.tuples(st.just("tap"), st.sampled_from(GUARDS), wanted, st.just(2.0), st.just(False)),
    st.tuples(st.sampled_from(("ntp", "gps", "sync"))),
)


@contextmanager
def a_pi(sandbox: yard.SandboxDoor, ledger: Path, true: datetime) -> Iterator[Pi]:
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        shutil.copy(ledger, Path(folder) / "ledger.db")
        pi = Pi(Path(folder), sandbox, true)
        try:
            yield pi
        finally:
            pi.store.close()


def lives(pi: Pi, story: list[tuple[Any, ...]]) -> None:
    """Everything of the story happens, and sync goes on for some days."""
    for act in story:
        match act:
            case ("wait", seconds):
                pi.clock.advance(seconds)
            case ("cut", seconds, wakes_at):
                pi.power_cut(seconds, wakes_at)
            case ("tap", number, choice, thinks_s, set_meanwhile):
                pi.comes_to_the_door(number, choice, thinks_s=thinks_s, set_meanwhile=set_meanwhile)
            case (name,):
                {"ntp": pi.ntp, "gps": pi.gps, "sync": pi.deliver}[name]()
    for hours in (0.0, 0.1, 3.0, HOLD_H + 1, 0.1, 3.0):
        pi.clock.advance(hours * HOUR)
        pi.deliver()


def judge(pi: Pi, sandbox: yard.SandboxDoor) -> None:
    """Is everything upstream what truly happened, as far as its event says, and is all the rest still here?"""
    assert pi.lost == []
    sessions = {one["id"]: one for number in GUARDS for one in sandbox.sessions(number)}
    ours = [truth for truth in pi.truths if truth.event.draft.kind in (Kind.CLOCKED_IN, Kind.CLOCKED_OUT)]
    delivered_ins = set()
    for truth in ours:
        row = pi.row(truth.event)
        if row.state is RowState.DELIVERED:
            session = sessions[row.session_id]
            came = truth.event.draft.kind is Kind.CLOCKED_IN
            assert_dated(pi, truth, session["startedOn"] if came else session["endedOn"])
            if came:
                assert row.session_id not in delivered_ins, "two clock-ins in one session"
                delivered_ins.add(row.session_id)
        elif row.state is RowState.PARKED and row.reason == "clock untrusted":
            assert truth.boot not in pi.witnessed, "a witness of its boot told the time"
            assert_in_its_span(pi, truth)
        else:
            behind = [one for one in pi.rows() if one.event_id == row.work_session and one.state is RowState.PARKED]
            assert behind or row.state in (RowState.PARKED, RowState.WAITING), row
            assert row.reason != "clock", "held for its clock, long past the time for that"
            assert row.attempt_boot is None or row.state is RowState.PARKED, row
    assert set(sessions) == delivered_ins, "a session that nobody's clock-in made"
    assert verify(pi.store).intact


def assert_dated(pi: Pi, truth: Truth, theirs: datetime) -> None:
    """Upstream's time is the true one, within what the event admits."""
    about = [one for one in corrections.of_employee(pi.store, truth.event.employee) if one.about]
    own = [one for one in about if one.about is not None and one.about.target == truth.event.event_id]
    flags = own[-1].flags if own else truth.event.flags
    allowed_s = (FLAGGED_S if Flag.CLOCK_BOUNDED in flags else UNFLAGGED_S) + A_SECOND_S
    off_s = abs((theirs - truth.true).total_seconds())
    assert off_s <= allowed_s, f"{off_s} s off: {truth.event}, truly at {truth.true}, upstream at {theirs}"
    assert own or Flag.CLOCK_UNTRUSTED not in truth.event.flags, "sent with a time that nobody knew"


def assert_in_its_span(pi: Pi, truth: Truth) -> None:
    [item] = pi.desk(truth.event)
    told = [item.facts[name] and datetime.fromisoformat(item.facts[name]) for name in ("not_before", "not_after")]
    second = timedelta(seconds=A_SECOND_S)
    assert told[0] is None or told[0] - second <= truth.true, (item.facts, truth)
    assert told[1] is None or truth.true <= told[1] + second, (item.facts, truth)


TAP_IN = ("tap", "2001", Choice.CLOCK_IN, 2.0, False)
WALKS_AWAY = ("tap", "2001", Choice.LEFT_EARLIER, 2.0, False)
TAP_OUT = ("tap", "2001", Choice.CLOCK_OUT, 2.0, False)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(start=st.sampled_from(sorted(STARTS)), first=st.sampled_from(WAKES), story=st.lists(acts, max_size=16))
@example(start="an ordinary day", first=WAKES[0], story=[TAP_IN, ("wait", 5 * HOUR), TAP_OUT, ("ntp",)])
@example(start="an ordinary day", first=WAKES[2], story=[TAP_IN, ("gps",), ("cut", MINUTE, None), ("gps",), TAP_OUT])
@example(
    start="an ordinary day",
    first=None,
    story=[("ntp",), TAP_IN, ("cut", HOUR, None), ("wait", HOUR), TAP_OUT, ("cut", HOUR, WAKES[0]), ("ntp",)],
)
@example(start="an ordinary day", first=WAKES[0], story=[TAP_OUT, ("cut", 1.0, WAKES[0]), TAP_OUT])
@example(
    start="an ordinary day",
    first=WAKES[5],
    story=[("gps",), ("tap", "2001", Choice.CLOCK_IN, 2.0, True), ("cut", 1.0, WAKES[0]), TAP_IN],
)
@example(
    start="an ordinary day",
    first=WAKES[0],
    story=[WALKS_AWAY, ("cut", 1.0, WAKES[0]), WALKS_AWAY, ("tap", "2001", Choice.CLOCK_IN, 2.0, True)],
)
def test_nothing_upstream_is_misdated(
    start: str, first: datetime | timedelta | None, story: list[Any], sandbox: Any, ledger_with_roster: Path
) -> None:
    sandbox.reset()
    with a_pi(sandbox, ledger_with_roster, STARTS[start]) as pi:
        pi.power_cut(HOUR, first)
        lives(pi, story)
        judge(pi, sandbox)


@pytest.mark.parametrize("wakes_at", [WAKES[0], WAKES[1], WAKES[2], timedelta(hours=-2)], ids=str)
@pytest.mark.parametrize("by", ["ntp", "gps"])
def test_a_day_under_a_wrong_clock_is_upstream_as_it_was(
    wakes_at: Any, by: str, sandbox: Any, ledger_with_roster: Path
) -> None:
    story = [TAP_IN, ("wait", 5 * HOUR), ("sync",), TAP_OUT, ("wait", HOUR), (by,)]
    with a_pi(sandbox, ledger_with_roster, STARTS["an ordinary day"]) as pi:
        pi.power_cut(HOUR, wakes_at)
        lives(pi, story)
        judge(pi, sandbox)
        [session] = sandbox.sessions("2001")
        came, left = (truth.true for truth in pi.truths)
    assert [session["clockInMethod"], session["clockOutMethod"]] == ["DELAYED", "DELAYED"]
    assert abs(session["startedOn"] - came) < timedelta(seconds=3)
    assert abs(session["endedOn"] - left) < timedelta(seconds=3)


def test_what_nobody_can_date_is_sent_by_nobody(sandbox: Any, ledger_with_roster: Path) -> None:
    story = [
        ("ntp",),
        ("cut", HOUR, WAKES[0]),
        ("wait", HOUR),
        TAP_IN,
        ("wait", HOUR),
        ("cut", HOUR, WAKES[2]),
        ("ntp",),
    ]
    with a_pi(sandbox, ledger_with_roster, STARTS["an ordinary day"]) as pi:
        lives(pi, story)
        judge(pi, sandbox)
        [truth] = pi.truths
        assert pi.row(truth.event).state is RowState.PARKED
        [item] = pi.desk(truth.event)
    begin, end = (datetime.fromisoformat(item.facts[name]) for name in ("not_before", "not_after"))
    assert end - begin < timedelta(hours=4)
    assert sandbox.sessions() == []
