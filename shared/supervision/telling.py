"""The employee hears at the next tap or call what a supervisor changed, and agrees, disputes, or walks away.

Their answer is an event of the ledger. Walking away is no answer: it is told again the next time.
"""

from shared.clock import new_id
from shared.domain.card_people import NumberKind, card_place
from shared.domain.event import About, ClockEvent
from shared.domain.model import ELSEWHERE, Draft, Kind, Person
from shared.domain.notice import OF_TIME_CARDS, Background, Notice, NoticeAnswer, NoticeKind
from shared.domain.site import Site
from shared.domain.supervision import NotDone, Obstacle
from shared.gather import Surroundings, positions_known
from shared.recording import Door
from shared.store import corrections, desk, ledger, notices, people, time_card_names, time_cards
from shared.store.database import Store
from shared.store.desk import DeskKind


def to_tell(store: Store, person: Person) -> list[Notice]:
    """What this person has still to be told, oldest first; one read of an index where there is nothing."""
    return notices.waiting(store, person.number)


def background(store: Store, notice: Notice, site: Site | None) -> Background:
    """The supervisor's name, or their number where the register has dropped them; the position's name.

    A manager of another system is called what they are called there.

    `site` is where it happened, None for one whose positions are not known at this door.
    """
    if notice.kind in OF_TIME_CARDS:
        return Background(notice.by, _card_position(store, notice))
    holder = people.by_number(store, notice.by)
    by = holder[0].name if holder is not None and holder[0].name else notice.by
    if notice.kind is not NoticeKind.PLACED or site is None:
        return Background(by)
    about = corrections.find(store, notice.target)
    position_id = about.now.draft.position_id if about is not None else None
    names = {one.position_id: one.name for one in positions_known(store, site)}
    return Background(by, names.get(position_id, "") if position_id is not None else "")


def _card_position(store: Store, notice: Notice) -> str:
    """What the card counts for now, by the other system's own name of its job."""
    place = card_place(notice.target) if notice.kind is NoticeKind.CARD_PLACED else None
    card = time_cards.find(store, place.upstream, place.location, place.card_id) if place is not None else None
    if place is None or card is None:
        return ""
    return time_card_names.called(store, place.upstream, place.location, NumberKind.JOB_CODE, card.job_code)


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
            "because": notice.because,
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
    if about is not None:
        old = about.now.draft
        site, account_id, work_session = old.site, old.account_id, about.first.work_session
    elif notice.account_id is not None:
        # A card of another system: no event of ours is meant, and what was said stays in the ledger all the same.
        site, account_id, work_session = notice.site, notice.account_id, ELSEWHERE
    else:
        return
    ledger.append(
        store,
        ClockEvent(
            event_id=new_id(reading.wall),
            employee=notice.employee,
            draft=Draft(
                Kind.CORRECTION_ANSWER,
                reading.wall.replace(microsecond=0),
                site,
                account_id,
                work_session=work_session,
            ),
            door=door.kind,
            terminal=door.terminal,
            recorded_at=reading.wall,
            boottime_s=round(reading.boottime_s, 3),
            boot_id=reading.boot_id,
            about=About(notice.event_id, new=said, by=notice.employee),
        ),
    )
