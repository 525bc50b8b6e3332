"""What the desk said of badges since the register was made: pairings that it does not have yet, and lost ones.

Both survive an import. A badge that the register has is the register's, whoever it was paired with here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.store.database import Store
from shared.store.people import CURRENT


@dataclass(frozen=True, slots=True)
class HeldBadge:
    """A badge of somebody. `digest` is its hash; `paired` where the desk and not the register says so."""

    digest: str
    lost: bool
    paired: bool


def pair(store: Store, digest: str, key_id: str, number: str, now: datetime, by: str) -> None:
    """From now on the badge is this employee's, inside the caller's transaction."""
    store.execute(
        "INSERT OR REPLACE INTO badge_pairings (hash, key_id, number, paired_at, paired_by) VALUES (?, ?, ?, ?, ?)",
        (digest, key_id, number, now.isoformat(), by),
    )


def unpair(store: Store, digest: str) -> None:
    """The pairing is taken back."""
    store.execute("DELETE FROM badge_pairings WHERE hash = ?", (digest,))


def report_lost(store: Store, digest: str, number: str, now: datetime, by: str) -> None:
    """Nobody may use the badge any more, whatever the next register says of it."""
    store.execute(
        "INSERT OR IGNORE INTO lost_badges (hash, number, lost_at, lost_by) VALUES (?, ?, ?, ?)",
        (digest, number, now.isoformat(), by),
    )


def found_again(store: Store, digest: str) -> None:
    """The badge was found; what the register says of it counts again."""
    store.execute("DELETE FROM lost_badges WHERE hash = ?", (digest,))


def is_lost(store: Store, digests: Sequence[str]) -> bool:
    """Was the badge, under any of these hashes, reported lost at the desk?"""
    if not digests:
        return False
    marks = ", ".join("?" * len(digests))
    return store.one(f"SELECT 1 FROM lost_badges WHERE hash IN ({marks}) LIMIT 1", tuple(digests)) is not None


def badges_of(store: Store, number: str) -> list[HeldBadge]:
    """Every badge of this employee, of the register and of the desk."""
    rows = store.execute(
        f"SELECT hash, lost, 0 FROM badges WHERE snapshot = {CURRENT} AND number = ?1"
        f" UNION ALL SELECT hash, 0, 1 FROM badge_pairings WHERE number = ?1 AND hash NOT IN"
        f" (SELECT hash FROM badges WHERE snapshot = {CURRENT}) ORDER BY 1",
        (number,),
    )
    return [HeldBadge(row[0], bool(row[1]) or is_lost(store, [row[0]]), bool(row[2])) for row in rows]
