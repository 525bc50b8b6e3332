"""A kiosk without its screen: the real ledger, people, health and presenter, with a clock that tests move.

Badges and touches go in as the reader and the screen give them; what the screen was told to show comes out.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.doorkeeper import Doorkeeper
from kiosk.health import HealthWatch
from kiosk.muster_desk import MusterMeans
from kiosk.pin_desk import PinDesk
from kiosk.presenter import Presenter
from kiosk.surroundings import SurroundingsWatch
from kiosk.views import (
    Act,
    BoardView,
    Button,
    CardView,
    ChoiceView,
    IdleView,
    Intent,
    KeypadView,
    OutcomeView,
    SummaryView,
    View,
)
from kiosk.wording.setting import Setting
from shared.badges import BadgeKeys, make_key_file, read_keys
from shared.clock import Reading
from shared.domain.event import ClockEvent
from shared.domain.model import Kind, Person, Shift
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.pins import hash_pin
from shared.ports import BadgeRead, Fix, Position, PositionState, ReaderHealth, ReaderState
from shared.recording import Door
from shared.store import ledger, outbox, people, roster, taps
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.store.taps import StoredTap, TapState
from shared.words.calendar import LocalTime

PATIENCE_S = 8.0
START = datetime(2026, 3, 3, 10, 58, tzinfo=UTC)
"""05:58 in Montreal."""
PLACE = (45.5017, -73.5673)
ACCOUNT = 687
PIN = "2580"
NAMES = {"1053": "Ana Ribeiro", "1054": "Ben Okafor", "1055": "Cho Lee", "1056": "Dev Patel", "1057": "Emil Berg"}


class HandClock:
    """Every clock of the machine, moved by hand: wall clock, boot time and monotonic time go together."""

    def __init__(self) -> None:
        self.wall = START
        self.boottime_s = 1000.0
        self.boot_id = "this boot"

    def read(self) -> Reading:
        return Reading(self.wall, self.boottime_s, self.boot_id)

    def monotonic(self) -> float:
        return self.boottime_s

    def advance(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.boottime_s += seconds


class HandPosition:
    """Where the terminal is, as the test says."""

    def __init__(self) -> None:
        self.told = Position(PositionState.OFF)

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def position(self) -> Position:
        return self.told

    def fix(self, at: Reading, latitude: float, longitude: float, accuracy_m: float | None = 5.0) -> None:
        self.told = Position(PositionState.FIX, Fix(latitude, longitude, accuracy_m, at))


class HandReader:
    """The state of a badge reader, as the test says."""

    def __init__(self) -> None:
        self.state = ReaderState.READING

    def health(self) -> ReaderHealth:
        return ReaderHealth(self.state)


class HandDesk:
    """Keeps every PIN to be checked until the test lets the answers come."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self.asked: list[tuple[str, str, Reading, Callable[..., None]]] = []

    def check(self, number: str, pin: str, answer: Callable[..., None]) -> None:
        self.asked.append((number, pin, self._clock.read(), answer))

    def stop(self) -> None: ...


class Screen:
    """Remembers every view it was given."""

    def __init__(self) -> None:
        self.views: list[View] = []
        self.themes: list[str] = []
        self.fails = 0
        self.before_showing: Callable[[View], None] = lambda view: None
        self._changed = threading.Condition()

    def show(self, view: View, theme: str) -> None:
        self.before_showing(view)
        with self._changed:
            if self.fails:
                self.fails -= 1
                raise RuntimeError("the screen is gone")
            self.views.append(view)
            self.themes.append(theme)
            self._changed.notify_all()

    def wait(self, fits: Callable[[View], bool], since: int) -> View:
        """The first view from number `since` on that fits."""
        found: list[View] = []

        def look() -> bool:
            found[:] = [view for view in self.views[since:] if fits(view)]
            return bool(found)

        with self._changed:
            if not self._changed.wait_for(look, PATIENCE_S):
                raise AssertionError(f"not shown; shown were: {self.views[since:]}")
        return found[0]


