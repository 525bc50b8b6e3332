"""People who clock in, one after another, each through the one function that both doors call."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.clock import SystemClock
from shared.clocking import make_tap, present
from shared.domain.decision import Accepted
from shared.domain.model import OFF_DUTY, Kind, LastEvent, Person
from shared.gather import Surroundings
from shared.ports import Fix, Position, PositionState
from shared.recording import Outcome
from shared.store import people, presence
from shared.store.database import Store
from shared.store.presence import Standing
from shared.time_service import own_witnesses
from shared.wiring import door_of
from tests.benchmarks.installation import Installation
from tests.benchmarks.series import timed

LONG_HOLD_S = 3600.0
"""Nothing recorded here goes out while it is measured: the drains beside it deliver their own backlog only."""


class Tapper:
    """Everybody of an installation, again and again. Between two rounds all are put off duty, which is not timed."""

    def __init__(self, installation: Installation, store: Store) -> None:
        self._store = store
        self._door = replace(door_of(installation.config), hold_s=LONG_HOLD_S)
        self._people = people.everybody(store)
        self._clock = SystemClock()
        self._next = 0

    def tap(self) -> float:
        """The next person clocks in: milliseconds from the tap to the committed decision."""
        if self._next % len(self._people) == 0:
            self._everybody_off_duty()
        person = self._people[self._next % len(self._people)]
        self._next += 1
        told: list[Outcome] = []
        took_ms = timed(lambda: told.append(self._present(person)))
        self._must_be_a_clock_in(told[0])
        return took_ms

    def bytes_of_a_tap(self) -> int:
        """How many bytes of values one tap writes, in all tables, their indexes not counted."""
        if self._next % len(self._people) == 0:
            self._everybody_off_duty()
        person = self._people[self._next % len(self._people)]
        self._next += 1
        event = self._present(person).events[0]
        rows = [
            *self._store.execute("SELECT * FROM ledger WHERE id = ?", (event.event_id,)),
            *self._store.execute("SELECT * FROM outbox WHERE event_id = ?", (event.event_id,)),
            *self._store.execute("SELECT * FROM evidence WHERE tap = ?", (event.tap_id,)),
            *self._store.execute("SELECT * FROM presence WHERE employee = ?", (person.number,)),
        ]
        return sum(len(str(value).encode()) for row in rows for value in row if value is not None)

    def _present(self, person: Person) -> Outcome:
        around = self._around()
        tap = make_tap(self._door, around.reading)
        return present(self._store, self._door, tap, person, "", around)

    def _around(self) -> Surroundings:
        reading = self._clock.read()
        fix = Fix(45.5018, -73.5672, 7.5, reading)
        witnesses = own_witnesses(reading, "trust", synchronised=False)
        return Surroundings(reading, Position(PositionState.FIX, fix, satellites=9), local_witnesses=witnesses)

    def _must_be_a_clock_in(self, outcome: Outcome) -> None:
        decision = outcome.decision
        if not isinstance(decision, Accepted) or outcome.events[0].draft.kind is not Kind.CLOCKED_IN:
            raise AssertionError(f"{outcome.person.name} was to clock in, and the tap became {decision}")

    def _everybody_off_duty(self) -> None:
        left_at = self._clock.now() - timedelta(hours=16)
        with self._store.writing():
            for person in self._people:
                presence.put(self._store, person.number, _left(person, left_at))


def _left(person: Person, at: datetime) -> Standing:
    last = LastEvent(f"yesterday-{person.number}", Kind.CLOCKED_OUT, at, at, "0042")
    return Standing(replace(OFF_DUTY, since=at), last, at, "0042", ())
