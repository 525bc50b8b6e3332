"""A kiosk as a process that draws into memory: badges by a serial line, fingers on widgets, eyes on the log."""

import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.demo.glass import Glass
from kiosk.demo.processes import Part, clockpost, until
from kiosk.demo.upstream import Sandbox
from kiosk.devices.pty_reader import PtyBadge, rdm6300_frame
from shared.clock import SystemClock
from shared.clocking import make_tap, present
from shared.config import load_config
from shared.demo_site import DemoSite, make_site
from shared.domain.event import ClockEvent
from shared.gather import Surroundings
from shared.people_import import import_people
from shared.store import ledger, people, taps
from shared.store.database import Store
from shared.time_service import own_witnesses
from shared.verify import Report, verify
from shared.wiring import badge_keys_of, door_of, open_ledger

NOBODY_THERE = "http://127.0.0.1:9"
KIOSK = "idle_s = 1\nchoice_s = 4\nvolume = 0.0"
A_FINGER_S = 0.35
"""Nobody touches two buttons faster, and a button takes a second touch within 0.3 s for an echo."""
CROWD = tuple(str(number) for number in range(2001, 2061))


def card(number: str) -> str:
    """The badge of one of the crowd, who are called Guard 2001 and on."""
    return f"0F0000{number}"


@dataclass
class Wall:
    """One installation in one folder with a kiosk process, or several."""

    folder: Path
    parts: ExitStack
    sandbox_url: str = NOBODY_THERE
    kiosk: str = KIOSK
    site: DemoSite = field(init=False)

    def __post_init__(self) -> None:
        self.site = make_site(
            self.folder / "site", self.sandbox_url, kiosk=self.kiosk, sync="first_retry_s = 0.5\nsettle_s = 1"
        )
        lines = [f"{number},Guard {number},en,employee,Harbour Tower,em4100:{card(number)}," for number in CROWD]
        file = self.site.folder / "people.csv"
        file.write_text(file.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")
        self.config = load_config(self.site.config)
        self.clock = SystemClock()
        with open_ledger(self.config, self.clock) as store:
            import_people(store, file, badge_keys_of(self.config), self.clock)
        self.reader = self.parts.enter_context(PtyBadge(self.site.reader))

    def started(self, name: str = "kiosk", config: Path | None = None) -> "Wall":
        """A kiosk process, with its screen on the glass and its reader open."""
        log = self.folder / f"{name}.jsonl"
        command = [
            sys.executable,
            "-m",
            "kiosk.watched",
            "--config",
            str(config or self.site.config),
            "--log",
            str(log),
        ]
        self.part = self.run(Part(name, command, self.folder, takes_orders=True))
        self.glass = Glass(log)
        self._from = 0
        self.ready()
        return self

    def another(self, terminal: str) -> "Wall":
        """A second kiosk with a terminal and a reader of its own on the same ledger."""
        settings = self.site.config.read_text(encoding="utf-8")
        reader = self.folder / f"{terminal} reader"
        config = self.site.folder / f"{terminal}.toml"
        config.write_text(
            settings.replace("Terminal 1", terminal).replace(str(self.site.reader), str(reader)), encoding="utf-8"
        )
        other = object.__new__(Wall)
        other.__dict__.update(self.__dict__)
        other.reader = self.parts.enter_context(PtyBadge(reader))
        return other.started(terminal, config)

    def run(self, part: Part) -> Part:
        """Start a process that ends with the test."""
        part.start()
        self.parts.callback(_ended, part)
        return part

    def syncs(self) -> Part:
        """A delivery process."""
        return self.run(Part("sync", clockpost("sync", config=self.site.config), self.folder))

    def ready(self) -> None:
        """The kiosk shows that nobody is there, and hears its reader."""
        self.idle()
        assert self.reader.wait_for_reader(10), "the kiosk did not open its reader"

    def again(self) -> None:
        """The kiosk starts once more, after it ended or was killed."""
        assert self.part.process is not None
        assert self.part.process.stdin is not None
        self.part.process.stdin.close()
        self.forget()
        self.part.start()
        self.ready()

    # What people do

    def badge(self, number: str) -> None:
        """Somebody of the crowd holds their badge to the reader."""
        self.tap(card(number))

    def tap(self, badge: str) -> None:
        """A badge is held to the reader."""
        self.forget()
        self.reader.tap(rdm6300_frame(badge))

    def told(self, **wanted: str) -> dict[str, Any]:
        """What the outcome screen says, once it says this."""
        return self.sees(screen="outcome", **wanted)

    def asked(self, **wanted: str) -> dict[str, Any]:
        """What a question says, once it stands."""
        return self.sees(screen="choice", **wanted)

    def touch(self, *buttons: str) -> None:
        """Fingers come down on these buttons, one after another, each when the screen changed for the one before."""
        for button in buttons:
            if not button.isdigit():
                time.sleep(A_FINGER_S)
            before = len(self.glass.entries())
            self.part.order(touch=button)
            until(f"{button} is felt", lambda before=before: self._felt(before))

    def _felt(self, since: int) -> bool:
        entries = self.glass.entries()[since:]
        missed = [entry for entry in entries if "not_on_screen" in entry]
        assert not missed, missed
        return any("seen" in entry for entry in entries)

    def idle(self, **wanted: str) -> dict[str, Any]:
        """What the idle screen says, once it says this."""
        return self.sees(screen="idle", **wanted)

    def sees(self, **wanted: str) -> dict[str, Any]:
        """What the glass shows, once it shows these texts; looks at what came since the last tap."""

        def shown() -> dict[str, Any] | None:
            seen = [entry["seen"] for entry in self.glass.entries()[self._from :] if "seen" in entry]
            return next((one for one in seen if _fits(one, wanted)), None)

        return dict(until(f"the glass shows {wanted}", shown, patience_s=15))

    def standing(self, screen: str) -> dict[str, Any] | None:
        """What the glass shows on this screen since the last tap, None where it shows another."""
        seen = [entry["seen"] for entry in self.glass.entries()[self._from :] if "seen" in entry]
        return next((dict(one) for one in seen if one["screen"] == screen), None)

    def forget(self) -> None:
        """What was shown until now answers nothing that comes, but for what still stands."""
        entries = self.glass.entries()
        standing = [place for place, entry in enumerate(entries) if "seen" in entry]
        self._from = len(entries)
        self._standing = entries[standing[-1]]["seen"] if standing else {}

    def at_rest(self) -> None:
        """Nobody is there."""
        self.forget()
        if self._standing.get("screen") != "idle":
            self.idle()

    # What is so

    def put_on_duty(self, *numbers: str, hours: float = 2) -> None:
        """These came some hours ago, by another process on the same ledger."""
        door = door_of(self.config)
        now = self.clock.read()
        then = replace(now, wall=now.wall - timedelta(hours=hours), boottime_s=now.boottime_s - hours * 3600)
        around = Surroundings(then, local_witnesses=own_witnesses(then, "trust", synchronised=None))
        with Store.open(self.site.ledger) as store:
            for number in numbers:
                person, _ = people.by_number(store, number)
                present(store, door, make_tap(door, then), person, "", around)

    def no_more_space(self) -> Callable[[], None]:
        """Files of the kiosk may not grow any more, as on a full disk; call what comes back to give space again."""
        assert self.part.process is not None
        pid = self.part.process.pid
        size = Path(f"{self.site.ledger}-wal").stat().st_size
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        return lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, before) and None

    # What is kept

    def events(self, number: str = "") -> list[ClockEvent]:
        """Events that stand, of one person or of all, in ledger order."""
        with Store.open(self.site.ledger) as store:
            rows = ledger.newest(store, 10_000, employee=number)[::-1]
        return [row.event for row in rows if row.event and row.event.about is None and not row.voided]

    def kinds(self, number: str) -> list[str]:
        return [event.draft.kind.value for event in self.events(number)]

    def taps(self, *states: str) -> list[taps.StoredTap]:
        with Store.open(self.site.ledger) as store:
            return taps.listed(store, states)

    def verified(self) -> Report:
        with Store.open(self.site.ledger) as store:
            return verify(store)


