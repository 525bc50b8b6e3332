"""One gate with a real ledger file behind it, people who come and go there, and what must hold afterwards.

The cast: Ana, Ben and Chloé, on a day whose time the test tells. The gate's own clock is trusted.
"""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as driver

from shared.clock import Reading
from shared.clocking import make_tap, present
from shared.domain.clock_trust import Witness
from shared.domain.event import ClockEvent
from shared.domain.model import Kind, Person
from shared.domain.rules import Rules, TapOut
from shared.domain.site import Site
from shared.domain.tap import Answer, Choice, Tap
from shared.gather import Surroundings
from shared.recording import Door, Outcome
from shared.store import ledger, outbox, presence, roster
from shared.store.database import Store
from shared.store.roster import Part
from shared.verify import verify

MONDAY: Final = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
READING: Final = Reading(MONDAY, 1000.0, "boot-1")
SITE: Final = "Harbour Tower"
ACCOUNT: Final = 687
TRACKTIK: Final = "tracktik"

ANA: Final = Person("1053", "Ana Ribeiro", "en")
BEN: Final = Person("1054", "Ben Okafor", "en")
CHLOE: Final = Person("1055", "Chloé Tremblay", "fr")

EVERY_TAP: Final = Rules(tap_out=TapOut.ALWAYS, no_instant_out_s=0, repeat_s=1)
"""Each tap clocks in or out by itself."""


def guard(number: int) -> Person:
    """One of many."""
    return Person(str(number), f"Guard {number}")


class Gate:
    """A terminal and its store. Time stands still until `wait`; the boot clock goes with it."""

    def __init__(
        self,
        store: Store,
        rules: Rules = EVERY_TAP,
        *,
        terminal: str = "Gate 1",
        upstreams: tuple[str, ...] = (TRACKTIK,),
        park_unscheduled: bool = False,
    ) -> None:
        site = Site(SITE, ACCOUNT, rules, park_unscheduled=park_unscheduled)
        self.store, self.door = store, Door(site, terminal, upstreams)
        self.now, self.boottime_s, self.boot_id = MONDAY, 1000.0, "boot-1"
        self.bound_s = 1.0

    def wait(self, **span: float) -> None:
        """Let this much time pass."""
        passed = timedelta(**span)
        self.now += passed
        self.boottime_s += passed.total_seconds()

    def move_to(self, now: datetime) -> None:
        """Let time pass until then."""
        self.wait(seconds=(now - self.now).total_seconds())

    @property
    def around(self) -> Surroundings:
        """What the terminal knows besides its store."""
        reading = Reading(self.now, self.boottime_s, self.boot_id)
        witness = Witness("ntp", 0.0, self.bound_s, reading.wall, reading.boottime_s, reading.boot_id)
        return Surroundings(reading, local_witnesses=(witness,))

    def a_tap(self, answer: Answer | None = None) -> Tap:
        """A tap at this instant, not presented yet."""
        return make_tap(self.door, self.around.reading, answer)

    def present(self, person: Person, tap: Tap, presented: str = "") -> Outcome:
        """Bring a tap before the ledger."""
        return present(self.store, self.door, tap, person, presented, self.around)

    def tap(self, person: Person, choice: Choice | None = None) -> Outcome:
        """Somebody taps now, with the choice they are about to make where one is named."""
        return self.present(person, self.a_tap(Answer(choice) if choice else None))

    def answer(self, asked: Outcome, choice: Choice, position_id: int | None = None) -> Outcome:
        """The choice made on the question of `asked`."""
        return self.present(asked.person, replace(asked.tap, answer=Answer(choice, position_id)))

    def roster(self, part: Part, rows: Sequence[Sequence[object]], **known: Any) -> None:
        """A download of this part, just now."""
        roster.replace(self.store, SITE, part, rows, began_at=self.now, **known)


def kinds(store: Store, employee: str = "") -> list[str]:
    """The kinds of the last events in ledger order, of one employee where one is named."""
    return [
        row.event.draft.kind if row.event else "unknown"
        for row in reversed(ledger.newest(store, 500, employee=employee))
    ]


def events(store: Store, employee: str = "") -> list[ClockEvent]:
    """The last events in ledger order."""
    return [row.event for row in reversed(ledger.newest(store, 500, employee=employee)) if row.event]


def assert_sound(store: Store) -> None:
    """The chain is whole, presence is what the ledger tells, and no event that goes upstream lacks its row."""
    report = verify(store)
    assert report.intact, report.faults
    for employee, stored in presence.everybody(store).items():
        assert stored == presence.rebuild(store, employee), employee
    for row in ledger.newest(store, 100_000):
        if row.event is not None and row.event.draft.kind in (Kind.CLOCKED_IN, Kind.CLOCKED_OUT):
            assert outbox.of_event(store, row.event_id), f"{row.event_id} has no row in the outbox"


def tamper(path: Path, *statements: str) -> None:
    """Change the file as somebody with a tool and time would: triggers out of the way first."""
    with closing(driver.connect(str(path), isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def bytes_of(path: Path) -> dict[str, bytes]:
    """The ledger file and its write-ahead log, byte for byte."""
    return {
        suffix: file.read_bytes() for suffix in ("", "-wal") if (file := path.with_name(path.name + suffix)).exists()
    }


def body_with(body: str, **changes: object) -> str:
    """A stored body with some of its fields changed, in its canonical form."""
    told = {**json.loads(body), **changes}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
