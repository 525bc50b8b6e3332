"""What the phone line keeps of a call: answered steps, who identified in it, which language they chose.

Twilio asks again when a connection fails, so a step that recorded something is answered again and never done again.
"""

from datetime import datetime, timedelta
from typing import Final

from shared.store.database import Store

HUNG_UP: Final = "hung_up"
KEPT_FOR: Final = timedelta(days=2)
"""Longer than any call can last (24 hours): an old step is refused by its age before this is asked."""


def answered(store: Store, call: str, step: str) -> str | None:
    """What this step of this call was answered with, or None where it was not."""
    row = store.one("SELECT answer FROM call_steps WHERE call = ? AND step = ?", (call, step))
    return row[0] if row else None


def keep_answer(store: Store, call: str, step: str, answer: str, now: datetime) -> None:
    """Keep the answer inside the transaction that did what it says."""
    store.execute(
        "INSERT INTO call_steps (call, step, answer, at) VALUES (?, ?, ?, ?)", (call, step, answer, now.isoformat())
    )


def keep_person(store: Store, call: str, employee: str, caller: str, now: datetime) -> None:
    """This employee gave number and PIN in this call. `caller` is the shown number, "" where it was withheld."""
    store.execute(
        "INSERT INTO call_people (call, employee, caller, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (call, employee) DO UPDATE SET at = excluded.at",
        (call, employee, caller, now.isoformat()),
    )


def identified(store: Store, call: str, employee: str) -> bool:
    """Did this employee give number and PIN in this call?"""
    return store.one("SELECT 1 FROM call_people WHERE call = ? AND employee = ?", (call, employee)) is not None


def anybody(store: Store, call: str) -> bool:
    """Did anybody give number and PIN in this call?"""
    return store.one("SELECT 1 FROM call_people WHERE call = ? LIMIT 1", (call,)) is not None


def keep_tap(store: Store, call: str, tap_id: str, employee: str, now: datetime) -> None:
    """A tap that waits for the caller's choice: if the call ends before, somebody must hear of it.

    One tap may ask twice: end there and start here, then which position.
    """
    store.execute(
        "INSERT INTO call_taps (call, tap, employee, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (call, tap) DO UPDATE SET at = excluded.at",
        (call, tap_id, employee, now.isoformat()),
    )


def taps_waiting(store: Store, call: str, employee: str = "") -> list[tuple[str, str]]:
    """The taps of this call (of one employee in it, where one is named) and whose they are, still asked."""
    return _taps(store, call, employee, "state = 'asked'")


def taps_unsettled(store: Store, call: str, employee: str) -> list[tuple[str, str]]:
    """The same, with those that the end of the call left for others: it may be told before the last key arrives."""
    return _taps(store, call, employee, f"state IN ('asked', 'open') OR (state = 'claim' AND reason = '{HUNG_UP}')")


def _taps(store: Store, call: str, employee: str, where: str) -> list[tuple[str, str]]:
    rows = store.execute(
        "SELECT call_taps.tap, call_taps.employee FROM call_taps JOIN taps ON taps.id = call_taps.tap"
        f" WHERE call_taps.call = ? AND (? = '' OR call_taps.employee = ?) AND ({where})",
        (call, employee, employee),
    )
    return [(row[0], row[1]) for row in rows]


def leave(store: Store, call: str, tap_id: str, now: datetime, *, on_duty: bool) -> None:
    """The caller is gone without choosing: a question for their next tap, or a claim where nobody was on duty."""
    store.execute(
        "UPDATE taps SET state = ?, reason = ?, changed_at = ? WHERE id = ? AND state = 'asked'"
        " AND EXISTS (SELECT 1 FROM call_taps WHERE call = ? AND tap = taps.id)",
        ("open" if on_duty else "claim", HUNG_UP, now.isoformat(), tap_id, call),
    )


def calls_waiting(store: Store, before: datetime) -> list[str]:
    """Calls with a tap still asked since before that instant: their end was never told."""
    rows = store.execute(
        "SELECT DISTINCT call FROM call_taps WHERE at < ?"
        " AND EXISTS (SELECT 1 FROM taps WHERE taps.id = tap AND state = 'asked')",
        (before.isoformat(),),
    )
    return [row[0] for row in rows]


def people_lately(store: Store, caller: str, since: datetime) -> frozenset[str]:
    """The employees who identified from this number since then."""
    rows = store.execute(
        "SELECT DISTINCT employee FROM call_people WHERE caller = ? AND caller != '' AND at >= ?",
        (caller, since.isoformat()),
    )
    return frozenset(row[0] for row in rows)


def language_of(store: Store, employee: str) -> str:
    """The language this employee chose on the phone; "" where they never did."""
    row = store.one("SELECT language FROM chosen_languages WHERE employee = ?", (employee,))
    return row[0] if row else ""


def choose_language(store: Store, employee: str, language: str) -> None:
    """Remember the choice for the next call."""
    store.execute(
        "INSERT INTO chosen_languages (employee, language) VALUES (?, ?)"
        " ON CONFLICT (employee) DO UPDATE SET language = excluded.language",
        (employee, language),
    )


def forget_old(store: Store, now: datetime) -> None:
    """Drop what no call can need any more: callers' numbers are kept no longer than that."""
    before = (now - KEPT_FOR).isoformat()
    for table in ("call_steps", "call_people", "call_taps"):
        store.execute(f"DELETE FROM {table} WHERE at < ?", (before,))
