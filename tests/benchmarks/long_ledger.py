"""A ledger of a million events, built in seconds: rows as the product writes them, with a true chain.

Each event has its ledger row, its delivered outbox row and its evidence row, erased as evidence is after its time. The
file is written without a journal, which a ledger in use never is.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from shared.clock import SystemClock
from shared.domain.event import ClockEvent, body_of
from shared.domain.model import Door, Draft, Kind
from shared.store.ledger import FIRST_PREV_HASH, chained
from tests.benchmarks.installation import ACCOUNT, POSITION, Guard

AT_ONCE = 20_000
EVERY = timedelta(seconds=30)
WORKED = timedelta(hours=8)
BEHIND = timedelta(days=200)
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
ANY_EVIDENCE = 987_654_321
LEDGER = (
    "INSERT INTO ledger (seq, id, body, prev_hash, hash, kind, employee, site, work_session, at, shift_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
OUTBOX = (
    "INSERT INTO outbox (event_id, upstream, seq, employee, work_session, kind, at, state, body, method, sends,"
    " session_id, their_started, their_method, found, changed_at)"
    " VALUES (?, 'tracktik', ?, ?, ?, ?, ?, 'delivered', ?, 'KIOSK', 1, ?, ?, 'KIOSK', 'sent', ?)"
)
EVIDENCE = "INSERT INTO evidence (id, tap, settings, erased_at, erased_by) VALUES (?, ?, '0123456789abcdef', ?, '1057')"
SENT = '{{"account":687,"clockInMethod":"KIOSK","employee":{},"position":382,"startedOn":"{}","status":"OPEN"}}'


@dataclass(frozen=True, slots=True)
class Fact:
    """What differs from event to event."""

    event_id: str
    kind: Kind
    employee: str
    session: str
    at: str


Rows = tuple[tuple[object, ...], tuple[object, ...], tuple[object, ...]]


def fill(ledger_file: Path, people: Sequence[Guard], events: int) -> None:
    """Put `events` events of these people into the empty ledger at `ledger_file`, which nobody has open."""
    connection = driver.connect(str(ledger_file), isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
        connection.execute(f"PRAGMA {pragma}")
    rows = _rows(people, events)
    connection.execute("BEGIN")
    while piece := list(islice(rows, AT_ONCE)):
        for statement, values in zip((LEDGER, OUTBOX, EVIDENCE), zip(*piece, strict=True), strict=True):
            connection.executemany(statement, values)
    connection.execute("COMMIT")
    connection.close()
    # What the system writes back later would be measured as somebody's slow commit.
    os.sync()


def _rows(people: Sequence[Guard], events: int) -> Iterator[Rows]:
    prev_hash = FIRST_PREV_HASH
    bodies = {kind: _body_to_fill(kind) for kind in (Kind.CLOCKED_IN, Kind.CLOCKED_OUT)}
    for seq, fact in enumerate(islice(_facts(people), events), start=1):
        told = {"id": fact.event_id, "employee": fact.employee, "session": fact.session, "at": fact.at, "seq": seq}
        body = bodies[fact.kind] % told
        row_hash = chained(prev_hash, body)
        event_id, kind, who, session, at = fact.event_id, str(fact.kind), fact.employee, fact.session, fact.at
        yield (
            (seq, event_id, body, prev_hash, row_hash, kind, who, "Harbour Tower", session, at, None),
            (event_id, seq, who, session, kind, at, SENT.format(who, at), 9_000_000 + (seq + 1) // 2, at, at),
            (seq, event_id, at),
        )
        prev_hash = row_hash


def _facts(people: Sequence[Guard]) -> Iterator[Fact]:
    first = SystemClock().now().replace(microsecond=0) - BEHIND
    for turn in count():
        employee, came = str(people[turn % len(people)].number), first + EVERY * turn
        opened = _id(came, turn)
        yield Fact(opened, Kind.CLOCKED_IN, employee, opened, came.isoformat())
        left = came + WORKED
        yield Fact(_id(left, turn), Kind.CLOCKED_OUT, employee, opened, left.isoformat())


def _id(at: datetime, turn: int) -> str:
    return f"{int(at.timestamp() * 1000):012x}{turn:020x}"


def _body_to_fill(kind: Kind) -> str:
    """The product's own canonical body, with places for what differs: a million of them are wanted in seconds."""
    draft = Draft(kind, ANY_TIME, "Harbour Tower", ACCOUNT, POSITION, work_session="%(session)s")
    event = ClockEvent(
        event_id="%(id)s",
        employee="%(employee)s",
        draft=draft,
        door=Door.KIOSK,
        terminal="Terminal 1",
        recorded_at=ANY_TIME,
        boottime_s=1000.0,
        boot_id="00000000-0000-0000-0000-000000000000",
        receipt="0042",
        tap_id="%(id)s",
        evidence_id=ANY_EVIDENCE,
        evidence_digest="5f" * 32,
    )
    return body_of(event).replace(ANY_TIME.isoformat(), "%(at)s").replace(str(ANY_EVIDENCE), "%(seq)d")
