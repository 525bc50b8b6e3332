"""Bringing the people register up to date from its file: only when the file or the badge key changed."""

from dataclasses import dataclass
from pathlib import Path

from shared.badges import BadgeKeys
from shared.people_file import fingerprint_of, parse, read_bytes
from shared.ports import Clock
from shared.store import people
from shared.store.database import Store


@dataclass(frozen=True, slots=True)
class Imported:
    """`changed` is False when the register already came from exactly this file, or a later import overtook this one."""

    changed: bool
    count: int


def import_people(store: Store, path: Path, keys: BadgeKeys | None, clock: Clock, *, again: bool = False) -> Imported:
    """Make the file the register. Raises PeopleFileError, leaving the register as it was."""
    content = read_bytes(path)
    current = people.register(store)
    if not again and current.fingerprint == fingerprint_of(content, keys):
        return Imported(False, current.count)
    parsed = parse(path, content, keys)
    changed = people.replace(store, parsed.rows, fingerprint=parsed.fingerprint, taken_at=clock.read().wall)
    return Imported(changed, people.register(store).count)
