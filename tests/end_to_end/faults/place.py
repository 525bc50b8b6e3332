"""A site at work, with its doctor, its idle screen and its upstream in view."""

import json
import os
import socket
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kiosk.demo.glass import Glass
from kiosk.demo.processes import Gone, Part, until
from kiosk.demo.upstream import Sandbox
from shared.config import load_config
from shared.domain import health
from shared.health.doctor import looked_at
from shared.store import ledger
from shared.store.database import Store
from tests.end_to_end.faults.quickly import CLOCK_OFF
from tests.end_to_end.faults.world import receiver

ROOT: Final = Path(__file__).parents[3]
QUICKLY: Final = Path(__file__).with_name("quickly.py")
NO_CLOCK_BATTERY: Final = 'rtc = "distrust"'
Check = dict[str, str]


@dataclass
class Place:
    """One installation. `wall` is a `Wall` of the tests beside; nothing runs before `opens`."""

    wall: Any
    sandbox: Sandbox
    gps_port: int = 0
    ear: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.folder: Path = self.wall.folder
        self.set("timezone", NO_CLOCK_BATTERY, instead='rtc = "trust"')
        if self.gps_port:
            self.set("gps", f'source = "gpsd"\nport = {self.gps_port}', instead='source = "surveyed"')
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(self.folder / "notify"))
        self.ear.setblocking(False)
        self.kiosk = self._service("kiosk", "presenter", takes_orders=True)
        self.sync = self._service("sync", "deliveries")
        self.gpsd = receiver(self.folder, self.gps_port)

    def set(self, what: str, new: str, *, instead: str) -> None:
        """Change the settings file."""
        file: Path = self.wall.site.config
        text = file.read_text(encoding="utf-8")
        assert instead in text, f"{what}: {instead} is not in the settings"
        file.write_text(text.replace(instead, new), encoding="utf-8")
        self.wall.config = load_config(file)

    # What runs

    def opens(self) -> "Place":
        """Everything runs, and is well."""
        if self.gps_port:
            self.wall.run(self.gpsd)
        self.wall.run(self.sync)
        self.kiosk_starts()
        self.wall.ready()
        self.is_well()
        return self

    def kiosk_starts(self) -> None:
        """The kiosk's process begins, whatever comes of it."""
        before = self.kiosk.process
        if before is not None and before.stdin is not None:
            before.stdin.close()
        self.wall.part = self.wall.run(self.kiosk)
        self.wall.glass = Glass(self.folder / "glass.jsonl")
        self.wall.forget()

    def is_well(self) -> None:
        """Nobody is there, and the idle screen tells of no trouble but what the machine under test lacks."""
        self.idle(lambda seen: "notice" not in seen and "Link" in seen["statuses"] and "Reader" in seen["statuses"])

    def idle(self, fits: Any = lambda _: True, **wanted: str) -> dict[str, Any]:
        """What the idle screen says now, once it says this."""

        def shown() -> dict[str, Any] | None:
            seen = self.now_shown()
            told = all(part in str(seen.get(role, "")) for role, part in wanted.items())
            return seen if seen.get("screen") == "idle" and told and fits(seen) else None

        try:
            return dict(until(f"the idle screen says {wanted}", shown, patience_s=20))
        except Gone as error:
            raise Gone(f"{error}; it says {self.now_shown()}") from error

    def now_shown(self) -> dict[str, Any]:
        """The whole glass as it stands."""
        entries = self.wall.glass.entries()
        return next((dict(entry["seen"]) for entry in reversed(entries) if "seen" in entry), {})

    def cannot_record(self) -> dict[str, Any] | None:
        """What the screen says that comes in the idle screen's place where the ledger cannot be opened or written."""
        shown = self.now_shown()
        return shown if shown.get("screen") == "cannot_record" else None

    def status_line(self) -> str:
        """The newest line that the kiosk told systemd beside its name, "" where it told none since the last look."""
        newest = ""
        while True:
            try:
                said = self.ear.recv(4096).decode()
            except BlockingIOError:
                return newest
            if said.startswith("STATUS="):
                newest = said.removeprefix("STATUS=")

    def clock_is_off(self, seconds: float) -> None:
        """The machine's wall clock is set wrong by so much; 0 sets it right."""
        new = self.folder / "clock.new"
        new.write_text(str(seconds), encoding="ascii")
        new.replace(self.folder / CLOCK_OFF)

    # What people do and get

    def comes(self, number: str) -> None:
        """A guard clocks in, and is told so."""
        self.wall.badge(number)
        self.wall.told(who=f"Guard {number}", what="Clocked in")

    def is_upstream(self, *numbers: str) -> None:
        """Each of these has one session upstream, now or soon; nobody has two, and nothing is left on its way."""
        until(f"{numbers} are upstream", lambda: set(numbers) <= set(self.sessions()), patience_s=40)
        assert {number: self.sessions()[number] for number in numbers} == dict.fromkeys(numbers, 1)
        doubled = [number for number, count in self.sessions().items() if count > 1]
        assert not doubled, f"more than one session: {doubled}"
        assert [self.kinds(number) for number in numbers] == [["clocked_in"]] * len(numbers)

    def kinds(self, number: str) -> list[str]:
        """What stands in the ledger of this guard."""
        with self.ledger() as store:
            rows = ledger.newest(store, 100, employee=number)[::-1]
        events = [row.event for row in rows if row.event is not None and not row.voided]
        return [event.draft.kind.value for event in events if event.about is None]

    def ledger(self) -> Store:
        """The ledger file, for looking."""
        return Store.open(self.wall.config.store.path, self.wall.config.store.key_file)

    def sessions(self) -> Counter[str]:
        """How many work sessions the upstream has of everybody."""
        return Counter(str(session["employee"]) for session in self.sandbox.sessions())

    # What the doctor says

    def doctor(self) -> dict[str, Check]:
        """The checks of `clockpost doctor --json`, as a process that reads the clock under test; by name."""
        done = subprocess.run(self._command("doctor", "-"), capture_output=True, text=True, timeout=60, check=False)
        assert done.stderr == ""
        return {check["name"]: check for check in json.loads(done.stdout)["checks"]}

    def is_told(self, name: str, *standings: str, told: str) -> None:
        """The doctor tells this of `name`, now or soon, and what to do about it."""

        def found() -> health.Check | None:
            check = self.check(name)
            return check if check.standing in standings and told in check.told else None

        check: health.Check = until(f"the doctor says of {name}: {told}", found)
        assert check.to_do, f"{check} says nothing of what to do"

    def is_healed(self, name: str) -> None:
        """The doctor finds nothing wrong with `name` any more."""
        until(f"the doctor finds {name} well", lambda: self.check(name).standing == "ok")

    def check(self, name: str) -> health.Check:
        """What the doctor finds of `name` now; its command prints the same (`test_doctor.py`), and takes longer."""
        config = self.wall.config
        if name != "position":
            # Asking the receiver takes a second or two.
            config = config.model_copy(update={"gps": config.gps.model_copy(update={"source": "off"})})
        return next(check for check in looked_at(config) if check.name == name)

    # How it is made

    def _service(self, name: str, loop: str, *, takes_orders: bool = False) -> Part:
        return Part(name, self._command(name, loop), self.folder, takes_orders=takes_orders)

    def _command(self, service: str, loop: str) -> list[str]:
        notify = f"NOTIFY_SOCKET={self.folder / 'notify'}" if service == "kiosk" else "NOTIFY_SOCKET="
        paths = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)
        python = ["env", notify, f"PYTHONPATH={paths}", sys.executable]
        return [*python, str(QUICKLY), service, loop, str(self.wall.site.config), str(self.folder)]
