"""What is asked about breaks is known from the commit on, and every answer is a fact of the ledger."""

from datetime import timedelta

import pytest

from shared.break_summary import answer, show, to_ask
from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.break_summary import BreakQuestion, BreakSaid, EarlyEnd, EarlyReason, QuestionKind, ShiftSummary
from shared.domain.breaks import Found
from shared.domain.event import About
from shared.domain.model import Kind, Person, Role
from shared.domain.rules import Rules
from shared.domain.supervision import Because, NotDone, Obstacle, Reason
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.recording import Outcome
from shared.store import break_answers, desk
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.supervision.clocking_for import Order, clock_for
from shared.supervision.correcting import correct_time
from shared.supervision.differences import note
from shared.supervision.word import Word
from shared.voiding import void
from tests.shared.store.gate import ANA, BEN, SITE, Gate, assert_sound, events

REST = BreakRule(BreakKind.REST, 2 * 3600, 600, paid=True)
PLANNED = Rules(breaks=(REST,), repeat_s=1, no_instant_out_s=0)
SAM = Person("2001", "Sam Roy", role=Role.SUPERVISOR, sites=(SITE,))


@pytest.fixture
def gate(tmp_path) -> Gate:
    with Store.open(tmp_path / "ledger.db") as store:
        yield Gate(store, PLANNED)
        assert_sound(store)


def works(gate: Gate, *, minutes: float | None, hours: float = 6) -> Outcome:
    """A shift with a rest of so many minutes, None for none; the clock-out."""
    gate.tap(ANA, Choice.CLOCK_IN)
    gate.wait(hours=2)
    if minutes is not None:
        gate.tap(ANA, Choice.START_BREAK)
        gate.wait(minutes=minutes)
        gate.tap(ANA, Choice.END_BREAK)
    gate.wait(hours=hours - 2)
    return gate.tap(ANA, Choice.CLOCK_OUT)


def asked(gate: Gate, person: Person = ANA) -> list[BreakQuestion]:
    return to_ask(gate.store, gate.door.site, person.number, gate.now)


def shows(gate: Gate, question: BreakQuestion) -> ShiftSummary | EarlyEnd:
    told = show(gate.store, gate.door, ANA, question.target, gate.around)
    assert told is not None
    return told


def says(gate: Gate, question: BreakQuestion, said: BreakSaid, reason: str = "") -> BreakQuestion | NotDone:
    return answer(gate.store, gate.door, ANA, question.target, said, gate.around, reason)


def chained(gate: Gate) -> list[About]:
    return [event.about for event in events(gate.store) if event.draft.kind is Kind.BREAK_ANSWER and event.about]


def word(gate: Gate) -> Word:
    return Word(SAM, gate.door, Surroundings(gate.around.reading), Reason(Because.FORGOT), True)


def test_the_answer_names_its_event_what_was_told_and_by_whom(gate: Gate) -> None:
    left = works(gate, minutes=10).events[-1]
    (question,) = asked(gate)
    told = shows(gate, question)
    says(gate, question, BreakSaid.AGREED)
    assert (question.kind, question.target, question.site) == (QuestionKind.SUMMARY, left.event_id, SITE)
    assert chained(gate) == [
        About(left.event_id, told.fingerprint, "not_answered", "", ANA.number),
        About(left.event_id, told.fingerprint, "agreed", "", ANA.number),
    ]
    assert {event.work_session for event in events(gate.store)} == {left.work_session}
    assert asked(gate) == []


def test_a_dispute_waits_on_the_desk_until_a_supervisor_saw_it_or_they_agree(gate: Gate) -> None:
    works(gate, minutes=None)
    (question,) = asked(gate)
    shows(gate, question)
    says(gate, question, BreakSaid.DISPUTED)
    (item,) = desk.listed(gate.store)
    assert (item.kind, item.employee, item.subject) == (DeskKind.BREAKS_DISPUTED, ANA.number, question.target)
    assert [line["found"] for line in item.facts["lines"]] == ["missing"]
    assert note(gate.store, word(gate), item.item_id) is None
    assert desk.listed(gate.store) == []


def test_whoever_agrees_with_the_corrected_hours_disputes_them_no_more(gate: Gate) -> None:
    left = works(gate, minutes=None).events[-1]
    (question,) = asked(gate)
    shows(gate, question)
    says(gate, question, BreakSaid.DISPUTED)
    gate.wait(hours=1)
    correct_time(gate.store, word(gate), left.event_id, left.draft.at + timedelta(minutes=30))
    (again,) = asked(gate)
    shows(gate, again)
    assert [one.kind for one in desk.listed(gate.store)] == [DeskKind.BREAKS_DISPUTED]
    says(gate, again, BreakSaid.AGREED)
    assert desk.listed(gate.store) == []


@pytest.mark.parametrize("said", [BreakSaid.NOT_ANSWERED, BreakSaid.VOLUNTARY, BreakSaid.NOT_VOLUNTARY])
def test_a_summary_takes_only_its_own_answers(gate: Gate, said: BreakSaid) -> None:
    works(gate, minutes=None)
    (question,) = asked(gate)
    shows(gate, question)
    assert says(gate, question, said) == NotDone(Obstacle.NOT_ANSWERABLE)


