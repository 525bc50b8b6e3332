"""From tap to committed decision: one transaction, one event, and nothing that was presented is forgotten."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from shared import recording
from shared.clocking import claim, left_unanswered
from shared.domain.clock_trust import ClockTrust
from shared.domain.decision import Accepted, Ask, Kept, Refused, Repeated, StillHere, Withdrawn
from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.domain.model import Kind
from shared.domain.rules import Rules
from shared.domain.tap import Choice, Question, Refusal, Unidentified
from shared.recording import Outcome, replayed
from shared.store import desk, evidence, ledger, memory, outbox, presence, taps
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.roster import Part
from shared.store.taps import TapState
from tests.shared.store.gate import (
    ACCOUNT,
    ANA,
    BEN,
    CHLOE,
    EVERY_TAP,
    MONDAY,
    TRACKTIK,
    Gate,
    assert_sound,
    events,
    guard,
    kinds,
)

FORKED = multiprocessing.get_context("fork")
ASKING = Rules()
"""A site that sets nothing: on duty, every tap asks."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def gate(store: Store) -> Gate:
    return Gate(store)


@pytest.fixture
def asking(store: Store) -> Gate:
    return Gate(store, ASKING)


def states(store: Store) -> list[str]:
    return [row[0] for row in store.execute("SELECT state FROM taps ORDER BY at, id")]


def everything_in(store: Store) -> dict[str, list[Any]]:
    tables = ("ledger", "voided", "evidence", "outbox", "presence", "taps", "desk", "rule_sets")
    return {table: store.execute(f"SELECT * FROM {table}") for table in tables}


def asked(gate: Gate) -> Outcome:
    """Ana came this morning, and taps again at noon: the gate asks what she wants."""
    gate.tap(ANA)
    gate.wait(hours=4)
    outcome = gate.tap(ANA)
    assert isinstance(outcome.decision, Ask)
    return outcome


# One transaction


@pytest.mark.parametrize(
    ("room", "name"),
    [(ledger, "append"), (outbox, "add"), (presence, "put"), (evidence, "keep"), (recording, "next_receipt")],
    ids=["ledger", "outbox", "presence", "evidence", "receipt"],
)
def test_an_event_is_recorded_whole_or_not_at_all(
    gate: Gate, monkeypatch: pytest.MonkeyPatch, room: Any, name: str
) -> None:
    gate.tap(BEN)
    gate.wait(seconds=60)
    before = everything_in(gate.store)
    real = getattr(room, name)

    def fails_afterwards(*arguments: Any, **named: Any) -> None:
        real(*arguments, **named)
        raise ZeroDivisionError

    monkeypatch.setattr(room, name, fails_afterwards)
    with pytest.raises(ZeroDivisionError):
        gate.tap(ANA)
    assert everything_in(gate.store) == before
    monkeypatch.undo()
    gate.tap(ANA)
    assert kinds(gate.store, ANA.number) == ["clocked_in"]
    assert_sound(gate.store)


def _tap_in_another_process(path: Path, start: Barrier, terminal: str, choice: Choice | None) -> None:
    with Store.open(path) as store:
        gate = Gate(store, replace(EVERY_TAP, repeat_s=120), terminal=terminal)
        gate.wait(hours=1, milliseconds=250)
        start.wait()
        gate.tap(ANA, choice)


@pytest.mark.parametrize("choice", [None, Choice.CLOCK_IN, Choice.START_BREAK], ids=["a tap", "a clock-in", "a break"])
def test_one_person_at_four_doors_in_the_same_instant_is_one_event(path: Path, choice: Choice | None) -> None:
    for _ in range(5):
        path.unlink(missing_ok=True)
        Store.open(path).close()
        start = FORKED.Barrier(4, timeout=60)
        doors = [
            FORKED.Process(target=_tap_in_another_process, args=(path, start, f"Gate {number}", choice))
            for number in range(4)
        ]
        for door in doors:
            door.start()
        for door in doors:
            door.join(30)
        assert [door.exitcode for door in doors] == [0] * 4
        with Store.open(path) as store:
            assert len(kinds(store)) == 1
            assert states(store) == ["repeat"] * 3
            assert_sound(store)


# Outcomes


def test_a_clock_in_stands_in_every_table_at_once(gate: Gate) -> None:
    outcome = gate.tap(ANA)
    (event,) = outcome.events
    (row,) = outbox.of_event(gate.store, event.event_id)
    assert (row.state, row.reason) == (RowState.HELD, "screen")
    assert row.not_before == (gate.now + timedelta(seconds=gate.door.hold_s)).timestamp()
    standing = presence.of(gate.store, ANA.number)
    assert standing.presence.work_session == event.event_id
    assert standing.last_event is not None
    assert standing.last_event.receipt == event.receipt
    kept = evidence.find(gate.store, event.evidence_id)
    assert kept is not None
    assert kept.tap_id == outcome.tap.tap_id


