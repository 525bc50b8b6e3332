"""The people register: who holds which badge, as the customer's file said last. Badges and PINs only as hashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shared.domain.model import Person, Role
from shared.store.database import Row, Store

PIECE = 200


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One person ready to be stored. `badges` are (hash, key id, reported lost). `chase`: may be called when late."""

    person: Person
    phone: str
    pin_hash: str
    badges: tuple[tuple[str, str, bool], ...]
    chase: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """What is known of the register as a whole. `fingerprint` is that of the file it came from."""

    snapshot: int
    taken_at: datetime | None
    fingerprint: str
    count: int


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a badge."""

    person: Person
    lost: bool
    key_id: str
    has_pin: bool


_PERSON = "number, name, language, role, sites, upstream_id, valid_from, valid_until"
_NAMED = ", ".join(f"people.{column}" for column in _PERSON.split(", "))


def problem(store: Store) -> str:
    """What is wrong with the register's file, so that the last good one is still in force; "" for nothing."""
    row = store.one("SELECT value FROM meta WHERE name = 'people_problem'")
    return str(row[0]) if row else ""


def note_problem(store: Store, sentence: str) -> None:
    """Remember what the last import said; "" once it was good."""
    if problem(store) != sentence:
        with store.writing():
            store.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('people_problem', ?)", (sentence,))


def register(store: Store) -> Register:
    """The current register; snapshot 0 when none was ever imported."""
    facts: dict[str, str] = dict(store.execute("SELECT name, value FROM meta WHERE name LIKE 'people_%'"))
    snapshot = int(facts.get("people_snapshot", "0"))
    taken = facts.get("people_taken_at")
    row = store.one("SELECT count(*) FROM people WHERE snapshot = ?", (snapshot,))
    return Register(
        snapshot,
        datetime.fromisoformat(taken) if taken else None,
        facts.get("people_fingerprint", ""),
        row[0] if row else 0,
    )


def replace(store: Store, rows: Sequence[RegisterRow], *, fingerprint: str, taken_at: datetime) -> bool:
    """Make `rows` the register: written in pieces beside the current one, then the pointer flips.

    False when another process's import, begun later, came into force meanwhile: then that one stays.
    """
    snapshot = _new_snapshot(store)
    for start in range(0, len(rows), PIECE):
        piece = rows[start : start + PIECE]
        with store.writing():
            store.many(
                f"INSERT INTO people (snapshot, {_PERSON}, phone, pin_hash, chase, place)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(*_stored(snapshot, row), place) for place, row in enumerate(piece, start)],
            )
            store.many(
                "INSERT INTO badges (snapshot, hash, key_id, number, lost) VALUES (?, ?, ?, ?, ?)",
                [
                    (snapshot, digest, key_id, row.person.number, int(lost))
                    for row in piece
                    for digest, key_id, lost in row.badges
                ],
            )
    with store.writing():
        if register(store).snapshot > snapshot:
            return False
        facts = {
            "people_snapshot": str(snapshot),
            "people_taken_at": taken_at.isoformat(),
            "people_fingerprint": fingerprint,
        }
        store.many("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", list(facts.items()))
    with store.writing():
        # What the register knows by now, the desk need not remember: a badge given back must not come to life again.
        store.execute(
            "DELETE FROM badge_pairings WHERE hash IN (SELECT hash FROM badges WHERE snapshot = ?)", (snapshot,)
        )
        store.execute(
            "DELETE FROM lost_badges WHERE hash IN (SELECT hash FROM badges WHERE snapshot = ? AND lost = 1)",
            (snapshot,),
        )
        store.execute("DELETE FROM people WHERE snapshot < ?", (snapshot,))
        store.execute("DELETE FROM badges WHERE snapshot < ?", (snapshot,))
    return True


def _new_snapshot(store: Store) -> int:
    with store.writing():
        taken = store.execute("SELECT value FROM meta WHERE name IN ('people_snapshot', 'people_newest_import')")
        snapshot = max((int(row[0]) for row in taken), default=0) + 1
        store.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('people_newest_import', ?)", (str(snapshot),))
    return snapshot


CURRENT = "(SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'people_snapshot')"


def by_number(store: Store, number: str) -> tuple[Person, str] | None:
    """A person and their PIN hash (empty where they have none)."""
    row = store.one(f"SELECT {_PERSON}, pin_hash FROM people WHERE snapshot = {CURRENT} AND number = ?", (number,))
    return (_person(row[:8]), row[8]) if row else None


