"""The people register as a file: CSV in UTF-8 with a heading line, re-read when it changes.

Columns (only `number` and `name` must be filled):

number       the employee number that people type, digits, the same as the upstream's `customId` (or its id)
name         as the screen shows it
language     en, fr, es or da; empty: the terminal's
role         employee (default) or supervisor
sites        sites this person is assigned to besides the rota: names or account numbers, separated by ;
upstream_id  the upstream's own id, where `number` is not its customId
badges       technology:number or technology:facility-number, separated by ;   (em4100:0A1B2C3D4E;wiegand26:12-34567)
lost_badges  the same, for badges reported lost
pin          4 to 8 digits; only its argon2id hash is stored
pin_hash     instead of `pin`, where the file must not hold PINs
phone        in international form, for calls
valid_from   2026-01-31, the first day; empty: always
valid_until  the last day
"""

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from shared.badges import BadgeKeys, hashed
from shared.domain.model import Person, Role
from shared.pins import hash_pin
from shared.store.people import RegisterRow

COLUMNS: Final = (
    "number",
    "name",
    "language",
    "role",
    "sites",
    "upstream_id",
    "badges",
    "lost_badges",
    "pin",
    "pin_hash",
    "phone",
    "valid_from",
    "valid_until",
)
LANGUAGES: Final = ("", "en", "fr", "es", "da")
MOST_BYTES: Final = 20_000_000


class PeopleFileError(Exception):
    """Every mistake of the file, one a line; the register before it stays in force."""


@dataclass(frozen=True, slots=True)
class PeopleFile:
    rows: list[RegisterRow]
    fingerprint: str


def read_bytes(path: Path) -> bytes:
    """The file as it is. Raises PeopleFileError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PeopleFileError(f"{path}: over {MOST_BYTES} bytes; that is no people register")
        return path.read_bytes()
    except OSError as error:
        raise PeopleFileError(f"{path}: {error.strerror}; the people register stays as it was") from error


def fingerprint_of(content: bytes, keys: BadgeKeys | None) -> str:
    """Differs when the file or the newest badge key does."""
    return hashlib.sha256(content + (keys.newest.key_id.encode() if keys else b"")).hexdigest()


def parse(path: Path, content: bytes, keys: BadgeKeys | None) -> PeopleFile:
    """Everybody in the file. Raises PeopleFileError with every mistake, by line."""
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), strict=True)
        lines = [(table.line_num, line) for line in table]
    except (UnicodeDecodeError, csv.Error) as error:
        raise PeopleFileError(f"{path}: not CSV in UTF-8 ({error})") from error
    mistakes = [f"column {name} is not known" for name in table.fieldnames or () if name not in COLUMNS]
    mistakes += [f"column {name} is missing" for name in ("number", "name") if name not in (table.fieldnames or ())]
    rows: list[RegisterRow] = []
    if not mistakes:
        for number, line in lines:
            try:
                rows.append(_row({key: (value or "").strip() for key, value in line.items() if key}, keys))
            except ValueError as error:
                mistakes.append(f"line {number}: {error}")
        mistakes += _doubles(rows)
    if mistakes:
        raise PeopleFileError("\n".join(f"{path}: {mistake}" for mistake in mistakes))
    return PeopleFile(rows, fingerprint_of(content, keys))


def _row(line: dict[str, str], keys: BadgeKeys | None) -> RegisterRow:
    number = line["number"]
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        raise ValueError("number must be 1 to 12 digits: people type it on the keypad and the phone")
    if not line["name"]:
        raise ValueError(f"{number} has no name")
    if line.get("language", "") not in LANGUAGES:
        raise ValueError(f"{number}: language must be one of en, fr, es, da")
    person = Person(
        number,
        line["name"],
        line.get("language", ""),
        _role(number, line.get("role", "")),
        tuple(site.strip() for site in line.get("sites", "").split(";") if site.strip()),
        int(line["upstream_id"]) if line.get("upstream_id") else None,
        _day(number, line.get("valid_from", "")),
        _day(number, line.get("valid_until", "")),
    )
    badges = [
        *_badges(number, line.get("badges", ""), keys, lost=False),
        *_badges(number, line.get("lost_badges", ""), keys, lost=True),
    ]
    return RegisterRow(person, line.get("phone", ""), _pin_hash(number, line), tuple(badges))


def _role(number: str, text: str) -> Role:
    if text not in ("", *Role):
        raise ValueError(f"{number}: role must be employee or supervisor")
    return Role(text or Role.EMPLOYEE)


def _day(number: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"{number}: {text!r} is not a day such as 2026-01-31") from error


def _pin_hash(number: str, line: dict[str, str]) -> str:
    pin, pin_hash = line.get("pin", ""), line.get("pin_hash", "")
    if pin and pin_hash:
        raise ValueError(f"{number}: give pin or pin_hash, not both")
    if pin and not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise ValueError(f"{number}: a PIN is 4 to 8 digits")
    if pin_hash and not pin_hash.startswith("$argon2id$"):
        raise ValueError(f"{number}: pin_hash is not an argon2id hash")
    return hash_pin(pin) if pin else pin_hash


def _badges(number: str, text: str, keys: BadgeKeys | None, *, lost: bool) -> list[tuple[str, str, bool]]:
    told = [badge.strip() for badge in text.split(";") if badge.strip()]
    if told and keys is None:
        raise ValueError(f"{number} has badges but there is no badge key: set people.badge_key_file")
    found = []
    for badge in told:
        technology, colon, rest = badge.partition(":")
        facility, dash, card = rest.rpartition("-")
        if not colon or not rest or (dash and not card):
            raise ValueError(
                f"{number}: badge {len(found) + 1} must be technology:number or technology:facility-number"
            )
        assert keys is not None
        found.append((hashed(keys.newest, technology, facility, card), keys.newest.key_id, lost))
    return found


def _doubles(rows: list[RegisterRow]) -> list[str]:
    numbers = Counter(row.person.number for row in rows)
    mistakes = [f"employee number {number} stands {count} times" for number, count in numbers.items() if count > 1]
    holders: dict[str, set[str]] = {}
    for row in rows:
        for digest, _, lost in row.badges:
            if not lost:
                holders.setdefault(digest, set()).add(row.person.number)
    shared = [" and ".join(sorted(people)) for people in holders.values() if len(people) > 1]
    return mistakes + [f"{people} hold the same badge; one badge names one person" for people in shared]