def _fits(seen: dict[str, Any], wanted: dict[str, str]) -> bool:
    return all(part in str(seen.get(role, "")) for role, part in wanted.items())


def _ended(part: Part) -> None:
    part.stop()
    if part.process is not None and part.process.stdin is not None:
        part.process.stdin.close()


@pytest.fixture
def make_wall(tmp_path: Path) -> Iterator[Callable[..., Wall]]:
    """Makes an installation; nothing of it runs yet."""
    with ExitStack() as parts:
        yield lambda **wishes: Wall(tmp_path, parts, **wishes)


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    """One kiosk for all tests of a module, without an upstream in reach; everybody is used by one test only."""
    with ExitStack() as parts:
        yield Wall(tmp_path_factory.mktemp("wall"), parts).started()


@pytest.fixture(scope="session")
def wall_at() -> Callable[..., Wall]:
    """Makes an installation in a folder, whose processes end with an ExitStack."""
    return Wall


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """The upstream, played."""
    ready = tmp_path / "sandbox.url"
    part = Part("sandbox", clockpost("sandbox", "--port", "0", "--ready", str(ready)), tmp_path).start()
    try:
        yield Sandbox(until("the sandbox listens", lambda: ready.exists() and ready.read_text()).strip())
    finally:
        part.stop()


@pytest.fixture(scope="session")
def at_once() -> Callable[..., None]:
    """Does several things at the same instant."""

    def run(*acts: Callable[[], object]) -> None:
        gate = threading.Barrier(len(acts), timeout=60)
        threads = [threading.Thread(target=lambda act=act: (gate.wait(), act())) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return run
