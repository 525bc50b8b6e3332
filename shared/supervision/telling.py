"""The employee hears at the next tap or call what a supervisor changed, and agrees, disputes, or walks away.

Their answer is an event of the ledger. Walking away is no answer: it is told again the next time.
"""

from shared.clock import new_id
from shared.domain.event import About, ClockEvent
from shared.domain.model import Draft, Kind, Person
from shared.domain.notice import Notice, NoticeAnswer
from shared.domain.supervision import NotDone, Obstacle
from shared.gather import Surroundings
from shared.recording import Door
from shared.store import corrections, desk, ledger, notices
from shared.store.database import Store
from shared.store.desk import DeskKind


def to_tell(store: Store, person: Person) -> list[Notice]:
    """What this person has still to be told, oldest first; one read of an index where there is nothing."""
    return notices.waiting(store, person.number)


def answer(
    store: Store, door: Door, person: Person, event_id: str, said: NoticeAnswer, around: Surroundings
) -> Notice | NotDone:
    """Keep what the person said to the notice of that event. Raises a StoreError when nothing was written."""
    with store.writing():
        return answer_and_store(store, door, person, event_id, said, around)


def answer_and_store(
    store: Store, door: Door, person: Person, event_id: str, said: NoticeAnswer, around: Surroundings
) -> Notice | NotDone:
    """The inside of `answer`, for a caller that holds the transaction."""
    notice = notices.find(store, event_id)
    if notice is None or notice.employee != person.number:
        return NotDone(Obstacle.NOT_ANSWERABLE)
    if notice.answer not in ("", NoticeAnswer.NOT_ANSWERED):
        return NotDone(Obstacle.SETTLED)
    now = around.reading.wall
    notices.answer(store, event_id, said, now)
    if said is not NoticeAnswer.NOT_ANSWERED:
        _append(store, door, notice, said, around)
    if said is NoticeAnswer.DISPUTED:
        facts = {
            "kind": notice.kind,
            "target": notice.target,
            "old": notice.old_at.isoformat() if notice.old_at else None,
            "new": notice.new_at.isoformat() if notice.new_at else None,
            "by": notice.by,
        }
        desk.put(
            store,
            DeskKind.CORRECTION_DISPUTED,
            event_id,
            now,
            employee=person.number,
            site=notice.site,
            facts=facts,
            again=True,
        )
    kept = notices.find(store, event_id)
    assert kept is not None
    return kept


def _append(store: Store, door: Door, notice: Notice, said: NoticeAnswer, around: Surroundings) -> None:
    about, reading = corrections.find(store, notice.target), around.reading
    if about is None:
        return
    old = about.now.draft
    ledger.append(
        store,
        ClockEvent(
            event_id=new_id(reading.wall),
            employee=notice.employee,
            draft=Draft(
                Kind.CORRECTION_ANSWER,
                reading.wall.replace(microsecond=0),
                old.site,
                old.account_id,
                work_session=about.first.work_session,
            ),
            door=door.kind,
            terminal=door.terminal,
            recorded_at=reading.wall,
            boottime_s=round(reading.boottime_s, 3),
            boot_id=reading.boot_id,
            about=About(notice.event_id, new=said, by=notice.employee),
        ),
    )