def test_the_same_person_again_is_answered_again_and_kept(asking: Gate) -> None:
    first = asking.tap(ANA)
    asking.wait(seconds=119)
    again = asking.tap(ANA)
    assert isinstance(again.decision, Repeated)
    assert again.decision.of.event_id == first.events[0].event_id
    assert states(asking.store) == ["repeat"]
    elsewhere = Gate(asking.store, ASKING, terminal="Gate 2")
    elsewhere.wait(seconds=119)
    assert isinstance(elsewhere.tap(ANA).decision, Repeated)
    assert kinds(asking.store) == ["clocked_in"]


def test_a_break_stays_here_and_says_so(asking: Gate) -> None:
    started = asking.answer(asked(asking), Choice.START_BREAK).events[0]
    assert Flag.NOT_SENT_UPSTREAM in started.flags
    assert outbox.of_event(asking.store, started.event_id) == []


def test_without_an_upstream_nothing_waits_for_one(store: Store) -> None:
    Gate(store, upstreams=()).tap(ANA)
    assert store.execute("SELECT * FROM outbox") == []


def test_two_upstreams_get_a_row_each(store: Store) -> None:
    (event,) = Gate(store, upstreams=(TRACKTIK, "tamigo")).tap(ANA).events
    assert [row.upstream for row in outbox.of_event(store, event.event_id)] == ["tamigo", TRACKTIK]


def test_an_event_under_an_untrusted_clock_is_held_until_somebody_knows_the_time(gate: Gate) -> None:
    gate.bound_s = 3600.0
    (event,) = gate.tap(ANA).events
    (row,) = outbox.of_event(gate.store, event.event_id)
    assert Flag.CLOCK_UNTRUSTED in event.flags
    assert (row.state, row.reason) == (RowState.HELD, "clock")


def test_a_site_may_park_what_no_shift_explains(store: Store) -> None:
    gate = Gate(store, park_unscheduled=True)
    came = gate.tap(ANA).events[0]
    gate.wait(hours=1)
    left = gate.tap(ANA).events[0]
    (parked,), (held,) = outbox.of_event(store, came.event_id), outbox.of_event(store, left.event_id)
    assert (parked.state, parked.reason) == (RowState.PARKED, "unscheduled")
    assert held.state is RowState.HELD


def test_a_break_ends_before_its_person_leaves_in_one_transaction(asking: Gate) -> None:
    asking.answer(asked(asking), Choice.START_BREAK)
    asking.wait(minutes=20)
    left = asking.tap(ANA, Choice.CLOCK_OUT)
    assert [event.draft.kind for event in left.events] == [Kind.BREAK_ENDED, Kind.CLOCKED_OUT]
    assert len({event.evidence_id for event in left.events}) == 1
    assert len({event.receipt for event in left.events}) == 2
    assert_sound(asking.store)


def test_a_refusal_is_kept_as_a_claim_with_its_reason(gate: Gate) -> None:
    outcome = gate.tap(replace(ANA, valid_until=(MONDAY - timedelta(days=1)).date()))
    assert outcome.decision == Refused(Refusal.INACTIVE)
    (kept,) = taps.listed(gate.store, (TapState.CLAIM,))
    assert (kept.employee, kept.reason, kept.at) == (ANA.number, "inactive", outcome.tap.at)
    assert kinds(gate.store) == []


# Questions


def test_a_question_keeps_its_tap_before_any_answer(asking: Gate) -> None:
    outcome = asked(asking)
    (kept,) = taps.listed(asking.store, (TapState.ASKED,))
    assert (kept.tap_id, kept.employee) == (outcome.tap.tap_id, ANA.number)
    assert kinds(asking.store) == ["clocked_in"]


def test_an_answer_counts_at_the_time_of_its_tap(asking: Gate) -> None:
    question = asked(asking)
    asking.wait(seconds=12)
    (left,) = asking.answer(question, Choice.CLOCK_OUT).events
    assert left.draft.at == question.tap.at
    assert left.recorded_at == asking.now
    (tap,) = taps.listed(asking.store, (TapState.EVENT,))
    assert tap.event_id == left.event_id


