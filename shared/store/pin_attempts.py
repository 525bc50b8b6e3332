"""Wrong PINs of the last quarter of an hour."""

from shared.domain.pin_limits import LOCK_S, WrongPins
from shared.store.database import Store

TOGETHER_S = 10.0
"""Guesses made at once are stored in any order; what lies further ahead was written before the clock was set back."""


def wrong(store: Store, number: str, place: str, now: float) -> WrongPins:
    """How many wrong PINs count against a guess at `number` from `place` now (seconds since the epoch)."""
    row = store.one(
        "SELECT coalesce(sum(number = ?), 0), coalesce(sum(place = ?), 0), count(*) FROM pin_attempts"
        " WHERE at > ? AND at <= ?",
        (number, place, now - LOCK_S, now + TOGETHER_S),
    )
    return WrongPins(*row) if row else WrongPins(0, 0, 0)


def keep(store: Store, number: str, place: str, now: float) -> None:
    """Count one wrong PIN and forget those that no longer matter."""
    store.execute("INSERT INTO pin_attempts (at, number, place) VALUES (?, ?, ?)", (now, number, place))
    # A wall clock set back would leave future rows that lock nobody but never go: they go too.
    store.execute("DELETE FROM pin_attempts WHERE at <= ? OR at > ?", (now - LOCK_S, now + TOGETHER_S))


def forgive(store: Store, number: str) -> None:
    """The right PIN ends the count of this number."""
    store.execute("DELETE FROM pin_attempts WHERE number = ?", (number,))