@dataclass
class Front:
    """One kiosk at one site."""

    folder: Path
    keys: BadgeKeys | None
    rules: Rules = field(default_factory=Rules)
    badge_and_pin: bool = False
    upstreams: tuple[str, ...] = ("tracktik",)
    language: str = "en"
    hours: int = 24
    terminal: str = "Terminal 1"
    site: str = "Harbour Tower"
    phone_line: str = "514 555 0100"
    by_receiver: bool = False
    slow_pins: bool = False
    rtc: str = "trust"
    choice_s: float = 15.0
    asks_of_breaks: bool = True
    muster: Callable[[Callable[[], float]], MusterMeans] | None = None
    """What a muster needs, of a clock that tests move."""

    def __post_init__(self) -> None:
        self.clock = HandClock()
        self.position = HandPosition()
        self.reader = HandReader()
        self.screen = Screen()
        self.ledger = self.folder / "ledger.db"
        self.opened: list[Doorkeeper] = []
        self.refuses_to_open: list[Exception] = []
        self.door = Door(
            Site(
                self.site,
                ACCOUNT,
                self.rules,
                PLACE,
                judged_by_receiver=self.by_receiver,
                asks_of_breaks=self.asks_of_breaks,
            ),
            self.terminal,
            self.upstreams,
        )
        self.around = SurroundingsWatch(self.position, self.door.site, self.clock, self.rtc, lambda: None)
        self.desk = HandDesk(self.clock)
        self.pins = self.desk if self.slow_pins else PinDesk(lambda: Store.open(self.ledger), self.terminal, self.clock)
        self.presenter = Presenter(
            self._doorkeeper,
            self._health,
            self.pins,
            self.setting,
            lambda now: "dark",
            self.clock.monotonic,
            self.clock,
            self.muster(self.clock.monotonic) if self.muster is not None else None,
        )
        self.store = Store.open(self.ledger)

    @property
    def setting(self) -> Setting:
        local = LocalTime(ZoneInfo("America/Montreal"), self.hours)
        return Setting(
            self.site, self.terminal, self.language, local, 4.0, self.choice_s, "514 555 0199", self.phone_line
        )

    def start(self) -> "Front":
        self.around.start()
        self.presenter.start(self.screen.show)
        return self

    def stop(self) -> None:
        self.presenter.stop()
        self.pins.stop()
        self.around.stop()
        self.store.close()

    # What people do

    def badge(self, number: str) -> View:
        """Somebody taps their badge; what the screen shows for it."""
        return self.read(badge_number(number))

    def read(self, card: str) -> View:
        """A badge of this number is read; what the screen shows for it."""
        since, before = len(self.screen.views), self.screen.views[-1] if self.screen.views else None
        self.presenter.badge(BadgeRead("em4100", "", card, self.clock.read()))

        def is_its_answer(view: View) -> bool:
            # A board that stands is drawn anew by itself when its minute or the ledger changes.
            is_drawn_anew = isinstance(view, BoardView) and isinstance(before, BoardView) and view.scope == before.scope
            return not isinstance(view, IdleView) and not is_drawn_anew

        return self.screen.wait(is_its_answer, since)

    def touch(self, text: str) -> View:
        """A finger on the button that says `text`, after the time a finger takes; what the screen shows next."""
        self.clock.advance(0.5)
        return self.intent(self.button(text).intent)

    def intent(self, intent: Intent) -> View:
        """A touch that must change the screen."""
        since = len(self.screen.views)
        self.presenter.intent(intent)
        return self.screen.wait(lambda view: True, since)

    def late(self, intent: Intent) -> None:
        """A touch that comes too late to change anything."""
        self.presenter.intent(intent)

    def typed(self, digits: str) -> View:
        """Digits on the keypad, then Next."""
        for digit in digits:
            self.intent(Intent(Act.KEY, digit))
        return self.intent(Intent(Act.NEXT))

    def number_and_pin(self, number: str, pin: str = PIN) -> View:
        """No badge, number, Next, PIN, Next; what the screen shows for it."""
        self.idle()
        self.touch("No badge")
        self.typed(number)
        return self.gives_pin(pin)

    def gives_pin(self, pin: str) -> View:
        """The PIN and Next; what the screen shows once it was checked."""
        since = len(self.screen.views)
        self.typed(pin)
        return self.screen.wait(lambda view: not isinstance(view, KeypadView), since)

    def idle(self) -> IdleView:
        """Time passes until nobody is there."""
        return self.closes(IdleView)

    def closes(self, kind: type[View] = IdleView) -> View:
        """Time passes until a view of this kind stands."""
        if isinstance(self.now, kind):
            return self.now
        for _ in range(4):
            since = len(self.screen.views)
            self.clock.advance(31.0 if isinstance(self.now, KeypadView) else self._left_s())
            view = self.screen.wait(lambda view: True, since)
            if isinstance(view, kind):
                return view
        raise AssertionError(f"{kind.__name__} never came: {self.now}")

    def _left_s(self) -> float:
        return getattr(self.now, "closes_after_s", 12.0) + 0.01

    # What is seen

    @property
    def now(self) -> View:
        """What stands on the screen."""
        return self.screen.views[-1]

    def wait_for(self, fits: Callable[[View], bool], since: int = 0) -> View:
        """Wait for a view that fits, from the first one on or from number `since`."""
        return self.screen.wait(fits, since)

    def button(self, text: str) -> Button:
        """The button of that text on the screen."""
        found = [button for button in buttons(self.now) if button.text == text]
        assert found, f"no button {text!r} on {self.now}"
        return found[0]

    def settled(self) -> None:
        """Everything sent so far was worked on: a badge that nobody knows comes last, and is answered."""
        self.read("0FFFFFFFFF")

    # What is kept

    def events(self, number: str) -> list[tuple[str, datetime]]:
        """This person's events that were not voided, in ledger order."""
        return [(event.draft.kind.value, event.draft.at) for event in self.kept(number)]

    def kinds(self, number: str) -> list[str]:
        return [kind for kind, _ in self.events(number)]

    def kept(self, number: str) -> list[ClockEvent]:
        rows = ledger.of_employee(self.store, number)
        return [row.event for row in rows if row.event and not row.voided and row.event.draft.kind is not Kind.VOIDED]

    def rows(self, event: ClockEvent) -> list[outbox.OutboxRow]:
        return outbox.of_event(self.store, event.event_id)

    def taps(self, *states: TapState) -> list[StoredTap]:
        return taps.listed(self.store, states)

    # What is so

    def shift(
        self, number: str, starts_in_h: float, hours: float = 8, *, position: int = 382, shift_id: int = 0
    ) -> Shift:
        """A planned shift; all shifts of earlier calls stay."""
        starts_at = self.clock.wall + timedelta(hours=starts_in_h)
        made = Shift(
            shift_id or 9000 + len(self._shifts()), ACCOUNT, position, starts_at, starts_at + timedelta(hours=hours)
        )
        self._planned = [*self._shifts(), (int(number), made)]
        self.roster()
        return made

    def _shifts(self) -> list[tuple[int, Shift]]:
        return getattr(self, "_planned", [])

    def roster(
        self, positions: tuple[tuple[int, str], ...] = ((382, "Gate 2"), (383, "Patrol")), *, active: bool = True
    ):
        """A complete roster, downloaded just now."""
        began, site = self.clock.wall, self.site
        employees = [(int(number), number, name, int(active)) for number, name in NAMES.items()]
        roster.replace(self.store, site, Part.EMPLOYEES, employees, began_at=began)
        roster.replace(
            self.store, site, Part.POSITIONS, [(one, ACCOUNT, name) for one, name in positions], began_at=began
        )
        rows = [
            (who, one.starts_at.isoformat(), one.shift_id, one.ends_at.isoformat(), ACCOUNT, one.position_id)
            for who, one in self._shifts()
        ]
        covers = began + timedelta(days=14)
        roster.replace(self.store, site, Part.SHIFTS, rows, began_at=began, covers_until=covers)

    def on_duty(self, number: str, *, for_h: float = 2) -> None:
        """Clocked in some time ago, by a tap of their own."""
        self.badge(number)
        self.clock.advance(for_h * 3600)
        self.idle()

    def _doorkeeper(self) -> Doorkeeper:
        if self.refuses_to_open:
            raise self.refuses_to_open[0]
        store = Store.open(self.ledger)
        made = Doorkeeper(store, self.door, self.keys, self.around.now, badge_and_pin=self.badge_and_pin)
        self.opened.append(made)
        return made

    def _health(self, doorkeeper: Doorkeeper) -> HealthWatch:
        return HealthWatch(
            doorkeeper.store,
            self.door,
            self.reader,
            self.around,
            has_badge_key=self.keys is not None,
            monotonic=self.clock.monotonic,
        )


