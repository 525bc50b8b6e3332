"""Everything of the morning that runs: upstream, gpsd, kiosk, phone line and delivery, each a process of its own."""

import json
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from kiosk.demo.glass import Glass
from kiosk.demo.processes import Gone, Part, clockpost, run, until
from kiosk.demo.telephone import Telephone
from kiosk.demo.upstream import Sandbox
from kiosk.demo.world import world
from kiosk.devices.nmea import Place, Sky, write_nmea
from kiosk.devices.pty_reader import PtyBadge
from shared.clock import SystemClock
from shared.demo_site import DemoSite, make_site

DELAYED_AFTER_S: Final = 6
SETTLE_S: Final = 4
REPEAT_S: Final = 8
SYNC: Final = f"delayed_after_s = {DELAYED_AFTER_S}\nsettle_s = {SETTLE_S}\nfirst_retry_s = 0.5"
KIOSK: Final = "idle_s = 2\nvolume = 0.0"
IVR: Final = "hold_s = 2"


class Installation:
    """Starts everything in `folder`; `parts` stops it. `note` tells what stands."""

    def __init__(self, folder: Path, parts: ExitStack, note: Callable[[str], None]) -> None:
        self._folder, self._parts, self._note = folder, parts, note
        self.sandbox = self._sandbox()
        self._gps_port = _free_port()
        self.site = self._install()
        self.reader = parts.enter_context(PtyBadge(self.site.reader))
        self._gpsd()
        self.sync = self._started(Part("sync", clockpost("sync", config=self.site.config), folder))
        self.glass = Glass(folder / "screens.jsonl")
        self.kiosk = self._kiosk()
        self.phone = self._phone_line()
        self.wait_idle()
        note("kiosk shows the time; reader, position and link are there")

    def wait_idle(self) -> None:
        """The kiosk is there and waits for somebody. Raises Gone."""
        self.glass.wait_for("the idle screen with reader and position", screen="idle", statuses="Position")
        if not self.reader.wait_for_reader(10):
            raise Gone("the kiosk did not open the reader")

    def _sandbox(self) -> Sandbox:
        (self._folder / "world.json").write_text(json.dumps(world()), encoding="utf-8")
        ready = self._folder / "sandbox.url"
        words = ("sandbox", "--port", "0", "--world", str(self._folder / "world.json"), "--ready", str(ready))
        self._started(Part("sandbox", clockpost(*words), self._folder))
        sandbox = Sandbox(until("the sandbox listens", lambda: ready.exists() and ready.read_text()).strip())
        sandbox.switch(ended_on="taken")
        self._note(f"sandbox at {sandbox.url}: takes the time of a clock-out")
        return sandbox

    def _install(self) -> DemoSite:
        site = make_site(
            self._folder / "site",
            self.sandbox.url,
            gps_port=self._gps_port,
            sync=SYNC,
            kiosk=KIOSK,
            ivr=IVR,
            phone_port=_free_port(),
            demo=True,
            site=f"repeat_s = {REPEAT_S}",
        )
        self._note(f"lowered: delayed_after_s = {DELAYED_AFTER_S}, settle_s = {SETTLE_S}, repeat_s = {REPEAT_S}")
        run("people", "import", config=site.config)
        run("sync", "--once", config=site.config)
        self._note("six people, five badges and the rota are in the ledger file")
        return site

    def _gpsd(self) -> None:
        track = self._folder / "position.nmea"
        write_nmea(track, Place(45.5017, -73.5673), [Sky.FIX_WITH_ERRORS], SystemClock().now(), 120)
        command = ["gpsfake", "-q", "-n", "-c", "0.5", "-P", str(self._gps_port), str(track)]
        self._started(Part("gpsd", command, self._folder))

    def _kiosk(self) -> Part:
        log = self._folder / "screens.jsonl"
        command = [sys.executable, "-m", "kiosk.watched", "--config", str(self.site.config), "--log", str(log)]
        return self._started(Part("kiosk", command, self._folder, takes_orders=True))

    def _phone_line(self) -> Telephone:
        ready = self._folder / "ivr.url"
        self._started(Part("ivr", clockpost("ivr", "--ready", str(ready), config=self.site.config), self._folder))
        until("the phone line listens", ready.exists)
        return Telephone(self.site.config, self._folder)

    def _started(self, part: Part) -> Part:
        part.start()
        self._parts.callback(part.stop)
        return part


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