def test_a_choice_pressed_twice_records_once(asking: Gate) -> None:
    question = asked(asking)
    first = asking.answer(question, Choice.START_BREAK)
    asking.wait(seconds=1)
    again = asking.answer(question, Choice.START_BREAK)
    other = asking.answer(question, Choice.CLOCK_OUT)
    for repeated in (again, other):
        assert isinstance(repeated.decision, Repeated)
        assert repeated.decision.of.event_id == first.events[0].event_id
    assert kinds(asking.store) == ["clocked_in", "break_started"]
    assert states(asking.store) == ["event"]
    assert_sound(asking.store)


def test_a_choice_pressed_again_tells_its_own_event_and_not_a_later_one(asking: Gate) -> None:
    question = asked(asking)
    first = asking.answer(question, Choice.START_BREAK)
    asking.wait(minutes=30)
    asking.tap(ANA, Choice.END_BREAK)
    again = asking.answer(question, Choice.START_BREAK)
    assert isinstance(again.decision, Repeated)
    assert again.decision.of.event_id == first.events[0].event_id


def test_whoever_walks_away_is_asked_first_when_they_come_again(asking: Gate) -> None:
    question = asked(asking)
    asking.wait(seconds=5)
    asking.tap(BEN)
    assert states(asking.store) == ["open"]
    asking.wait(hours=16)
    again = asking.tap(ANA)
    assert isinstance(again.decision, Ask)
    assert (again.decision.question, again.decision.open_tap_at) == (Question.OPEN_TAP, question.tap.at)
    (left,) = asking.answer(again, Choice.LEFT_THEN).events
    assert (left.draft.kind, left.draft.at) == (Kind.CLOCKED_OUT, question.tap.at)
    assert Flag.FROM_OPEN_TAP in left.flags
    assert states(asking.store) == ["event", "event"]
    assert_sound(asking.store)


def test_whoever_is_still_here_has_explained_their_open_tap(asking: Gate) -> None:
    asked(asking)
    left_unanswered(asking.store, asking.door, asking.now)
    asking.wait(hours=1)
    again = asking.tap(ANA)
    then = asking.answer(again, Choice.STILL_HERE)
    assert isinstance(then.decision, Ask)
    assert then.decision.question is Question.WHAT_NOW
    assert states(asking.store) == ["explained", "asked"]
    asking.answer(then, Choice.START_BREAK)
    assert states(asking.store) == ["explained", "event"]


def test_the_same_person_tapping_again_is_asked_again_and_not_taken_to_have_gone(asking: Gate) -> None:
    first = asked(asking)
    asking.wait(seconds=5)
    again = asking.tap(ANA)
    assert isinstance(again.decision, Ask)
    assert again.decision == first.decision
    assert states(asking.store) == ["repeat", "asked"]


def test_the_same_person_coming_back_much_later_had_gone(asking: Gate) -> None:
    asked(asking)
    asking.wait(seconds=ASKING.repeat_s + 1)
    again = asking.tap(ANA)
    assert isinstance(again.decision, Ask)
    assert again.decision.question is Question.OPEN_TAP


def test_a_question_at_another_terminal_is_not_touched(asking: Gate) -> None:
    asked(asking)
    Gate(asking.store, ASKING, terminal="Gate 2").tap(BEN)
    assert states(asking.store) == ["asked"]


def test_a_question_that_a_crash_left_on_the_screen_is_open_at_the_next_start(path: Path) -> None:
    with Store.open(path) as store:
        asked(Gate(store, ASKING))
    with Store.open(path) as store:
        gate = Gate(store, ASKING)
        gate.wait(hours=5)
        assert left_unanswered(store, gate.door, gate.now) == 1
        assert states(store) == ["open"]
        assert left_unanswered(store, gate.door, gate.now) == 0


def test_leaving_earlier_is_for_the_desk(asking: Gate) -> None:
    question = asked(asking)
    asking.answer(question, Choice.LEFT_EARLIER)
    (item,) = desk.listed(asking.store)
    assert (item.kind, item.subject, item.employee) == (DeskKind.LEFT_EARLIER, question.tap.tap_id, ANA.number)
    assert states(asking.store) == ["claim"]
    assert kinds(asking.store) == ["clocked_in"]


def test_somebody_else_s_badge_leaves_a_tap_and_nothing_else(asking: Gate) -> None:
    asking.answer(asked(asking), Choice.NOT_ME)
    assert states(asking.store) == ["withdrawn"]
    assert kinds(asking.store) == ["clocked_in"]


# Claims