def badge_number(number: str) -> str:
    """The card of an employee of these tests."""
    return f"0A0000{number}"


def buttons(view: View) -> tuple[Button, ...]:
    match view:
        case SummaryView():
            return (*view.choices, view.corner)
        case ChoiceView():
            return (*view.choices, *([view.corner] if view.corner else []))
        case OutcomeView() | IdleView():
            return view.buttons
        case KeypadView():
            return (*view.others, view.close)
        case BoardView():
            return (*(count.button for count in view.counts), *view.panel, *view.buttons, view.close)
        case CardView():
            return (*view.choices, *view.buttons, view.close)
        case _:
            return ()


@pytest.fixture(scope="session")
def pin_hash() -> str:
    return hash_pin(PIN)


@pytest.fixture
def badge_keys(tmp_path: Path) -> BadgeKeys:
    make_key_file(tmp_path / "badge.key")
    return read_keys(tmp_path / "badge.key")


@pytest.fixture
def register(pin_hash: str, badge_keys: BadgeKeys) -> Callable[..., None]:
    """Fills a store with the cast: everybody holds card 0A0000<number> and has PIN 2580."""

    def filled(store: Store, *, more: list[RegisterRow] | None = None, languages: dict[str, str] | None = None) -> None:
        rows = [
            RegisterRow(
                Person(number, name, (languages or {}).get(number, ""), sites=("Harbour Tower", "North Gate")),
                "",
                pin_hash,
                ((*badge_keys.hashes("em4100", "", badge_number(number))[0], False),),
            )
            for number, name in NAMES.items()
        ]
        people.replace(store, [*rows, *(more or [])], fingerprint="test", taken_at=START)

    return filled


@pytest.fixture
def make_front(
    tmp_path: Path, badge_keys: BadgeKeys, register: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Front]]:
    """Makes kiosks, started and with the cast in their ledger, unless `start` or `people` is False."""
    # Only how long the presenter sleeps before it looks at the clock again: tests move that clock by hand.
    monkeypatch.setattr("kiosk.presenter.TICK_S", 0.005)
    made: list[Front] = []

    def make(*, start: bool = True, filled: bool = True, languages: dict[str, str] | None = None, **wishes) -> Front:
        front = Front(tmp_path, wishes.pop("keys", badge_keys), **wishes)
        made.append(front)
        if filled:
            register(front.store, languages=languages)
        if start:
            front.start()
            front.wait_for(lambda view: isinstance(view, IdleView))
        return front

    yield make
    for front in made:
        front.stop()


@pytest.fixture
def front(make_front: Callable[..., Front]) -> Front:
    """A kiosk of a site that sets nothing, with no roster."""
    return make_front()


@pytest.fixture
def with_positions(front: Front) -> Front:
    """Two positions, and nobody has a shift."""
    front.roster()
    return front


def ruled(**wishes: object) -> Rules:
    return replace(Rules(), **wishes)
