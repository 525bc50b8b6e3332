"""What an employee is asked about their breaks after a tap or in a call: gathered, shown and answered.

Rule 1: nothing of it stands before a commit of theirs. What is shown is stored as not answered before it is shown.
Rule 2: every answer is an event of the ledger, about the event in question; the newest one counts.
Rule 3: what was changed after it was shown is shown again, if it says something else now. So is what was agreed.
"""

from datetime import datetime

from shared.clock import Reading, new_id
from shared.domain.break_summary import (
    BreakQuestion,
    BreakSaid,
    EarlyEnd,
    QuestionKind,
    ShiftSummary,
    as_facts,
    early_end,
    shift_summary,
)
from shared.domain.event import About, ClockEvent
from shared.domain.model import Draft, Kind, Person
from shared.domain.site import Site
from shared.domain.supervision import NotDone, Obstacle
from shared.gather import Surroundings
from shared.recording import Door
from shared.store import break_answers, break_facts, corrections, desk, ledger
from shared.store.database import Store
from shared.store.desk import DeskKind

Told = ShiftSummary | EarlyEnd
ANSWERS = {
    QuestionKind.SUMMARY: (BreakSaid.AGREED, BreakSaid.DISPUTED),
    QuestionKind.EARLY_END: (BreakSaid.VOLUNTARY, BreakSaid.NOT_VOLUNTARY),
}


def to_ask(store: Store, site: Site, employee: str, now: datetime) -> list[BreakQuestion]:
    """What this employee has still to be asked, oldest first; one read of an index where there is nothing.

    Nothing where the vendor's own app asks.
    """
    if not site.asks_of_breaks:
        return []
    found = break_answers.waiting(store, employee, now)
    return [question for question in found if not question.is_doubted or _says_more(store, site, question)]


def what_to_tell(store: Store, site: Site, question: BreakQuestion) -> Told | None:
    """What the question is about, as it counts now by the rules of `site`; None where nothing is left to ask."""
    came, about = corrections.find(store, question.work_session), corrections.find(store, question.target)
    if came is None or about is None or came.voided or about.voided:
        return None
    taken = break_facts.breaks_of(store, question.employee, question.work_session)
    if question.kind is QuestionKind.EARLY_END:
        return early_end(came.now.draft, about.now.draft.at, taken, site.rules)
    told = shift_summary(came.now.draft, about.now.draft.at, taken, site.rules)
    return told if told.lines else None


def show(store: Store, door: Door, person: Person, target: str, around: Surroundings) -> Told | None:
    """Store the question as not answered, and tell what is to be shown; None where nothing is left to ask.

    Raises a StoreError when nothing was written: then it must not be shown.
    """
    with store.writing():
        return show_and_store(store, door, person, target, around)


def show_and_store(store: Store, door: Door, person: Person, target: str, around: Surroundings) -> Told | None:
    """The inside of `show`, for a caller that holds the transaction."""
    question = break_answers.find(store, target)
    if question is None or question.employee != person.number or not _waits(question):
        return None
    told = what_to_tell(store, door.site, question)
    if told is None:
        break_answers.drop(store, target)
        return None
    is_new = (question.answer, question.told) != (BreakSaid.NOT_ANSWERED, told.fingerprint)
    break_answers.show(store, target, told.fingerprint, around.reading.wall)
    if is_new:
        # The ledger tells once that this was shown and not answered, however often it is shown again.
        said = About(target, told.fingerprint, BreakSaid.NOT_ANSWERED, by=person.number)
        _append(store, door, question, said, around.reading)
    return told


def answer(
    store: Store, door: Door, person: Person, target: str, said: BreakSaid, around: Surroundings, reason: str = ""
) -> BreakQuestion | NotDone:
    """Keep what the person said to what was shown. `reason` is a word of `EarlyReason` or "".

    Raises a StoreError when nothing was written.
    """
    with store.writing():
        return answer_and_store(store, door, person, target, said, around, reason)


def answer_and_store(
    store: Store, door: Door, person: Person, target: str, said: BreakSaid, around: Surroundings, reason: str = ""
) -> BreakQuestion | NotDone:
    """The inside of `answer`, for a caller that holds the transaction."""
    question = break_answers.find(store, target)
    if question is None or question.employee != person.number or said not in ANSWERS[question.kind]:
        return NotDone(Obstacle.NOT_ANSWERABLE)
    gives_reason = question.answer == said == BreakSaid.NOT_VOLUNTARY and reason and not question.reason
    if question.answer != BreakSaid.NOT_ANSWERED and not gives_reason:
        return NotDone(Obstacle.SETTLED)
    now = around.reading.wall
    break_answers.answer(store, target, said, reason, now)
    _append(store, door, question, About(target, question.told, said, reason, person.number), around.reading)
    if said is BreakSaid.DISPUTED:
        _put_on_desk(store, door.site, question, around)
    elif said is BreakSaid.AGREED:
        desk.close(store, DeskKind.BREAKS_DISPUTED, target, now, person.number)
    kept = break_answers.find(store, target)
    assert kept is not None
    return kept


def _waits(question: BreakQuestion) -> bool:
    return question.answer in ("", BreakSaid.NOT_ANSWERED) or question.is_doubted


def _says_more(store: Store, site: Site, question: BreakQuestion) -> bool:
    """Something was changed since it was shown. Whoever answered is asked again only if it shows."""
    if question.answer == BreakSaid.NOT_ANSWERED:
        return True
    told = what_to_tell(store, site, question)
    return told is not None and told.fingerprint != question.told


def _put_on_desk(store: Store, site: Site, question: BreakQuestion, around: Surroundings) -> None:
    told = what_to_tell(store, site, question)
    lines = [as_facts(line) for line in told.lines] if isinstance(told, ShiftSummary) else []
    facts = {
        "started": told.started_at.isoformat() if told is not None else None,
        "ended": told.ended_at.isoformat() if told is not None else None,
        "lines": lines,
        "work_session": question.work_session,
    }
    desk.put(
        store,
        DeskKind.BREAKS_DISPUTED,
        question.target,
        around.reading.wall,
        employee=question.employee,
        site=question.site,
        facts=facts,
        again=True,
    )


def _append(store: Store, door: Door, question: BreakQuestion, said: About, reading: Reading) -> None:
    row = ledger.find(store, question.target)
    if row is None or row.event is None:
        return
    old = row.event.draft
    event = ClockEvent(
        event_id=new_id(reading.wall),
        employee=question.employee,
        draft=Draft(
            Kind.BREAK_ANSWER,
            reading.wall.replace(microsecond=0),
            old.site,
            old.account_id,
            work_session=question.work_session,
        ),
        door=door.kind,
        terminal=door.terminal,
        recorded_at=reading.wall,
        boottime_s=round(reading.boottime_s, 3),
        boot_id=reading.boot_id,
        about=said,
    )
    ledger.append(store, event)
