"""Where the ledger begins, once old events were removed: the last removed one, and its hash."""

from shared.store.database import Store
from shared.store.ledger import FIRST_PREV_HASH, Head


def anchor(store: Store) -> Head:
    """The last event that was removed; sequence 0 and the chain's own beginning where none was."""
    row = store.one("SELECT seq, hash FROM ledger_anchors ORDER BY seq DESC LIMIT 1")
    return Head(row[0], row[1]) if row else Head(0, FIRST_PREV_HASH)


def drop_anchor(store: Store, last_removed: Head, removed_at: str) -> None:
    """Say that everything up to this event goes, inside the transaction that removes it."""
    store.execute(
        "INSERT INTO ledger_anchors (seq, hash, removed_at) VALUES (?, ?, ?)",
        (last_removed.seq, last_removed.row_hash, removed_at),
    )