def test_what_was_not_shown_and_what_is_anothers_cannot_be_answered(gate: Gate) -> None:
    works(gate, minutes=None)
    (question,) = asked(gate)
    assert says(gate, question, BreakSaid.AGREED) == NotDone(Obstacle.SETTLED)
    shows(gate, question)
    assert show(gate.store, gate.door, BEN, question.target, gate.around) is None
    of_ben = answer(gate.store, gate.door, BEN, question.target, BreakSaid.AGREED, gate.around)
    assert of_ben == NotDone(Obstacle.NOT_ANSWERABLE)
    says(gate, question, BreakSaid.AGREED)
    assert says(gate, question, BreakSaid.DISPUTED) == NotDone(Obstacle.SETTLED)
    assert show(gate.store, gate.door, ANA, question.target, gate.around) is None


def test_a_reason_is_given_once_and_only_after_no(gate: Gate) -> None:
    gate.tap(ANA, Choice.CLOCK_IN)
    gate.wait(hours=2)
    gate.tap(ANA, Choice.START_BREAK)
    gate.wait(minutes=4)
    gate.tap(ANA, Choice.END_BREAK)
    (question,) = asked(gate)
    told = shows(gate, question)
    assert isinstance(told, EarlyEnd)
    says(gate, question, BreakSaid.NOT_VOLUNTARY)
    says(gate, question, BreakSaid.NOT_VOLUNTARY, EarlyReason.EMERGENCY)
    assert says(gate, question, BreakSaid.NOT_VOLUNTARY, EarlyReason.OTHER) == NotDone(Obstacle.SETTLED)
    assert [(one.new, one.reason) for one in chained(gate)][1:] == [
        ("not_voluntary", ""),
        ("not_voluntary", "emergency"),
    ]


def test_an_end_that_was_corrected_meanwhile_is_asked_no_more(gate: Gate) -> None:
    gate.tap(ANA, Choice.CLOCK_IN)
    gate.wait(hours=2)
    gate.tap(ANA, Choice.START_BREAK)
    gate.wait(minutes=4)
    ended = gate.tap(ANA, Choice.END_BREAK).events[0]
    gate.wait(hours=1)
    correct_time(gate.store, word(gate), ended.event_id, ended.draft.at + timedelta(minutes=6))
    (question,) = asked(gate)
    assert show(gate.store, gate.door, ANA, question.target, gate.around) is None
    assert (asked(gate), chained(gate)) == ([], [])


def test_a_voided_end_of_a_break_is_told_as_never_ended(gate: Gate) -> None:
    gate.tap(ANA, Choice.CLOCK_IN)
    gate.wait(hours=2)
    gate.tap(ANA, Choice.START_BREAK)
    gate.wait(minutes=10)
    ended = gate.tap(ANA, Choice.END_BREAK).events[0]
    gate.wait(hours=1)
    gate.tap(ANA, Choice.CLOCK_OUT)
    (question,) = asked(gate)
    shows(gate, question)
    says(gate, question, BreakSaid.AGREED)
    void(gate.store, gate.door, ANA, (ended.event_id,), gate.around, reason="test")
    (again,) = asked(gate)
    told = shows(gate, again)
    assert isinstance(told, ShiftSummary)
    assert ([line.found for line in told.lines], told.total_s) == ([Found.RUNNING], None)


def test_a_clock_in_that_was_voided_leaves_nothing_to_ask(gate: Gate) -> None:
    left = works(gate, minutes=None).events[-1]
    void(gate.store, gate.door, ANA, (left.work_session,), gate.around, reason="test")
    for question in asked(gate):
        assert show(gate.store, gate.door, ANA, question.target, gate.around) is None
    assert (asked(gate), chained(gate)) == ([], [])


def test_a_clock_out_by_a_supervisor_is_asked_of_its_employee(gate: Gate) -> None:
    gate.tap(ANA, Choice.CLOCK_IN)
    gate.wait(hours=6)
    order = Order("order-1", ANA, Answer(Choice.CLOCK_OUT), gate.now - timedelta(minutes=30))
    done = clock_for(gate.store, word(gate), order)
    assert isinstance(done, Outcome), done
    (question,) = asked(gate)
    assert question.target == done.events[-1].event_id


def test_a_change_of_position_ends_a_session_and_tells_its_breaks(gate: Gate) -> None:
    gate.tap(ANA, Choice.CLOCK_IN)
    gate.wait(hours=3)
    gate.tap(ANA, Choice.CHANGE_POSITION)
    assert [question.kind for question in asked(gate)] == [QuestionKind.SUMMARY]


def test_at_most_a_few_are_read_however_many_wait(gate: Gate) -> None:
    for _ in range(8):
        works(gate, minutes=None, hours=3)
        gate.wait(hours=1)
    assert len(asked(gate)) == 6
    assert len(break_answers.about(gate.store, [one.target for one in asked(gate)])) == 6