@pytest.mark.parametrize("reason", list(Unidentified))
def test_a_tap_that_names_nobody_is_kept_and_told_to_a_supervisor(asking: Gate, reason: Unidentified) -> None:
    asked(asking)
    asking.wait(seconds=5)
    told = claim(asking.store, asking.door, asking.a_tap(), reason, "a hash", asking.around, ANA)
    (kept,) = taps.listed(asking.store, (TapState.CLAIM,))
    assert (kept.tap_id, kept.reason, kept.presented, kept.employee) == (told.tap.tap_id, reason, "a hash", None)
    assert states(asking.store) == ["open", "claim"], "whoever was asked has gone"
    wants_roster = memory.recall(asking.store, memory.EVERY_UPSTREAM, memory.WANTS_ROSTER)
    assert (wants_roster is not None) == (reason is Unidentified.UNKNOWN_BADGE)
    lost = [item.employee for item in desk.listed(asking.store) if item.kind is DeskKind.LOST_BADGE]
    assert lost == ([ANA.number] if reason is Unidentified.LOST_BADGE else [])
    assert kinds(asking.store) == ["clocked_in"]


def test_a_claim_keeps_what_can_be_said_for_it(gate: Gate) -> None:
    told = claim(gate.store, gate.door, gate.a_tap(), Unidentified.WRONG_PIN, "1053", gate.around)
    (kept,) = taps.listed(gate.store, (TapState.CLAIM,))
    assert kept.evidence is not None
    argument = evidence.argument(gate.store, kept.evidence)
    assert argument is not None
    assert (argument.tap, argument.facts.clock.source) == (told.tap, "ntp")
    assert argument.facts.person.number == ""


# Replay


def decisions(asking: Gate) -> Iterator[tuple[Outcome, type]]:
    """One outcome of every kind, each on its own facts."""
    yield asking.tap(ANA), Accepted
    yield asking.tap(ANA), Repeated
    asking.wait(hours=4)
    question = asking.tap(ANA)
    yield question, Ask
    yield asking.answer(question, Choice.LEFT_EARLIER), Kept
    yield asking.tap(ANA, Choice.NOT_ME), Withdrawn
    asking.tap(ANA)
    left_unanswered(asking.store, asking.door, asking.now)
    asking.wait(hours=1)
    yield asking.answer(asking.tap(ANA), Choice.STILL_HERE), StillHere
    yield asking.tap(ANA, Choice.CLOCK_OUT), Accepted
    yield asking.tap(replace(BEN, valid_from=(MONDAY + timedelta(days=9)).date())), Refused


def test_every_kind_of_decision_can_be_made_again_on_what_was_kept(asking: Gate) -> None:
    asking.roster(Part.EMPLOYEES, [(7001, ANA.number, "", 1)])
    asking.roster(Part.POSITIONS, [(382, ACCOUNT, "Main gate")])
    rows = [(7001, MONDAY.isoformat(), 9001, (MONDAY + timedelta(hours=8)).isoformat(), ACCOUNT, 382)]
    asking.roster(Part.SHIFTS, rows, covers_until=MONDAY + timedelta(days=14))
    seen = set()
    for outcome, kind in decisions(asking):
        (newest,) = asking.store.execute("SELECT max(id) FROM evidence")[0]
        again = replayed(asking.store, newest)
        assert isinstance(again, kind)
        assert (again.then if isinstance(again, StillHere) else again) == outcome.decision
        seen.add(kind)
    assert seen == {Accepted, Repeated, Ask, Kept, Withdrawn, StillHere, Refused}


def test_a_decision_can_be_made_again_under_other_rules(asking: Gate) -> None:
    question = asked(asking)
    (kept,) = taps.listed(asking.store, (TapState.ASKED,))
    assert kept.evidence is not None
    assert replayed(asking.store, kept.evidence) == question.decision
    assert isinstance(replayed(asking.store, kept.evidence, EVERY_TAP), Accepted)


def test_a_decision_is_made_again_under_the_rules_of_its_day(store: Store) -> None:
    first = asked(Gate(store, ASKING))
    (kept,) = taps.listed(store, (TapState.ASKED,))
    later = Gate(store, EVERY_TAP)
    later.wait(hours=5)
    later.tap(BEN)
    assert kept.evidence is not None
    assert replayed(store, kept.evidence) == first.decision


def test_an_erased_decision_cannot_be_made_again(gate: Gate) -> None:
    (event,) = gate.tap(ANA).events
    assert evidence.erase(gate.store, event.evidence_id, MONDAY.isoformat(), "1001")
    assert replayed(gate.store, event.evidence_id) is None