def phone_of(store: Store, number: str) -> str:
    """The telephone that the register gives this person, "" where none."""
    row = store.one(f"SELECT phone FROM people WHERE snapshot = {CURRENT} AND number = ?", (number,))
    return str(row[0]) if row else ""


def by_phone(store: Store, phone: str) -> Person | None:
    """Whose telephone this is, where it is one person's alone."""
    rows = store.execute(
        f"SELECT {_PERSON} FROM people WHERE snapshot = {CURRENT} AND phone = ? AND phone != '' LIMIT 2", (phone,)
    )
    return _person(rows[0]) if len(rows) == 1 else None


def is_empty(store: Store) -> bool:
    """Was no register imported yet, or one that names nobody?"""
    return store.one(f"SELECT 1 FROM people WHERE snapshot = {CURRENT} LIMIT 1") is None


def number_length(store: Store) -> int | None:
    """How many digits every employee number has; None where they differ or are no digits."""
    row = store.one(f"SELECT {CURRENT}")
    snapshot = row[0] if row else None
    # The numbers of a snapshot never change, and every call asks.
    found: int | None = store.once(("number_length", snapshot), lambda: _number_length(store, snapshot))
    return found


def _number_length(store: Store, snapshot: int | None) -> int | None:
    row = store.one(
        "SELECT min(length(number)), max(length(number)), max(number GLOB '*[^0-9]*') FROM people WHERE snapshot = ?",
        (snapshot,),
    )
    return int(row[0]) if row and row[0] is not None and row[0] == row[1] and not row[2] else None


def everybody(store: Store) -> list[Person]:
    """The whole register, by number."""
    return [_person(row) for row in store.execute(f"SELECT {_PERSON} FROM people WHERE snapshot = {CURRENT}")]


def holders(store: Store, hashes: Sequence[str]) -> list[Holder]:
    """Everybody whose badge has one of these hashes (the same badge under each active key)."""
    if not hashes:
        return []
    marks = ", ".join("?" * len(hashes))
    rows = store.execute(
        f"SELECT {_NAMED}, badges.lost, badges.key_id, people.pin_hash FROM badges JOIN people"
        " ON people.snapshot = badges.snapshot AND people.number = badges.number"
        f" WHERE badges.snapshot = {CURRENT} AND badges.hash IN ({marks})"
        f" UNION ALL SELECT {_NAMED}, 0, badge_pairings.key_id, people.pin_hash FROM badge_pairings JOIN people"
        f" ON people.snapshot = {CURRENT} AND people.number = badge_pairings.number"
        f" WHERE badge_pairings.hash IN ({marks}) AND NOT EXISTS"
        f" (SELECT 1 FROM badges WHERE snapshot = {CURRENT} AND hash IN ({marks})) ORDER BY 1",
        (*hashes, *hashes, *hashes),
    )
    lost = bool(rows) and store.one(f"SELECT 1 FROM lost_badges WHERE hash IN ({marks})", tuple(hashes)) is not None
    return [Holder(_person(row[:8]), bool(row[8]) or lost, row[9], bool(row[10])) for row in rows]


def rewrite_badge(store: Store, old_hash: str, new_hash: str, key_id: str) -> None:
    """Keep a badge under the newest key from now on."""
    store.execute(
        f"UPDATE OR REPLACE badges SET hash = ?, key_id = ? WHERE snapshot = {CURRENT} AND hash = ?",
        (new_hash, key_id, old_hash),
    )
    store.execute(
        "UPDATE OR REPLACE badge_pairings SET hash = ?, key_id = ? WHERE hash = ?", (new_hash, key_id, old_hash)
    )
    store.execute("UPDATE OR REPLACE lost_badges SET hash = ? WHERE hash = ?", (new_hash, old_hash))


def _stored(snapshot: int, row: RegisterRow) -> tuple[object, ...]:
    person = row.person
    return (
        snapshot,
        person.number,
        person.name,
        person.language,
        person.role,
        ";".join(person.sites),
        person.upstream_id,
        person.valid_from.isoformat() if person.valid_from else None,
        person.valid_until.isoformat() if person.valid_until else None,
        row.phone,
        row.pin_hash,
        int(row.chase),
    )


def _person(row: Row) -> Person:
    number, name, language, role, sites, upstream_id, valid_from, valid_until = row
    return Person(
        number,
        name,
        language,
        Role(role),
        tuple(site for site in sites.split(";") if site),
        upstream_id,
        date.fromisoformat(valid_from) if valid_from else None,
        date.fromisoformat(valid_until) if valid_until else None,
    )
