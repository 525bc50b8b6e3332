"""PINs that a supervisor set for somebody who forgot theirs: as hashes, used once, for a short time."""

from datetime import datetime

from shared.store.database import Store


def put(store: Store, number: str, pin_hash: str, now: datetime, expires_at: datetime, by: str) -> None:
    """Set it, in place of any earlier one, inside the caller's transaction."""
    store.execute(
        "INSERT OR REPLACE INTO one_time_pins (number, pin_hash, made_at, made_by, expires_at) VALUES (?, ?, ?, ?, ?)",
        (number, pin_hash, now.isoformat(), by, expires_at.isoformat()),
    )


def valid(store: Store, number: str, now: datetime) -> str:
    """The hash that serves now; "" for none. One made in the future serves nobody: the clock was set back since."""
    row = store.one(
        "SELECT pin_hash FROM one_time_pins WHERE number = ? AND used_at IS NULL AND expires_at > ? AND made_at <= ?",
        (number, now.isoformat(), now.isoformat()),
    )
    return str(row[0]) if row else ""


def use(store: Store, number: str, pin_hash: str, now: datetime) -> bool:
    """Spend it, inside the caller's transaction. False where somebody has spent it meanwhile."""
    spent = store.execute(
        "UPDATE one_time_pins SET used_at = ? WHERE number = ? AND pin_hash = ? AND used_at IS NULL RETURNING 1",
        (now.isoformat(), number, pin_hash),
    )
    return bool(spent)
