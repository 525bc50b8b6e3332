"""A terminal without a clock battery whose every clock is moved by hand, and an onlooker who knows the true time.

Store, decisions and sync are the real ones; the upstream is the sandbox over real HTTP. Only the machine is played: its
wall clock, its boot time with a crystal that drifts, its boots, and what satellites and time service say.
"""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from shared.clock import Reading
from shared.clocking import left_unanswered, present
from shared.domain.clock_trust import Witness
from shared.domain.decision import Accepted, Ask, Decision, Repeated
from shared.domain.event import ClockEvent
from shared.domain.model import Door as DoorKind
from shared.domain.model import Person
from shared.domain.site import Site
from shared.domain.tap import Answer, Choice, Question, Tap
from shared.gather import Surroundings
from shared.recording import Door
from shared.store import witnesses
from shared.sync.clock_release import release_held
from tests.shared.sync.conftest import Post, SandboxDoor
from tests.shared.sync.places import GATE, SITE

TRACKTIK: Final = "tracktik"
BOOTING_S: Final = 20.0
HOLD_H: Final = 72.0
DRIFT: Final = 30e-6
"""A crystal worse than most, and better than what the trust in it allows for."""
A_REPEAT: Final = timedelta(seconds=SITE.rules.repeat_s + 2)


class HandClock:
    """`true` is the time that nobody at the terminal knows; `wall` is what it shows."""

    def __init__(self, true: datetime) -> None:
        self.true = self.wall = true
        self.boottime_s = BOOTING_S
        self.boot = 1
        self._passed_s = 0.0

    def read(self) -> Reading:
        return Reading(self.wall, self.boottime_s, f"boot {self.boot}")

    def advance(self, seconds: float) -> None:
        """Time passes, in suspend too: boot time goes on, and the wall clock is set after it."""
        self.true += timedelta(seconds=seconds)
        self.wall += timedelta(seconds=seconds * (1 + DRIFT))
        self.boottime_s += seconds * (1 + DRIFT)
        self._passed_s += seconds

    def power_cut(self, seconds: float, wakes_at: datetime | timedelta | None) -> None:
        """Off for a while; then the wall clock begins anywhere: so far from the truth, or where it stopped."""
        self.true += timedelta(seconds=seconds)
        self._passed_s += seconds
        if isinstance(wakes_at, timedelta):
            self.wall = self.true + wakes_at
        elif wakes_at is not None:
            self.wall = wakes_at
        self.boottime_s, self.boot = 0.0, self.boot + 1
        self.advance(BOOTING_S)

    def monotonic(self) -> float:
        return 1e6 + self._passed_s


@dataclass(frozen=True, slots=True)
class Truth:
    """An event that a guard was told is recorded, and when its tap truly was, in which boot."""

    event: ClockEvent
    true: datetime
    boot: int


class Pi(Post):
    """The terminal. Every act is one thing that happens to it."""

    def __init__(self, folder: Path, sandbox: SandboxDoor, true: datetime) -> None:
        super().__init__(folder, sandbox)
        self.hand = HandClock(true)
        self.clock = self.hand  # type: ignore[assignment]
        self.site: Site = SITE
        self.door = Door(SITE, "Terminal 1", (TRACKTIK,), 0.0)
        self.truths: list[Truth] = []
        self.witnessed: set[int] = set()
        self.lost: list[str] = []
        self._dice = random.Random(3)
        self._open: dict[str, tuple[datetime, int]] = {}
        self._recorded: dict[str, datetime] = {}

    # The machine

    def ntp(self) -> None:
        """The time service sets the clock, and says so."""
        self.hand.wall = self.hand.true + timedelta(seconds=self._dice.uniform(-0.4, 0.4))
        self._told(Witness("ntp", 0.0, 1.0, *self._now()))

    def gps(self) -> None:
        """Satellites tell the time; nobody sets the clock by them."""
        off_s = (self.hand.wall - self.hand.true).total_seconds() + self._dice.uniform(-0.4, 0.4)
        self._told(Witness("gps", off_s, 1.0, *self._now()))

    def power_cut(self, seconds: float, wakes_at: datetime | timedelta | None) -> None:
        self.hand.power_cut(seconds, wakes_at)
        left_unanswered(self.store, self.door, self.hand.wall)

    def deliver(self) -> None:
        """One pass of sync: what was held is looked at, and what can go out goes out."""
        release_held(self.store, TRACKTIK, self.clock.read(), hold_h=HOLD_H, sites=self.sites)
        self.sync()

    def _now(self) -> tuple[datetime, float, str]:
        reading = self.clock.read()
        return reading.wall, reading.boottime_s, reading.boot_id

    def _told(self, witness: Witness) -> None:
        self.witnessed.add(self.hand.boot)
        with self.store.writing():
            witnesses.keep(self.store, witness)

    # The guards

    def comes_to_the_door(self, number: str, wanted: Choice, *, thinks_s: float, set_meanwhile: bool) -> None:
        """Somebody taps, and answers what is asked after a while; the time service may set the clock meanwhile."""
        tap, happened = self._tap(), (self.hand.true, self.hand.boot)
        decision = self._present(number, tap, happened)
        for _ in range(4):
            if not isinstance(decision, Ask):
                return
            self.hand.advance(thinks_s)
            if set_meanwhile:
                self.ntp()
            choice = self._choice(decision, wanted)
            if choice is None:
                left_unanswered(self.store, self.door, self.hand.wall)
                self._open[number] = happened
                return
            position = GATE if decision.question is Question.WHICH_POSITION or choice is Choice.CLOCK_IN else None
            decision = self._present(number, replace(tap, answer=Answer(choice, position)), happened, choice)
        raise AssertionError(f"asked without end: {decision}")

    def _choice(self, ask: Ask, wanted: Choice) -> Choice | None:
        """None for whoever walks away from the question."""
        if wanted is Choice.LEFT_EARLIER:
            return None
        if ask.question is Question.OPEN_TAP:
            return Choice.LEFT_THEN if wanted is Choice.CLOCK_IN else Choice.STILL_HERE
        return wanted if wanted in ask.choices or ask.question is Question.WHICH_POSITION else ask.choices[0]

    def _tap(self) -> Tap:
        at = self.clock.read().wall.replace(microsecond=0)
        tap_id = f"{self._dice.getrandbits(80):020x}"
        return Tap(tap_id, at, DoorKind.KIOSK, "Terminal 1", SITE.name, SITE.account_id)

    def _present(self, number: str, tap: Tap, happened: tuple[datetime, int], choice: Choice | None = None) -> Decision:
        person = Person(number, f"Guard {number}", sites=(SITE.name,))
        outcome = present(self.store, self.door, tap, person, "", Surroundings(self.clock.read()))
        true, boot = self._open[number] if choice is Choice.LEFT_THEN else happened
        match outcome.decision:
            case Accepted():
                assert outcome.events, "somebody was told that it is recorded"
                self.truths += [Truth(event, true, boot) for event in outcome.events]
                self._recorded[number] = self.hand.true
            case Ask():
                pass
            case Repeated() if choice is None and true - self._recorded[number] < A_REPEAT:
                pass
            case other:
                self.lost.append(f"{number} {choice} at {true}: {other}")
        return outcome.decision
