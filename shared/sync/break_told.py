"""What is told of a break, and what of a record that is there no longer counts: no document says how to change one."""

from shared.domain.break_record import BreakFacts, body_of
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import ClockEvent
from shared.store import break_facts, corrections, ledger, memory, outbox, worked_shifts
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.break_moves import BreakMoves
from shared.sync.lane import upstream_identity
from shared.sync.note import Note, to_desk
from shared.sync.sites import names_of
from shared.upstream.tracktik.fields import wire_time

FOLLOWED = "followed"


def facts_of(moves: BreakMoves, store: Store, row: OutboxRow, counted: ClockEvent) -> BreakFacts | str:
    """What is told of this break, whose end counts as `counted`, or why it cannot be told yet."""
    came = outbox.find(store, row.work_session, moves.sessions_upstream)
    if came is None or came.session_id is None or came.state is not RowState.DELIVERED:
        return "its clock-in was not delivered"
    who = upstream_identity(store, names_of(moves.sites), row.employee)
    if who is None:
        return "the upstream does not know this number yet"
    ended_at = counted.draft.at
    every = break_facts.breaks_of(store, row.employee, row.work_session)
    taken = next((one for one in every if one.ended_at == ended_at), None)
    if taken is None:
        return "its beginning is not in the ledger"
    if break_facts.is_beginning_undated(store, row.employee, row.work_session, taken.started_at):
        return "the time of its beginning is not known"
    return BreakFacts(
        came.session_id,
        who.employee_id,
        counted.draft.account_id,
        wire_time(taken.started_at),
        wire_time(ended_at),
        round((ended_at - taken.started_at).total_seconds() / 60),
        row.event_id,
    )


def since_sent(moves: BreakMoves, store: Store, row: OutboxRow, event: ClockEvent) -> Note | None:
    """What a person should know of a record that says something else than what counts; None where both agree."""
    counted = corrections.corrected(store, event)
    if ledger.is_voided(store, row.event_id):
        return Note(DeskKind.VOIDED_AFTER_DELIVERY, {"ours": None, "theirs": row.at.isoformat()})
    facts = facts_of(moves, store, row, counted)
    if isinstance(facts, str):
        return Note(DeskKind.VOIDED_AFTER_DELIVERY, {"ours": None, "theirs": row.at.isoformat(), "reason": facts})
    if row.body is not None and body_of(moves.form.body, facts) != row.body:
        return Note(DeskKind.TIME_DIFFERS, {"ours": counted.draft.at.isoformat(), "theirs": row.at.isoformat()})
    return None


def follow(moves: BreakMoves, store: Store) -> bool:
    """Tell the desk of delivered breaks whose session was corrected or taken back; True, as a job that is done."""
    since = int(memory.recall(store, moves.upstream, FOLLOWED) or 0)
    changed = worked_shifts.changed_since(store, since)
    if changed.up_to_seq == since:
        return True
    for work_session in changed.work_sessions:
        for row in outbox.delivered_of_session(store, moves.upstream, work_session):
            _tell_if_changed(moves, store, row)
    moves.writer.write(lambda own: memory.remember(own, moves.upstream, FOLLOWED, changed.up_to_seq))
    return True


def _tell_if_changed(moves: BreakMoves, store: Store, row: OutboxRow) -> None:
    stored, now = ledger.find(store, row.event_id), moves.clock.read().wall
    if stored is None or stored.event is None:
        return
    event, note = stored.event, since_sent(moves, store, row, stored.event)
    if note is not None:
        moves.writer.write(lambda own: to_desk(own, note, event, moves.upstream, now))
