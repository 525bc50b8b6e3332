"""Any sequence of shifts, corrections, faults, crashes and closed days ends with one worked shift a work session."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from shared.domain.delivery import RowState
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.domain.remedies import Fix
from shared.domain.supervision import NotDone
from shared.domain.tap import Choice
from shared.store import corrections, ledger, presence
from shared.supervision.correcting import correct_time
from shared.sync.tamigo.lane import run_shift_lane
from shared.verify import verify
from tests.shared.sync.tamigo.yard import Yard

GUARDS = ("2001", "2002")
BEGINS = datetime(2026, 10, 24, 18, tzinfo=UTC)
"""The evening before the night that has an hour twice."""
LATE_S = 0.1
KINDS = (
    "late_commit",
    "late_commit_hung",
    "500_before",
    "500_after",
    "503",
    "504_after",
    "429",
    "token_expired",
    "answer_lost",
    "lost_before",
    "connection_reset",
    "truncated",
    "garbage",
)
WRITES = ("POST", "PUT", "DELETE")
MINUTE = timedelta(minutes=1)
guards = st.sampled_from(GUARDS)
kinds = st.sampled_from(KINDS)


class Crash(BaseException):
    """The process dies here."""


class Dying:
    """A client during whose next change the process dies, before or after it was carried out."""

    def __init__(self, client: Any, *, after: bool) -> None:
        self._client = client
        self._after = after

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)
        if name not in ("add_shift", "update_shift", "delete_shift"):
            return call

        def dies(*args: Any) -> None:
            if self._after:
                call(*args)
            raise Crash

        return dies


class AnyHours(RuleBasedStateMachine):
    """One terminal, two guards, a supervisor who changes their mind, and a tamigo in any mood."""

    def __init__(self, new_yard: Callable[[], Yard]) -> None:
        super().__init__()
        self.yard = new_yard()
        self.yard.clock.be(BEGINS)
        self.yard.sign_in()
        self.yard.be_impatient()
        self.late = False

    def goes_on(self, seconds: float) -> None:
        if self.late:
            time.sleep(LATE_S * 1.5)
            self.late = False
        self.yard.clock.ahead_s += seconds

    def taps(self, guard: str) -> ClockEvent:
        on_duty = presence.of(self.yard.store, guard).presence.on_duty
        event = self.yard.tap(guard, Choice.CLOCK_OUT if on_duty else Choice.CLOCK_IN)
        self.yard.clock.ahead_s += 150
        return event

    def events(self, guard: str) -> list[ClockEvent]:
        rows = ledger.of_employee(self.yard.store, guard)
        return [row.event for row in rows if row.event and row.event.about is None and not row.voided]

    @rule(guard=guards, then_s=st.sampled_from((2, 3000, 20000)))
    def somebody_taps(self, guard: str, then_s: float) -> None:
        self.taps(guard)
        self.goes_on(then_s)

    @rule(guard=guards, kind=kinds, method=st.sampled_from(WRITES), then_s=st.sampled_from((2, 95, 400)))
    def somebody_worked_and_it_goes_out_into_trouble(self, guard: str, kind: str, method: str, then_s: float) -> None:
        self.taps(guard)
        self.goes_on(3000)
        self.taps(guard)
        self.meets(kind, method)
        self.goes_on(then_s)

    @rule(kind=kinds, method=st.sampled_from((*WRITES, "GET")), then_s=st.sampled_from((2, 95, 400)))
    def delivery_meets_trouble(self, kind: str, method: str, then_s: float) -> None:
        self.meets(kind, method)
        self.goes_on(then_s)

    def meets(self, kind: str, method: str) -> None:
        self.late |= "late" in kind
        self.yard.sandbox.fault(kind, method=method, path="hifts/*", seconds=LATE_S if "late" in kind else None)
        self.yard.sync()

    @rule(guard=guards, after=st.booleans(), then_s=st.sampled_from((2, 95, 400)))
    def sync_dies(self, guard: str, after: bool, then_s: float) -> None:
        with self.yard.life() as moves:
            moves.client = Dying(moves.client, after=after)
            with suppress(Crash):
                run_shift_lane(moves, self.yard.store, guard)
        self.goes_on(then_s)

    @rule(guard=guards, which=st.integers(0, 5), by_s=st.sampled_from((-4000, -600, -70, 70, 600)))
    def a_time_is_corrected(self, guard: str, which: int, by_s: float) -> None:
        events = self.events(guard)
        if events:
            event = events[-1 - which % len(events)]
            counted_at = corrections.counted_at(self.yard.store, event.event_id)
            assert counted_at is not None
            done = correct_time(self.yard.store, self.yard.word(), event.event_id, counted_at + timedelta(seconds=by_s))
            assert isinstance(done, NotDone) or done.event.draft.at == counted_at + timedelta(seconds=by_s)

    @rule(guard=guards)
    def somebody_takes_the_last_one_back(self, guard: str) -> None:
        events = self.events(guard)
        if events:
            self.yard.take_back(events[-1])

    @rule(closed=st.booleans())
    def a_day_is_closed_or_opened(self, closed: bool) -> None:
        day = self.yard.clock.read().wall.date().isoformat()
        self.yard.sandbox.put("/tamigo/closed-days", json={"Day": day, "Closed": closed})

    def teardown(self) -> None:
        self.yard.sandbox.delete("/faults")
        self.yard.sandbox.put("/tamigo/world", json={"ClosedDays": []})
        self.goes_on(4000)
        for _ in range(4):
            self.yard.sync_to_the_end(step_s=320.0)
            parked = [row for row in self.yard.rows() if row.state is RowState.PARKED]
            for row in parked:
                found = ledger.find(self.yard.store, row.event_id)
                assert found is not None
                assert found.event is not None
                if not row.reason.startswith("its clock-in was"):
                    self.yard.mend(found.event, Fix.RETRY)
        assert verify(self.yard.store).intact
        for guard in GUARDS:
            self.compare(guard)

    def compare(self, guard: str) -> None:
        sessions: dict[str, dict[Kind, datetime]] = {}
        for event in self.events(guard):
            counted_at = corrections.counted_at(self.yard.store, event.event_id)
            assert counted_at is not None
            sessions.setdefault(event.work_session, {})[event.draft.kind] = counted_at
        whole = [one for one in sessions.values() if Kind.CLOCKED_IN in one and Kind.CLOCKED_OUT in one]
        wanted = sorted((one[Kind.CLOCKED_IN], one[Kind.CLOCKED_OUT]) for one in whole)
        there = self.yard.shifts(guard)
        assert len(there) == len(wanted), (there, wanted, self.yard.rows())
        for (start, end), (start_there, end_there) in zip(wanted, there, strict=True):
            assert end_there is not None
            assert abs(start - start_there) < MINUTE, (there, wanted)
            assert abs(end - end_there) < MINUTE, (there, wanted)


def test_any_sequence_ends_with_one_worked_shift_a_session(new_yard: Callable[[], Yard]) -> None:
    run_state_machine_as_test(
        lambda: AnyHours(new_yard),
        settings=settings(
            max_examples=int(os.environ.get("CLOCKPOST_TEST_EXAMPLES", "20")),
            stateful_step_count=12,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
