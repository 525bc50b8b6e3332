"""Every decision in the store with what was recorded of it, in pieces: for judging it again."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.event import ClockEvent, event_of
from shared.store.database import Store

PIECE = 500


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision. `events` are what it recorded; where it recorded none, `reason` is what its tap keeps.

    `unread` tells of events of it that only a newer version can read.
    """

    evidence_id: int
    tap_id: str
    reason: str
    events: tuple[ClockEvent, ...]
    unread: bool = False


def everything(store: Store) -> Iterator[Decided]:
    """In the order of deciding. What is decided meanwhile is left out."""
    where = _where_recorded(store)
    last = 0
    while True:
        rows = store.execute(
            "SELECT evidence.id, evidence.tap, coalesce(taps.reason, '') FROM evidence"
            " LEFT JOIN taps ON taps.id = evidence.tap AND taps.evidence = evidence.id"
            " WHERE evidence.id > ? AND evidence.id <= ? ORDER BY evidence.id LIMIT ?",
            (last, where.newest, PIECE),
        )
        if not rows:
            return
        for evidence_id, tap_id, reason in rows:
            bodies = _bodies(store, where.rows.get(evidence_id, ()))
            read = [event_of(body) for body in bodies]
            events = tuple(event for event in read if event is not None)
            yield Decided(evidence_id, tap_id, reason, events, unread=len(events) < len(read))
        last = rows[-1][0]


@dataclass(frozen=True, slots=True)
class _Where:
    newest: int
    rows: dict[int, tuple[int, ...]]


def _where_recorded(store: Store) -> _Where:
    """Which rows of the ledger each decision made: two small numbers an event, the only thing kept of them all."""
    rows: dict[int, tuple[int, ...]] = {}
    # One view of both: a decision that is recorded meanwhile has its evidence in it, or neither.
    with store.savepoint():
        newest = store.one("SELECT coalesce(max(id), 0) FROM evidence")
        for seq, evidence_id in store.execute(
            "SELECT seq, json_extract(body, '$.evidence') FROM ledger WHERE json_valid(body)"
        ):
            if evidence_id:
                rows[evidence_id] = (*rows.get(evidence_id, ()), seq)
    assert newest is not None
    return _Where(newest[0], rows)


def _bodies(store: Store, seqs: tuple[int, ...]) -> list[str]:
    rows = (store.one("SELECT body FROM ledger WHERE seq = ?", (seq,)) for seq in seqs)
    return [row[0] for row in rows if row is not None]
