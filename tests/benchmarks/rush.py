"""A whole site leaves: tap to committed clock-out with break summaries on, against the same without them.

Measured: `make_tap` and `shared.clocking.present` for somebody on duty since six hours at a site that plans two breaks,
and the read that tells the outcome's screen whether something follows it. With summaries on, the clock-out reads the
breaks of its work session and keeps a question; nothing of it is shown, since the next badge comes. Not measured:
reading the badge and drawing (see `frame`).

Both have the same break rules, so that the decision itself is the same; they take turns, each in a ledger of its own.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from shared.break_summary import to_ask
from shared.clock import SystemClock
from shared.clocking import make_tap, present
from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.decision import Accepted
from shared.domain.model import Kind, LastEvent, Person, Presence, PresenceState
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.recording import Door, Outcome
from shared.store import people, presence
from shared.store.database import Store
from shared.store.presence import Standing
from shared.time_service import own_witnesses
from shared.wiring import door_of
from tests.benchmarks.installation import ACCOUNT, POSITION, Installation, guards, install, open_filled
from tests.benchmarks.report import Aim, Report, as_ratio
from tests.benchmarks.series import block, drift, side_by_side, timed
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.tapper import LONG_HOLD_S
from tests.benchmarks.warm import warm

AS_WITHOUT = Aim(1.3, "x")
BREAKS = (BreakRule(BreakKind.MEAL, 4 * 3600, 1800), BreakRule(BreakKind.REST, 2 * 3600, 600, paid=True))
WORKED = timedelta(hours=6)


class Leaver:
    """Everybody of an installation, again and again. Between two rounds all are put on duty, which is not timed."""

    def __init__(self, installation: Installation, store: Store, *, asks: bool) -> None:
        self._store = store
        self._door = _door(installation, asks=asks)
        self._people = people.everybody(store)
        self._clock = SystemClock()
        self._next = 0

    def leave(self) -> float:
        """The next person clocks out: milliseconds from the tap until the screen knows what to show."""
        if self._next % len(self._people) == 0:
            self._everybody_on_duty()
        person = self._people[self._next % len(self._people)]
        self._next += 1
        told: list[Outcome] = []
        took_ms = timed(lambda: told.append(self._present(person)))
        decision = told[0].decision
        if not isinstance(decision, Accepted) or told[0].events[-1].draft.kind is not Kind.CLOCKED_OUT:
            raise AssertionError(f"{person.name} was to clock out, and the tap became {decision}")
        return took_ms

    def _present(self, person: Person) -> Outcome:
        reading = self._clock.read()
        around = Surroundings(reading, local_witnesses=own_witnesses(reading, "trust", synchronised=False))
        tap = make_tap(self._door, reading, Answer(Choice.CLOCK_OUT))
        outcome = present(self._store, self._door, tap, person, "", around)
        follows = to_ask(self._store, self._door.site, person.number, reading.wall)
        if bool(follows) is not self._door.site.asks_of_breaks:
            raise AssertionError(f"{person.name} was to be asked: {self._door.site.asks_of_breaks}")
        return outcome

    def _everybody_on_duty(self) -> None:
        came_at = self._clock.now() - WORKED
        with self._store.writing():
            for person in self._people:
                presence.put(self._store, person.number, _came(person, self._door, came_at, self._next))


def run(folder: Path, sizes: Sizes) -> Report:
    """Clock-outs with and without summaries in turn, of the whole site."""
    staff = guards(sizes.people)
    asked, unasked = install(folder / "asked", staff), install(folder / "unasked", staff)
    with open_filled(asked) as with_summaries, open_filled(unasked) as without:
        ours, beside = Leaver(asked, with_summaries, asks=True), Leaver(unasked, without, asks=False)
        warm(ours.leave, with_summaries.path, sizes.warm)
        warm(beside.leave, without.path, sizes.warm)
        before = block(sizes.taps // 4, beside.leave)
        on, off = side_by_side(sizes.taps, ours.leave, beside.leave)
        after = block(sizes.taps // 4, beside.leave)
    count = len(on.ms)
    return Report(
        "rush",
        (
            as_ratio("clock-out with break summaries / without, p50", on.p50, off.p50, "ms", count, AS_WITHOUT),
            as_ratio("clock-out with break summaries / without, p99", on.p99, off.p99, "ms", count, AS_WITHOUT),
        ),
        drift(before, after),
        ("badges come every 2,000 ms: the rest of that is the screen's",),
    )


def _door(installation: Installation, *, asks: bool) -> Door:
    door = door_of(installation.config)
    site = replace(door.site, rules=replace(door.site.rules, breaks=BREAKS), asks_of_breaks=asks)
    return replace(door, site=site, hold_s=LONG_HOLD_S)


def _came(person: Person, door: Door, at: datetime, number: int) -> Standing:
    session = f"came-{person.number}-{number}"
    standing = Presence(
        PresenceState.WORKING,
        at,
        site=door.site.name,
        account_id=ACCOUNT,
        position_id=POSITION,
        work_session=session,
    )
    return Standing(standing, LastEvent(session, Kind.CLOCKED_IN, at, at, "0042"), None, "0042", ())
