"""Rows of the outbox as tamigo's worked shifts need them: by work session, and by tamigo's own ids."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.domain.delivery import OutboxRow
from shared.store import outbox
from shared.store.database import Store


@dataclass(frozen=True, slots=True)
class ChangedSessions:
    """Work sessions with an event that was corrected or voided, and the ledger's row up to which that was asked."""

    work_sessions: tuple[str, ...]
    up_to_seq: int


def of_session(store: Store, work_session: str) -> list[OutboxRow]:
    """tamigo's rows of one work session, in ledger order."""
    rows = store.execute(
        "SELECT event_id FROM outbox INDEXED BY outbox_of_tamigo WHERE upstream = 'tamigo' AND work_session = ?"
        " ORDER BY seq",
        (work_session,),
    )
    found = (outbox.find(store, row[0], "tamigo") for row in rows)
    return [row for row in found if row is not None]


def bound(store: Store, upstream: str, their_ids: Iterable[str], except_session: str) -> frozenset[str]:
    """Which of these records belong to work sessions of ours other than this one; what was dropped is nobody's."""
    wanted = list(their_ids)
    if not wanted:
        return frozenset()
    marks = ", ".join("?" * len(wanted))
    rows = store.execute(
        f"SELECT their_id FROM outbox WHERE upstream = ? AND their_id IN ({marks}) AND work_session != ?"
        " AND state != 'dropped'",
        (upstream, *wanted, except_session),
    )
    return frozenset(row[0] for row in rows)


def changed_since(store: Store, seq: int) -> ChangedSessions:
    """Work sessions of which an event was corrected or voided after the ledger's row `seq`."""
    rows = store.execute(
        "SELECT work_session, seq FROM ledger WHERE seq > ? AND kind IN ('corrected', 'voided') ORDER BY seq", (seq,)
    )
    return ChangedSessions(tuple(dict.fromkeys(row[0] for row in rows)), max((row[1] for row in rows), default=seq))
