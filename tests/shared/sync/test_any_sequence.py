"""Delivery under any sequence of faults, edits behind our back, crashes and restarts ends with ledger = upstream.

Or at the desk: what a person has to settle counts as long as it is told to them. Time is the moved clock's; only what
upstream carries out behind our back takes real time, and that is waited for.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from shared.domain.delivery import RowState
from shared.store import ledger, outbox_doubts
from shared.verify import verify

GUARDS = ("2001", "2002")
HOUR_S = 3600.0
BEGINS_AGO_S = 60 * HOUR_S
LATE_S = 0.1
HANGS_S = 0.15 + LATE_S / 2
TOLERANCE = timedelta(seconds=60)

LATE_KINDS = ("late_commit", "late_commit_hung", "slow")
KINDS = (
    *LATE_KINDS,
    "500_before",
    "500_after",
    "502",
    "503",
    "504_before",
    "504_after",
    "429",
    "403_waf",
    "403_api",
    "token_expired",
    "answer_lost",
    "lost_before",
    "connection_reset",
    "truncated",
    "garbage",
    "captive_portal",
    "captive_redirect",
    "wrong_rows",
)
CARRIED_OUT = ("late_commit", "late_commit_hung", "500_after", "504_after", "answer_lost", "truncated", "garbage")
PATHS = ("/work-sessions", "/work-sessions", "/actions/clock-out", "/work-sessions/*", "*")
SWITCHES = {
    "ended_on": ("ignored", "taken", "400"),
    "edit": ("allowed", "refused", "403", "405"),
    "overlap": ("allowed", "400", "500"),
    "clock_out_of_closed": ("400", "500", "200"),
    "unknown_session": ("404", "400", "500"),
    "envelope": ("meta", "bare"),
    "error_body": ("json", "text", "empty"),
    "edited_method": ("kept", "API"),
}

guards = st.sampled_from(GUARDS)
kinds = st.sampled_from(KINDS)
waits = st.sampled_from((2, 20, 95, 130, 310, 2000))


class Crash(BaseException):
    """The process dies here."""


class Dying:
    """A client during whose n-th change upstream the process dies, before or after it was carried out."""

    def __init__(self, client: Any, *, after: bool) -> None:
        self._client = client
        self._after = after

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)
        if name not in ("clock_in", "clock_out", "set_times"):
            return call

        def dies(*args: Any, **kwargs: Any) -> None:
            if self._after:
                call(*args, **kwargs)
            raise Crash

        return dies


class AnySequence(RuleBasedStateMachine):
    """One terminal, two guards, one upstream in any mood."""

    def __init__(self, new_post: Callable[[], Any]) -> None:
        super().__init__()
        self.post = new_post()
        self.sandbox = self.post.sandbox
        for what in ("/faults", "/switches", "/records"):
            self.sandbox.delete(what)
        self.post.clock.advance(-BEGINS_AGO_S)
        self.post.sign_in()
        self.post.be_impatient()
        self.meddled: set[int] = set()
        self.ended_by_others: dict[int, str] = {}
        self.made_elsewhere: list[int] = []
        self.late = False
        self.since_last_wait_s = 0.0

    @initialize(turned=st.fixed_dictionaries({name: st.sampled_from(words) for name, words in SWITCHES.items()}))
    def upstreams_mood(self, turned: dict[str, str]) -> None:
        self.sandbox.turn(**turned)

    def taps(self, guard: str) -> None:
        """A guard comes, or leaves: by chance also somebody who never came here."""
        if self.post.presence(guard).on_duty:
            self.post.clock_out(guard)
        else:
            self.post.clock_in(guard)
        self.pass_time(3)

    @rule(guard=guards)
    def somebody_taps(self, guard: str) -> None:
        self.taps(guard)

    @rule(guard=guards)
    def somebody_leaves_who_never_came(self, guard: str) -> None:
        if not self.post.presence(guard).on_duty:
            self.post.clock_out(guard)
        self.pass_time(3)

    @rule(guard=guards, kind=kinds, then_s=waits, again=st.booleans())
    def an_event_is_sent_into_trouble(self, guard: str, kind: str, then_s: float, again: bool) -> None:
        self.taps(guard)
        self.arm(kind, "POST", "/work-sessions*", 2 if again else 1)
        self.post.sync()
        self.pass_time(then_s)
        self.post.sync()

    @rule(guard=guards, kind=st.sampled_from(CARRIED_OUT), then_s=st.sampled_from((2, 20, 60)))
    def an_event_arrives_and_nobody_hears_of_it(self, guard: str, kind: str, then_s: float) -> None:
        self.an_event_is_sent_into_trouble(guard, kind, then_s, again=False)

    @rule(guard=guards, taps=st.integers(2, 4), minutes=st.integers(1, 8))
    def somebody_comes_and_goes_while_the_line_is_down(self, guard: str, taps: int, minutes: int) -> None:
        for _ in range(taps):
            self.taps(guard)
            self.pass_time(60 * minutes)
        self.post.sync()

    @rule(guard=guards, how=st.sampled_from(("closed", "deleted", "moved")), minutes=st.integers(-25, 0))
    def somebody_else_is_quicker(self, guard: str, how: str, minutes: int) -> None:
        if not self.post.presence(guard).on_duty:
            self.taps(guard)
        self.post.sync()
        if how == "closed":
            self.somebody_else_closes_it(guard, -1, minutes, "ADMIN")
        elif how == "deleted":
            self.a_session_is_deleted(guard, -1)
        else:
            self.a_manager_moves_the_start(guard, -1, minutes)
        self.taps(guard)
        self.post.sync()

    @rule(guard=guards, minutes=st.integers(-20, 2), closed=st.booleans())
    def another_door_has_a_late_arrival_already(self, guard: str, minutes: int, closed: bool) -> None:
        if self.post.presence(guard).on_duty:
            self.taps(guard)
        self.taps(guard)
        self.another_door_makes_one(guard, minutes, closed)
        self.pass_time(130)
        self.post.sync()

    @rule(guard=guards, kind=kinds, then_s=waits)
    def a_late_event_is_looked_for_in_trouble(self, guard: str, kind: str, then_s: float) -> None:
        self.taps(guard)
        self.pass_time(130)
        self.arm(kind, "GET", "/work-sessions*", 1)
        self.post.sync()
        self.pass_time(then_s)
        self.post.sync()

    @rule(guard=guards)
    def somebody_takes_the_last_event_back(self, guard: str) -> None:
        rows = ledger.of_employee(self.post.store, guard)
        open_ = [row for row in rows if row.event is not None and row.event.about is None and not row.voided]
        if open_:
            self.post.take_back(open_[-1].event)

    @rule(kind=kinds, path=st.sampled_from(PATHS), times=st.sampled_from((1, 2, 4)))
    def trouble_waits(self, kind: str, path: str, times: int) -> None:
        self.arm(kind, "*", path, times)

    def arm(self, kind: str, method: str, path: str, times: int) -> None:
        late = kind in LATE_KINDS
        self.late |= late
        more = {"seconds": LATE_S if kind == "late_commit" else HANGS_S} if late else {}
        self.sandbox.fault(kind, method=method, path=path, times=times, **more)

    @rule(seconds=waits)
    def time_passes(self, seconds: float) -> None:
        self.pass_time(seconds)

    def pass_time(self, seconds: float) -> None:
        """What was sent is carried out within the settling time, or never."""
        self.since_last_wait_s += seconds
        if self.since_last_wait_s > 60:
            self.let_late_ones_arrive()
        self.post.clock.advance(seconds)

    def let_late_ones_arrive(self) -> None:
        if self.late:
            time.sleep(LATE_S * 1.2)
        self.late = bool(self.sandbox.get("/faults").json())
        self.since_last_wait_s = 0.0

    @rule()
    def sync_runs_once(self) -> None:
        self.post.sync()

    @rule(guard=guards, after=st.booleans())
    def sync_dies(self, guard: str, after: bool) -> None:
        with self.post.service() as service:
            service.delivery.client = Dying(service.client, after=after)
            try:
                service.lane(guard)
            except Crash:
                return

    @rule()
    def the_terminal_is_restored(self) -> None:
        now = self.post.clock.read()
        with self.post.store.writing():
            outbox_doubts.doubt_everything(self.post.store, now.wall, now.wall.timestamp(), now.boottime_s, now.boot_id)

    def session(self, guard: str, which: int) -> int | None:
        sessions = self.sandbox.sessions(guard)
        return sessions[which % len(sessions)]["id"] if sessions else None

    def wire(self, minutes: float) -> str:
        at = self.post.clock.read().wall + timedelta(minutes=minutes)
        return str(at.strftime("%Y-%m-%d %H:%M:%S"))

    @rule(guard=guards, which=st.integers(0, 3), minutes=st.integers(-25, 0))
    def a_manager_moves_the_start(self, guard: str, which: int, minutes: int) -> None:
        session = self.session(guard, which)
        if session is not None:
            self.meddled.add(session)
            self.sandbox.edit(session, startedOn=self.wire(minutes))

    @rule(
        guard=guards, which=st.integers(0, 3), minutes=st.integers(-25, 0), method=st.sampled_from(("ADMIN", "SYSTEM"))
    )
    def somebody_else_closes_it(self, guard: str, which: int, minutes: int, method: str) -> None:
        session = self.session(guard, which)
        if session is not None:
            self.meddled.add(session)
            self.ended_by_others[session] = self.wire(minutes)
            self.sandbox.edit(session, endedOn=self.wire(minutes), clockOutMethod=method)

    @rule(guard=guards, which=st.integers(0, 3))
    def a_session_is_deleted(self, guard: str, which: int) -> None:
        session = self.session(guard, which)
        if session is not None:
            self.meddled.add(session)
            self.sandbox.delete(f"/sessions/{session}")

    @rule(guard=guards, minutes=st.integers(-90, 0), closed=st.booleans())
    def another_door_makes_one(self, guard: str, minutes: int, closed: bool) -> None:
        ended = {"endedOn": self.wire(minutes / 2)} if closed else {}
        made = self.sandbox.make(guard, startedOn=self.wire(minutes), clockInMethod="GUARD_APP", **ended)
        self.made_elsewhere.append(made)

    def teardown(self) -> None:
        self.come_to_the_end()
        self.judge()

    def come_to_the_end(self) -> None:
        """The line is sound again and nobody meddles: a day later, nothing may be on its way."""
        self.sandbox.delete("/faults")
        self.let_late_ones_arrive()
        for round_ in range(60):
            self.taps("2009")  # somebody gets through: only then is a record that does not given up
            self.post.sync()
            if not self.on_its_way():
                return
            self.post.clock.advance(310 if round_ % 10 != 9 else 73 * HOUR_S)
        raise AssertionError(f"still on its way: {self.on_its_way()}")

    def on_its_way(self) -> list[Any]:
        """What is unfinished, and not only because its work session waits for a person."""
        parked = {row.work_session for row in self.post.rows() if row.state is RowState.PARKED}
        return [row for row in self.post.unfinished() if row.work_session not in parked]

    def judge(self) -> None:
        with self.post.service() as service:
            service.reconcile()
        assert verify(self.post.store).intact
        self.sessions = {one["id"]: one for one in self.sandbox.sessions()}
        for row in self.post.rows():
            self.judge_row(row)
        self.judge_doubles()
        for number, ended in self.ended_by_others.items():
            kept = self.sessions[number]["endedOn"] if number in self.sessions else None
            assert kept is None or kept.strftime("%Y-%m-%d %H:%M:%S") == ended, (number, kept, ended)

    def judge_row(self, row: Any) -> None:
        """Nothing lost, nothing at another time, unless a person was told."""
        told = {item.kind for item in self.post.desk() if item.subject == row.event_id}
        voided = ledger.is_voided(self.post.store, row.event_id)
        if row.state is RowState.DROPPED:
            assert voided, row
            return
        if row.state is RowState.PARKED:
            assert "parked" in told, row
            return
        if row.state is not RowState.DELIVERED:
            return  # behind a parked one of its work session: `on_its_way` has seen to that
        if voided:
            assert "voided_after_delivery" in told, row
            return
        session = self.sessions.get(row.session_id)
        if session is None or row.session_id in self.meddled:
            assert row.session_id in self.meddled, row
            return
        if row.kind == "clocked_in":
            assert session["startedOn"] == row.at or (row.found, told) == ("linked", {"linked"} | told), (row, session)
            return
        assert session["status"] == "CLOSED", (row, session)
        settled = abs(session["endedOn"] - row.at) <= TOLERANCE
        assert settled or told & {"time_differs", "closed_by_others"}, (row, session)

    def judge_doubles(self) -> None:
        """Each session that we made belongs to one clock-in, or a person was told of it."""
        bound = Counter(row.session_id for row in self.post.rows() if row.kind == "clocked_in" and row.session_id)
        assert not [session for session, times in bound.items() if times > 1]
        told = {number for item in self.post.desk() for number in (item.facts.get("session"),)}
        for number, session in self.sessions.items():
            assert session["by"] != "api" or number in bound or number in told, session
        made = Counter(
            (one["employee"], one["startedOn"])
            for number, one in self.sessions.items()
            if one["by"] == "api" and number not in self.meddled
        )
        assert not [what for what, times in made.items() if times > 1]
        ours = {row.session_id for row in self.post.rows()}
        for number in self.made_elsewhere:
            if number in self.sessions and number not in self.meddled and number not in ours:
                self.judge_neighbours(self.sessions[number])

    def judge_neighbours(self, other: dict[str, Any]) -> None:
        """Where we looked before sending, no session of another door counts the same hours."""
        ours = [
            one
            for one in self.sessions.values()
            if (one["employee"], one["account"], one["by"]) == (other["employee"], other["account"], "api")
            and one["clockInMethod"] == "DELAYED"
            and one["id"] > other["id"]
            and one["id"] not in self.meddled
        ]
        for one in ours:
            assert abs(one["startedOn"] - other["startedOn"]) > timedelta(minutes=15), (one, other)


EXAMPLES = int(os.environ.get("CLOCKPOST_TEST_EXAMPLES", "40"))


def test_whatever_happens_ledger_and_upstream_agree_or_a_person_is_told(new_post: Callable[[], Any]) -> None:
    run_state_machine_as_test(
        lambda: AnySequence(new_post),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
        ),
    )
