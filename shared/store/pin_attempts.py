"""Guesses of PINs in the last quarter of an hour."""

from shared.domain.pin_limits import LOCK_S, WrongPins
from shared.store.database import Store

TOGETHER_S = 10.0
"""Guesses made at once are stored in any order; what lies further ahead was written before the clock was set back."""


def wrong(store: Store, number: str, place: str, now: float, *, serves_many: bool = True) -> WrongPins:
    """How many guesses count against one more at `number` from `place` now (seconds since the epoch).

    A guess that is still being checked counts for its number and for a telephone of one person, so that ten at once
    are not a thousand at once. For a place that serves many and in all only wrong ones count, or a whole shift that
    comes at seven would lock itself out.
    """
    row = store.one(
        "SELECT coalesce(sum(number = ?), 0), coalesce(sum(place = ? AND (wrong = 1 OR NOT ?)), 0),"
        " coalesce(sum(wrong = 1), 0) FROM pin_attempts WHERE at > ? AND at <= ?",
        (number, place, serves_many, now - LOCK_S, now + TOGETHER_S),
    )
    return WrongPins(*row) if row else WrongPins(0, 0, 0)


def begin(store: Store, number: str, place: str, now: float) -> int:
    """Count a guess that will now be checked, and forget those that no longer matter; the guess's number."""
    guess = store.insert(
        "INSERT INTO pin_attempts (at, number, place, wrong) VALUES (?, ?, ?, 0)", (now, number, place)
    )
    forget_old(store, now)
    return guess


def forget_old(store: Store, now: float) -> None:
    """Drop what no longer matters, and with it the telephone numbers in it."""
    # A wall clock set back would leave future rows that lock nobody but never go: they go too.
    store.execute("DELETE FROM pin_attempts WHERE at <= ? OR at > ?", (now - LOCK_S, now + TOGETHER_S))


def was_wrong(store: Store, guess: int) -> None:
    """The guess was checked, and it was wrong."""
    store.execute("UPDATE pin_attempts SET wrong = 1 WHERE rowid = ?", (guess,))


def forgive(store: Store, number: str) -> None:
    """The right PIN ends the count of this number."""
    store.execute("DELETE FROM pin_attempts WHERE number = ?", (number,))
