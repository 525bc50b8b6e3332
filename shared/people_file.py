"""The people register as a file: CSV in UTF-8 with a heading line, re-read when it changes.

Cells are separated by commas, or by semicolons throughout, as Excel writes them where a comma is the decimal sign.

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
chase        yes: may be called, or get an SMS, when late (they agreed to it); no or empty: never
badge_hashes key id:hash, separated by ;   as `clockpost people export` writes badges: no number can be read from it
lost_badge_hashes  the same, for badges reported lost
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.badges import BadgeKeys, hashed, told_badge, told_hash
from shared.domain.model import Person, Role
from shared.people_cells import (
    day,
    is_number,
    listed,
    wrong_badge_hashes,
    wrong_badges,
    wrong_days,
    wrong_person,
    wrong_reach,
    wrong_secrets,
)
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
    "chase",
    "badge_hashes",
    "lost_badge_hashes",
)
MOST_BYTES: Final = 20_000_000
_TOO_MANY: Final = "\x00"
"""Where cells without a column go; no heading of a CSV file is called that."""


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
    lines = _read(path, content, keys)
    # Hashing takes tens of milliseconds each: only once the whole file is known to be good.
    return PeopleFile([line.row() for line in lines], fingerprint_of(content, keys))


def check(path: Path, content: bytes, keys: BadgeKeys | None) -> None:
    """Like `parse`, without the time that hashing its PINs takes. Raises PeopleFileError."""
    _read(path, content, keys)


def headings(path: Path) -> list[str]:
    """The columns that the file has. Raises PeopleFileError."""
    return _table(path, read_bytes(path))[0]


def _read(path: Path, content: bytes, keys: BadgeKeys | None) -> list["_Line"]:
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
    return read


def _table(path: Path, content: bytes) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = f"not CSV in UTF-8, from byte {error.start} on; in Excel, save it as CSV UTF-8"
        raise PeopleFileError(f"{path}: {told}") from error
    separator = separator_of(text)
    table = csv.DictReader(io.StringIO(text, newline=""), None, _TOO_MANY, "", strict=True, delimiter=separator)
    try:
        lines = [(table.line_num, {name: _cell(told) for name, told in line.items()}) for line in table]
    except csv.Error as error:
        raise PeopleFileError(f"{path}: line {table.reader.line_num}: not CSV ({error})") from error
    return list(table.fieldnames or ()), [(number, cells) for number, cells in lines if any(cells.values())]


def separator_of(text: str) -> str:
    """What stands between cells: a semicolon where the heading line has some and no comma."""
    heading = text.partition("\n")[0]
    return ";" if ";" in heading and "," not in heading else ","


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
    chase: bool
    mistakes: list[str]

    def row(self) -> RegisterRow:
        phone = "".join(sign for sign in self.phone if sign == "+" or sign.isdigit())
        pin_hash = hash_pin(self.pin) if self.pin else self.pin_hash
        return RegisterRow(self.person, phone, pin_hash, self.badges, self.chase)


def _line(line_number: int, cells: dict[str, str], keys: BadgeKeys | None) -> _Line:
    told = {name: cells.get(name, "") for name in COLUMNS}
    mistakes = [
        *wrong_person(told),
        *wrong_reach(told),
        *wrong_days(told),
        *wrong_secrets(told),
        *wrong_badges(told, keys),
        *wrong_badge_hashes(told, keys),
        *(["there are more cells than columns; a comma inside a cell needs quotes"] if cells.get(_TOO_MANY) else []),
    ]
    person = Person(
        told["number"],
        told["name"],
        told["language"],
        Role(told["role"]) if told["role"] in set(Role) else Role.EMPLOYEE,
        tuple(listed(told["sites"])),
        int(told["upstream_id"]) if is_number(told["upstream_id"], 18) else None,
        day(told["valid_from"]),
        day(told["valid_until"]),
    )
    badges = () if mistakes or keys is None else tuple(_badges(told, keys))
    chase = told["chase"] == "yes"
    return _Line(line_number, person, told["phone"], told["pin"], told["pin_hash"], badges, chase, mistakes)


def _badges(told: dict[str, str], keys: BadgeKeys) -> Iterator[tuple[str, str, bool]]:
    newest, read = keys.newest, set[str]()
    for column, lost in (("badges", False), ("lost_badges", True)):
        for badge in listed(told[column]):
            digest = hashed(newest, *told_badge(badge))
            read.add(digest)
            yield digest, newest.key_id, lost
    for column, lost in (("badge_hashes", False), ("lost_badge_hashes", True)):
        for found in map(told_hash, listed(told[column])):
            # A badge that stands there in both ways is one badge.
            if found is not None and found[0] not in read:
                yield *found, lost


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
