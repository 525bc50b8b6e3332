"""A ledger with some history, and ways to damage its file."""

from datetime import timedelta
from pathlib import Path

from shared.clock import Reading
from shared.domain.event import ClockEvent
from shared.domain.model import Person
from shared.store.database import Store
from tests.shared.store.gate import MONDAY, Gate, events, guard

PAGE_BYTES = 4096
LATER = Reading(MONDAY + timedelta(hours=10), 40_000.0, "boot-2")
GUARDS = tuple(guard(2000 + number) for number in range(40))


def with_history(path: Path, key_file: Path | None = None, people: tuple[Person, ...] = GUARDS) -> list[ClockEvent]:
    """Everybody comes, and every second one has left again; the events of it."""
    with Store.open(path, key_file) as store:
        gate = Gate(store)
        for person in people:
            gate.tap(person)
            gate.wait(seconds=10)
        for person in people[::2]:
            gate.tap(person)
            gate.wait(seconds=10)
        # Else a page can hold the old bytes of a row that has moved to another.
        store.execute("VACUUM")
        return events(store)


def pages_with(path: Path, *needles: bytes) -> list[int]:
    """The pages that hold all of these."""
    content = path.read_bytes()
    pages = range(len(content) // PAGE_BYTES)
    return [page for page in pages if all(needle in _page(content, page) for needle in needles)]


def ledger_page(path: Path, event: ClockEvent) -> int:
    """The page of the ledger table that this event lies on."""
    return pages_with(path, f'"id":"{event.event_id}"'.encode())[0]


def evidence_page(path: Path, event: ClockEvent) -> int:
    """The page of the evidence table that this event's evidence lies on."""
    return pages_with(path, f'{{"tap":{{"tap_id":"{event.tap_id}"'.encode())[0]


def outbox_page(path: Path, event: ClockEvent) -> int:
    """The page of the outbox that this event's row lies on."""
    return pages_with(path, f"{event.event_id}tracktik".encode(), b"heldsendscreen")[0]


def damage(path: Path, *pages: int) -> None:
    """Write nonsense over these pages."""
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * PAGE_BYTES : (page + 1) * PAGE_BYTES] = b"\x5a" * PAGE_BYTES
    path.write_bytes(content)


def root_page(path: Path, name: str) -> int:
    """The page at which a table or index begins."""
    with Store.open(path) as store:
        return int(store.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,))[0][0]) - 1


def _page(content: bytes, page: int) -> bytes:
    return content[page * PAGE_BYTES : (page + 1) * PAGE_BYTES]
