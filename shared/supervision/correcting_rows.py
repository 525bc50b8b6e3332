"""What a corrected time does to a row of the outbox, in the transaction that corrects it."""

from datetime import datetime
from typing import Any

from shared.domain.corrections import GoesOut
from shared.domain.delivery import OutboxRow, RowState, Step
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.store import desk, outbox
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.supervision.word import Word

WANTED_A_CLOCK = ("clock", "clock untrusted")
UNTRIED: dict[str, Any] = {"sends": 0, "looks": 0, "failures": 0, "not_before": 0.0}
DIFFERENCES = (DeskKind.TIME_DIFFERS, DeskKind.CLOSED_BY_OTHERS, DeskKind.LINKED)


def carry_to(store: Store, row: OutboxRow, new: datetime, goes: GoesOut, corrected: ClockEvent, word: Word) -> None:
    """Move one row as `goes` says. What waits until it is settled is not touched: delivery finds the correction."""
    columns: dict[str, Any] = {"at": new}
    match goes:
        case GoesOut.WITH_IT if row.reason in WANTED_A_CLOCK:
            columns |= {"state": RowState.DUE, "reason": "", "by_whom": word.by.number, **UNTRIED}
            desk.close_parked(store, row.event_id, row.upstream, word.now, word.by.number)
        case GoesOut.WITH_IT:
            pass
        case GoesOut.EDIT:
            columns |= {"state": RowState.DUE, "step": Step.CORRECT_TIME, "reason": "corrected", **UNTRIED}
            close_differences(store, row.event_id, word)
        case GoesOut.AGREES:
            close_differences(store, row.event_id, word)
        case GoesOut.BY_HAND:
            _to_desk(store, row, new, corrected, word)
        case _:
            return
    outbox.change(store, row.event_id, row.upstream, word.now, **columns)


def close_differences(store: Store, event_id: str, word: Word) -> None:
    """Their time and ours were compared by a person: nothing is left to decide."""
    for kind in DIFFERENCES:
        desk.close(store, kind, event_id, word.now, word.by.number)


def _to_desk(store: Store, row: OutboxRow, new: datetime, corrected: ClockEvent, word: Word) -> None:
    theirs = row.their_started if row.kind is Kind.CLOCKED_IN else row.their_ended
    facts = {
        "upstream": row.upstream,
        "session": row.session_id,
        "at": new.isoformat(),
        "ours": new.isoformat(),
        "theirs": theirs.isoformat() if theirs else None,
    }
    desk.put(
        store,
        DeskKind.TIME_DIFFERS,
        row.event_id,
        word.now,
        employee=row.employee,
        site=corrected.draft.site,
        facts=facts,
        again=True,
    )
