"""Correcting an event: what it says anew is appended, and its delivery follows by where it stands.

Of two supervisors who correct the same event at once the second is told that it was changed meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.clock import new_id
from shared.domain.corrected_draft import with_place, with_time
from shared.domain.corrections import (
    CORRECTABLE,
    GoesOut,
    Moment,
    how_it_goes,
    obstacle_to_time,
    span_of,
    told_place,
)
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import About, ClockEvent
from shared.domain.model import Draft, Kind, Shift
from shared.domain.notice import Notice, NoticeKind
from shared.domain.supervision import NotDone, Obstacle
from shared.gather import positions_known
from shared.store import corrections, ledger, notices, outbox, presence
from shared.store.corrections import Counted
from shared.store.database import Store
from shared.supervision.correcting_rows import carry_to
from shared.supervision.word import Word, keep, may_edit, objection

NEIGHBOURS_WITHIN = timedelta(days=4)
"""How far back another work session can lie that a corrected one could touch."""
STILL_HERE = (RowState.HELD, RowState.DUE, RowState.WAITING, RowState.PARKED)


@dataclass(frozen=True, slots=True)
class Corrected:
    """The appended event, what it is about as it counts now, and by upstream how it goes out."""

    event: ClockEvent
    target: Counted
    goes_out: Mapping[str, GoesOut]


def how_it_will_go(store: Store, word: Word, event_id: str, new: datetime) -> dict[str, GoesOut]:
    """How a correction of this event to `new` would go out, by upstream; empty where it stays in the ledger."""
    rows = outbox.of_event(store, event_id)
    return {row.upstream: how_it_goes(row, new, may_edit=may_edit(store, word, row.upstream)) for row in rows}


def correct_time(
    store: Store, word: Word, event_id: str, new: datetime, *, expected: datetime | None = None
) -> Corrected | NotDone:
    """From now on the event counts at `new` (aware, taken to the second).

    `expected` is the time that the supervisor saw. Raises a StoreError when nothing was written.
    """
    with store.writing():
        return correct_time_and_store(store, word, event_id, new, expected=expected)


def correct_time_and_store(
    store: Store, word: Word, event_id: str, new: datetime, *, expected: datetime | None = None
) -> Corrected | NotDone:
    """The inside of `correct_time`, for a caller that holds the transaction."""
    new = new.replace(microsecond=0)
    found = _correctable(store, word, event_id)
    if isinstance(found, NotDone):
        return found
    old = found.now.draft
    if expected is not None and expected != old.at:
        return NotDone(Obstacle.CHANGED_MEANWHILE, old.at.isoformat())
    if new == old.at and not _waits_for_a_clock(store, event_id):
        return NotDone(Obstacle.ALREADY_SO)
    obstacle = _obstacle(store, word, found, new)
    if obstacle is not None:
        return NotDone(obstacle)
    goes_out = how_it_will_go(store, word, event_id, new)
    draft = with_time(old, new, found.first.work_session, word.site.rules)
    corrected = _append(store, word, found, draft, old.at.isoformat(), new.isoformat())
    for row in outbox.of_event(store, event_id):
        carry_to(store, row, new, goes_out[row.upstream], corrected, word)
    _tell(store, word, found, corrected, NoticeKind.CORRECTED)
    facts = {"old": old.at, "new": new, "goes_out": goes_out}
    keep(store, word, "correct_time", event_id, employee=found.first.employee, facts=facts)
    return Corrected(corrected, _again(store, event_id), goes_out)


def correct_place(
    store: Store, word: Word, event_id: str, position_id: int | None, shift: Shift | None
) -> Corrected | NotDone:
    """From now on this clock-in is of another position or shift. Only before it is delivered: no edit moves a shift."""
    with store.writing():
        return correct_place_and_store(store, word, event_id, position_id, shift)


def correct_place_and_store(
    store: Store, word: Word, event_id: str, position_id: int | None, shift: Shift | None
) -> Corrected | NotDone:
    """The inside of `correct_place`, for a caller that holds the transaction."""
    found = _correctable(store, word, event_id)
    if isinstance(found, NotDone):
        return found
    rows = outbox.of_event(store, event_id)
    if found.first.draft.kind is not Kind.CLOCKED_IN or any(_is_there(row) for row in rows):
        return NotDone(Obstacle.NOT_CORRECTABLE)
    if any(row.state not in STILL_HERE for row in rows):
        return NotDone(Obstacle.IN_DELIVERY)
    known = {position.position_id for position in positions_known(store, word.site)}
    if (known and position_id is not None and position_id not in known) or not _is_of_site(shift, word):
        return NotDone(Obstacle.DOES_NOT_FIT)
    old = found.now.draft
    shift_id = shift.shift_id if shift is not None else None
    if (old.position_id, old.shift_id) == (position_id, shift_id):
        return NotDone(Obstacle.ALREADY_SO)
    draft = with_place(old, position_id, shift, found.first.work_session, word.site.rules)
    told_old, told_new = told_place(old.position_id, old.shift_id), told_place(position_id, shift_id)
    corrected = _append(store, word, found, draft, told_old, told_new)
    _tell(store, word, found, corrected, NoticeKind.PLACED)
    facts = {"old": told_old, "new": told_new}
    keep(store, word, "correct_place", event_id, employee=found.first.employee, facts=facts)
    return Corrected(corrected, _again(store, event_id), {row.upstream: GoesOut.WITH_IT for row in rows})


def _correctable(store: Store, word: Word, event_id: str) -> Counted | NotDone:
    found = corrections.find(store, event_id)
    if found is None:
        return NotDone(Obstacle.NO_SUCH_EVENT)
    if found.first.draft.kind not in CORRECTABLE:
        return NotDone(Obstacle.NOT_CORRECTABLE)
    if found.first.draft.account_id != word.site.account_id:
        return NotDone(Obstacle.OTHER_SITE)
    if found.voided:
        return NotDone(Obstacle.VOIDED)
    return objection(store, word, found.first.employee) or found


def _obstacle(store: Store, word: Word, found: Counted, new: datetime) -> Obstacle | None:
    event = found.now
    since = min(new, event.draft.at) - NEIGHBOURS_WITHIN
    sessions = corrections.work_sessions(store, event.employee, since)
    own = sessions.pop(event.work_session, [Moment(event.event_id, event.draft.kind, event.draft.at)])
    others = [span for moments in sessions.values() if (span := span_of(moments)) is not None]
    return obstacle_to_time(event.event_id, new, own, others, word.now)


def _waits_for_a_clock(store: Store, event_id: str) -> bool:
    """Saying that the shown time is right releases what was held for want of a clock."""
    return any(row.reason in ("clock", "clock untrusted") for row in outbox.of_event(store, event_id))


def _is_there(row: OutboxRow) -> bool:
    return row.session_id is not None or row.state in (RowState.DELIVERED, RowState.HANDED_OVER)


def _is_of_site(shift: Shift | None, word: Word) -> bool:
    return shift is None or shift.account_id == word.site.account_id


def _append(store: Store, word: Word, found: Counted, draft: Draft, old: str, new: str) -> ClockEvent:
    reading = word.around.reading
    corrected = ClockEvent(
        event_id=new_id(reading.wall),
        employee=found.first.employee,
        draft=draft,
        door=word.door.kind,
        terminal=word.door.terminal,
        recorded_at=reading.wall,
        boottime_s=round(reading.boottime_s, 3),
        boot_id=reading.boot_id,
        flags=word.flags_about(found.first.employee),
        about=About(found.first.event_id, old, new, word.reason.because, word.by.number),
    )
    ledger.append(store, corrected)
    _correct_presence(store, found.first.employee)
    return corrected


def _correct_presence(store: Store, employee: str) -> None:
    """What a download told of the person stays: a correction says when, not whether they are on duty."""
    stored, rebuilt = presence.of(store, employee), presence.rebuild(store, employee)
    told, now_at = stored.presence, rebuilt.presence
    same = (told.state, told.work_session) == (now_at.state, now_at.work_session)
    presence.put(store, employee, rebuilt if same else replace(rebuilt, presence=told))


def _tell(store: Store, word: Word, found: Counted, corrected: ClockEvent, kind: NoticeKind) -> None:
    """The employee hears at the next tap; of several corrections in a row they hear the first time and the last."""
    if found.first.employee == word.by.number:
        return
    target, old_at = found.first.event_id, found.now.draft.at
    earliest = notices.taken_over(store, target) or old_at
    new_at = corrected.draft.at
    if kind is NoticeKind.CORRECTED and earliest == new_at:
        return
    notices.put(
        store,
        Notice(
            corrected.event_id,
            found.first.employee,
            NoticeKind.CORRECTED if earliest != new_at else kind,
            target,
            found.first.draft.kind,
            earliest,
            new_at,
            word.reason.because,
            word.by.number,
            found.first.draft.site,
            word.now,
        ),
    )


def tell_voided(store: Store, word: Word, event: ClockEvent) -> None:
    """The employee hears that this event counts no more."""
    if event.employee == word.by.number:
        return
    earliest = notices.taken_over(store, event.event_id) or event.draft.at
    notices.put(
        store,
        Notice(
            new_id(word.now),
            event.employee,
            NoticeKind.VOIDED,
            event.event_id,
            event.draft.kind,
            earliest,
            None,
            word.reason.because,
            word.by.number,
            event.draft.site,
            word.now,
        ),
    )


def _again(store: Store, event_id: str) -> Counted:
    found = corrections.find(store, event_id)
    assert found is not None
    return found