def test_a_decision_keeps_how_far_the_clock_was_trusted(gate: Gate) -> None:
    (event,) = gate.tap(ANA).events
    kept = evidence.argument(gate.store, event.evidence_id)
    assert kept is not None
    assert kept.facts.clock != ClockTrust("untrusted")  # type: ignore[arg-type]
    assert (kept.facts.clock.source, kept.facts.clock.bound_s) == ("ntp", 1.0)


# Names


def test_no_name_leaves_the_people_register(asking: Gate) -> None:
    people = [replace(person, name=f"Zebedee {person.number} Quux") for person in (ANA, BEN, CHLOE)]
    for person in people:
        asking.tap(person)
    asking.wait(hours=4)
    for person, choice in zip(people, (Choice.CLOCK_OUT, Choice.LEFT_EARLIER, Choice.NOT_ME), strict=True):
        asking.answer(asking.tap(person), choice)
    claim(asking.store, asking.door, asking.a_tap(), Unidentified.LOST_BADGE, "hash", asking.around, people[0])
    for (table,) in asking.store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        content = repr(asking.store.execute(f"SELECT * FROM {table}"))
        assert "Zebedee" not in content, table
        assert "Quux" not in content, table


# Pace


def test_two_hundred_people_leave_through_one_gate(gate: Gate) -> None:
    people = [guard(2000 + number) for number in range(200)]
    for person in people:
        gate.tap(person)
        gate.wait(seconds=2)
    gate.wait(hours=8)
    for person in people:
        outcome = gate.tap(person)
        assert [event.draft.kind for event in outcome.events] == [Kind.CLOCKED_OUT]
        assert outcome.events[0].draft.at == gate.now
        gate.wait(seconds=2)
    assert len(events(gate.store)) == 400
    assert_sound(gate.store)


def steps_of(store: Store, act: Any) -> int:
    """How many instructions SQLite's machine runs for `act`, in tens: a cost without noise."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    store._connection.set_progress_handler(tick, 10)
    act()
    store._connection.set_progress_handler(None, 10)
    return count


HISTORY = (
    ("ledger", "{seq} + i, {id}, '{{}}', '', {id}, 'clocked_in', {ana}, '', '', '', 7"),
    ("evidence (tap, settings)", "{id}, ''"),
    (
        "outbox (event_id, upstream, seq, employee, work_session, kind, at, state, changed_at)",
        "{id}, 'tracktik', i, {ana}, '', '', '', 'delivered', ''",
    ),
    (
        "taps (id, at, door, terminal, site, state, employee, changed_at)",
        "{id}, '', '', 'Gate 1', '', 'repeat', {ana}, ''",
    ),
    ("voided", "'x' || i, ''"),
    (
        "outages (id, terminal, began_at, ended_at)",
        "{id}, 'Gate 1', '2020-01-01T00:00:00+00:00', '2020-01-01T00:00:00+00:00'",
    ),
    ("roster_employees", "1, 10000 + i, 'c' || i, '', 1"),
    ("roster_shifts", "1, 10000 + i, '2026', i, '2026', 1, 1"),
    ("presence (employee, body)", "'p' || i, '{{}}'"),
)


def fill(store: Store, rows: int) -> None:
    """Years of history in every table that grows with use."""
    seq = ledger.head(store).seq
    with store.writing():
        for table, values in HISTORY:
            told = values.format(seq=seq, id="printf('%032d', i)", ana=f"'{ANA.number}'")
            counted = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
            store.execute(f"INSERT INTO {table} {counted} SELECT {told} FROM n")


def costs_of_a_visit(gate: Gate) -> list[int]:
    """What a question, its answer, a break's end, and a question left open cost."""
    found: list[Outcome] = []
    gate.wait(hours=1)
    costs = [steps_of(gate.store, lambda: found.append(gate.tap(ANA)))]
    costs.append(steps_of(gate.store, lambda: gate.answer(found[0], Choice.START_BREAK)))
    gate.wait(hours=1)
    costs.append(steps_of(gate.store, lambda: gate.tap(ANA)))
    gate.tap(BEN)
    costs.append(steps_of(gate.store, lambda: left_unanswered(gate.store, gate.door, gate.now)))
    return costs


def test_a_tap_costs_the_same_after_years_of_taps(asking: Gate) -> None:
    asking.roster(Part.EMPLOYEES, [(7001, ANA.number, "", 1)])
    asking.roster(Part.SHIFTS, [])
    asking.tap(ANA)
    asking.tap(BEN)
    young = costs_of_a_visit(asking)
    fill(asking.store, 5000)
    old = costs_of_a_visit(asking)
    assert kinds(asking.store, ANA.number)[-2:] == ["break_started", "break_ended"]
    assert all(after <= before + 20 for before, after in zip(young, old, strict=True)), (young, old)
