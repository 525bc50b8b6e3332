"""The people register as a file: CSV in UTF-8 with a heading line, re-read when it changes.

Columns (only `number` and `name` must be filled):

number       the employee number that people type, digits, the same as the upstream's `customId` (or its id)
name         as the screen shows it
language     en, fr, es or da; empty: the terminal's
role         employee (default) or supervisor
sites        sites this person is assigned to besides the rota: names or account numbers, separated by ;
upstream_id  the upstream's own id, where `number` is not its customId
badges       technology:number or technology:facility-number, separated by ;   (em4100:0A1B2C3D4E;wiegand26:012-34567)
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
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from shared.badges import BadgeKeys, fault_of, hashed, told_badge
from shared.domain.model import Person, Role
from shared.pins import hash_pin, is_hash
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
_TOO_MANY: Final = "\x00"
"""Where cells without a column go; no heading of a CSV file is called that."""
_PHONE: Final = re.compile(r"\+[0-9][0-9 ().-]{5,22}")


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
    """Differs when the file or the newest badge key does, even where a new key has the id of a lost one."""
    return hashlib.sha256(content + (hashed(keys.newest, "", "", "").encode() if keys else b"")).hexdigest()


def parse(path: Path, content: bytes, keys: BadgeKeys | None) -> PeopleFile:
    """Everybody in the file. Raises PeopleFileError with every mistake, by line."""
    headings, lines = _table(path, content)
    mistakes = _wrong_headings(headings)
    read: list[_Line] = []
    for number, cells in lines if not mistakes else []:
        line = _line(number, cells, keys)
        read.append(line)
        mistakes += [f"line {number}: {mistake}" for mistake in line.mistakes]
    mistakes += _doubles(read)
    if not lines and not mistakes:
        mistakes = ["it names nobody; is it whole?"]
    if mistakes:
        raise PeopleFileError("\n".join(f"{path}: {mistake}" for mistake in mistakes))
    # Hashing takes tens of milliseconds each: only once the whole file is known to be good.
    return PeopleFile([line.row() for line in read], fingerprint_of(content, keys))


def _table(path: Path, content: bytes) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PeopleFileError(f"{path}: not CSV in UTF-8 ({error})") from error
    table = csv.DictReader(io.StringIO(text, newline=""), restkey=_TOO_MANY, restval="", strict=True)
    try:
        lines = [(table.line_num, {name: _cell(told) for name, told in line.items()}) for line in table]
    except csv.Error as error:
        raise PeopleFileError(f"{path}: line {table.reader.line_num}: not CSV ({error})") from error
    return list(table.fieldnames or ()), [(number, cells) for number, cells in lines if any(cells.values())]


def _cell(told: str | list[str]) -> str:
    return (told if isinstance(told, str) else ",".join(told)).strip()


def _wrong_headings(headings: list[str]) -> list[str]:
    unknown = [
        f"column {name!r} is not known; there are {', '.join(COLUMNS)}" for name in headings if name not in COLUMNS
    ]
    twice = [f"column {name} stands there twice" for name, count in Counter(headings).items() if count > 1]
    return [*unknown, *twice, *(f"column {name} is missing" for name in ("number", "name") if name not in headings)]


@dataclass(slots=True)
class _Line:
    """One line as read; `pin` is not hashed yet."""

    line_number: int
    person: Person
    phone: str
    pin: str
    pin_hash: str
    badges: tuple[tuple[str, str, bool], ...]
    mistakes: list[str]

    def row(self) -> RegisterRow:
        phone = "".join(sign for sign in self.phone if sign == "+" or sign.isdigit())
        return RegisterRow(self.person, phone, hash_pin(self.pin) if self.pin else self.pin_hash, self.badges)


def _line(line_number: int, cells: dict[str, str], keys: BadgeKeys | None) -> _Line:
    told = {name: cells.get(name, "") for name in COLUMNS}
    mistakes = [
        *_wrong_person(told),
        *_wrong_secrets(told),
        *_wrong_badges(told, keys),
        *(["there are more cells than columns; a comma inside a cell needs quotes"] if cells.get(_TOO_MANY) else []),
    ]
    person = Person(
        told["number"],
        told["name"],
        told["language"],
        Role(told["role"]) if told["role"] in set(Role) else Role.EMPLOYEE,
        tuple(_listed(told["sites"])),
        int(told["upstream_id"]) if _is_number(told["upstream_id"], 18) else None,
        _day(told["valid_from"]),
        _day(told["valid_until"]),
    )
    badges = () if mistakes or keys is None else (*_hashes(told, "badges", keys), *_hashes(told, "lost_badges", keys))
    return _Line(line_number, person, told["phone"], told["pin"], told["pin_hash"], badges, mistakes)


def _wrong_person(told: dict[str, str]) -> Iterator[str]:
    if not _is_number(told["number"], 12):
        yield "number must be 1 to 12 digits: people type it on the keypad and the phone"
    if not told["name"]:
        yield "there is no name"
    if told["language"] not in LANGUAGES:
        yield "language must be one of en, fr, es, da"
    if told["role"] not in ("", *Role):
        yield "role must be employee or supervisor"
    if told["upstream_id"] and not _is_number(told["upstream_id"], 18):
        yield "upstream_id must be a whole number"
    if told["phone"] and not _PHONE.fullmatch(told["phone"]):
        yield "phone must be in international form, such as +1 514 555 0199"
    days = [_day(told[column]) for column in ("valid_from", "valid_until")]
    for column, day in zip(("valid_from", "valid_until"), days, strict=True):
        if told[column] and day is None:
            yield f"{column}: {told[column]!r} is not a day such as 2026-01-31"
    if days[0] is not None and days[1] is not None and days[1] < days[0]:
        yield "valid_until is before valid_from"


def _is_number(text: str, most_digits: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most_digits


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _wrong_secrets(told: dict[str, str]) -> Iterator[str]:
    if told["pin"] and told["pin_hash"]:
        yield "give pin or pin_hash, not both"
    if told["pin"] and not (_is_number(told["pin"], 8) and len(told["pin"]) >= 4):
        yield "a PIN is 4 to 8 digits"
    if told["pin_hash"] and not is_hash(told["pin_hash"]):
        yield "pin_hash is not an argon2id hash"


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _wrong_badges(told: dict[str, str], keys: BadgeKeys | None) -> Iterator[str]:
    badges = [*_listed(told["badges"]), *_listed(told["lost_badges"])]
    if badges and keys is None:
        yield "there are badges but no badge key: set people.badge_key_file"
    # Badge numbers are counted, not repeated: what is said here goes to a log.
    for place, badge in enumerate(badges, start=1):
        fault = fault_of(badge)
        if fault:
            yield f"badge {place} {fault}"
    if len({told_badge(badge) for badge in badges}) < len(badges):
        yield "one badge is listed twice"


def _hashes(told: dict[str, str], column: str, keys: BadgeKeys) -> list[tuple[str, str, bool]]:
    newest, lost = keys.newest, column == "lost_badges"
    return [(hashed(newest, *told_badge(badge)), newest.key_id, lost) for badge in _listed(told[column])]


def _doubles(lines: list[_Line]) -> list[str]:
    numbers: dict[str, list[int]] = {}
    holders: dict[str, dict[str, int]] = {}
    upstream: dict[int, dict[str, int]] = {}
    for line in lines:
        if line.person.upstream_id is not None:
            upstream.setdefault(line.person.upstream_id, {})[line.person.number] = line.line_number
        numbers.setdefault(line.person.number, []).append(line.line_number)
        for digest, _, lost in line.badges:
            if not lost:
                holders.setdefault(digest, {})[line.person.number] = line.line_number
    return [
        *(f"lines {_and(found)}: employee number {number} stands there more than once"
          for number, found in numbers.items() if number and len(found) > 1),
        *(f"lines {_and(found.values())}: {_and(found)} hold the same badge; one badge names one person"
          for found in holders.values() if len(found) > 1),
        *(f"lines {_and(found.values())}: {_and(found)} have the same upstream_id; one would get the other's hours"
          for found in upstream.values() if len(found) > 1),
    ]  # fmt: skip


def _and(parts: Iterable[object]) -> str:
    return " and ".join(str(part) for part in parts)
