"""Corrections in any order, while records stand anywhere and the upstream is in any mood: one effect, the last time.

Or at the desk: where no edit is taken, a person is told both times.
"""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from shared.domain.clock_trust import Witness
from shared.domain.delivery import RowState
from shared.domain.model import Kind, Person, Role
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.recording import Door
from shared.store import corrections, ledger, outbox, presence
from shared.supervision.clocking_for import Order, clock_for
from shared.supervision.correcting import Corrected, correct_time
from shared.supervision.word import Word
from shared.verify import verify
from tests.shared.sync.places import GATE, SITE

GUARDS = ("2001", "2002")
BEGINS_AGO_S = 40 * 3600.0
BOSS = Person("1999", "Bo Boss", role=Role.SUPERVISOR, sites=(SITE.name,))
KINDS = ("answer_lost", "lost_before", "500_before", "500_after", "504_after", "503", "429", "connection_reset")
SWITCHES = {
    "ended_on": ("ignored", "taken", "400"),
    "edit": ("allowed", "refused", "403", "405"),
    "edited_method": ("kept", "API"),
}
CONFLICTS = ("time_differs", "closed_by_others", "linked", "parked")


class AnyCorrections(RuleBasedStateMachine):
    """One terminal, two guards, a supervisor who changes their mind."""

    def __init__(self, new_post: Callable[[], Any]) -> None:
        super().__init__()
        self.post = new_post()
        self.sandbox = self.post.sandbox
        for what in ("/faults", "/switches", "/records"):
            self.sandbox.delete(what)
        self.post.clock.advance(-BEGINS_AGO_S)
        self.post.sign_in()
        self.numbers = itertools.count()

    @initialize(turned=st.fixed_dictionaries({name: st.sampled_from(words) for name, words in SWITCHES.items()}))
    def upstreams_mood(self, turned: dict[str, str]) -> None:
        self.sandbox.turn(**turned)

    def word(self) -> Word:
        now = self.post.clock.read()
        told = Witness("rtc", 0.0, 2.0, now.wall, now.boottime_s, now.boot_id)
        return Word(BOSS, Door(SITE, "Terminal 1", ("tracktik",), 0.0), Surroundings(now, local_witnesses=(told,)))

    @rule(guard=st.sampled_from(GUARDS), then_s=st.sampled_from((3, 1200, 5000)))
    def somebody_taps(self, guard: str, then_s: float) -> None:
        on_duty = self.post.presence(guard).on_duty
        (self.post.clock_out if on_duty else self.post.clock_in)(guard)
        self.post.clock.advance(then_s)

    @rule(guard=st.sampled_from(GUARDS), ago_s=st.sampled_from((0, 600, 3000)))
    def a_supervisor_clocks_somebody(self, guard: str, ago_s: float) -> None:
        choice = Choice.CLOCK_OUT if self.post.presence(guard).on_duty else Choice.CLOCK_IN
        person = Person(guard, f"Guard {guard}", sites=(SITE.name,))
        at = self.post.clock.read().wall - timedelta(seconds=ago_s)
        clock_for(self.post.store, self.word(), Order(f"o{next(self.numbers)}", person, Answer(choice, GATE), at))

    @rule(guard=st.sampled_from(GUARDS), which=st.integers(0, 5), by_s=st.sampled_from((-4000, -70, -20, 20, 70, 900)))
    def a_time_is_corrected(self, guard: str, which: int, by_s: float) -> None:
        rows = [row for row in ledger.of_employee(self.post.store, guard) if row.event and row.event.about is None]
        if not rows:
            return
        event_id = rows[-1 - which % len(rows)].event_id
        counted_at = corrections.counted_at(self.post.store, event_id)
        assert counted_at is not None
        done = correct_time(self.post.store, self.word(), event_id, counted_at + timedelta(seconds=by_s))
        if isinstance(done, Corrected):
            assert corrections.counted_at(self.post.store, event_id) == counted_at + timedelta(seconds=by_s)

    @rule(
        kind=st.sampled_from(KINDS),
        method=st.sampled_from(("POST", "PATCH", "GET")),
        then_s=st.sampled_from((2, 20, 95, 310)),
    )
    def delivery_meets_trouble(self, kind: str, method: str, then_s: float) -> None:
        self.sandbox.fault(kind, method=method, path="/work-sessions*")
        self.post.sync()
        self.post.clock.advance(then_s)

    @rule(then_s=st.sampled_from((2, 95, 310)))
    def delivery_runs(self, then_s: float) -> None:
        self.post.sync()
        self.post.clock.advance(then_s)

    def teardown(self) -> None:
        self.sandbox.delete("/faults")
        self.post.clock.advance(4000)
        self.post.sync_to_the_end(step_s=320.0)
        report = verify(self.post.store)
        assert report.intact, report.faults
        for guard in GUARDS:
            assert presence.of(self.post.store, guard) == presence.rebuild(self.post.store, guard)
            self.compare(guard)

    def compare(self, guard: str) -> None:
        """Each work session once upstream, at the times that count or told to a person."""
        sessions = {one["id"]: one for one in self.sandbox.sessions(guard)}
        came = 0
        for row in ledger.of_employee(self.post.store, guard):
            if row.event is None or row.event.draft.kind not in (Kind.CLOCKED_IN, Kind.CLOCKED_OUT):
                continue
            [sent] = outbox.of_event(self.post.store, row.event_id)
            told = any(item.kind in CONFLICTS for item in self.post.desk(row.event))
            came += row.event.draft.kind is Kind.CLOCKED_IN
            if sent.state is not RowState.DELIVERED:
                assert told, sent
                continue
            counted_at = corrections.counted_at(self.post.store, row.event_id)
            assert sent.at == counted_at
            session = sessions[sent.session_id]
            theirs = session["startedOn" if sent.kind is Kind.CLOCKED_IN else "endedOn"]
            agree = abs(theirs - counted_at) <= timedelta(seconds=60)
            assert agree or told, (sent, theirs)
        parked = [row for row in self.post.rows() if row.employee == guard and row.state is RowState.PARKED]
        assert len(sessions) == came - len([row for row in parked if row.kind is Kind.CLOCKED_IN])


def test_any_order_of_corrections_has_one_effect(new_post: Callable[[], Any]) -> None:
    run_state_machine_as_test(
        lambda: AnyCorrections(new_post),
        settings=settings(
            max_examples=25,
            stateful_step_count=14,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
