"""Each service under systemd's protocol: ready when it serves, fed while all its loops turn, and not after."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.config import load_config
from shared.demo_site import make_site
from shared.people_import import import_people
from shared.wiring import badge_keys_of, open_ledger

SCRIPT = Path(__file__).with_name("hanging.py")
ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
SILENCE_S = 1.5
"""Seven rounds."""
LOOPS = [
    ("kiosk", "screen"),
    ("kiosk", "presenter"),
    ("sync", "deliveries"),
    ("sync", "writer"),
    ("ivr", "event loop"),
    ("ivr", "writer"),
    ("board", "event loop"),
    ("board", "acting"),
]


@dataclass
class Watched:
    """A service, and what it tells systemd."""

    process: subprocess.Popen[str]
    ear: socket.socket
    log: Path
    give_up: float = field(default_factory=lambda: time.monotonic() + PATIENCE_S)

    def next_line(self, patience_s: float) -> str | None:
        """What it says next; None where it says nothing for that long."""
        ready, _, _ = select.select([self.ear], [], [], patience_s)
        return self.ear.recv(4096).decode() if ready else None

    def wait_for(self, wanted: str) -> list[str]:
        """Everything until it says this, which is the last of it."""
        said: list[str] = []
        while wanted not in said:
            assert time.monotonic() < self.give_up, (wanted, said, self.log.read_text())
            assert self.process.poll() is None, self.log.read_text()
            line = self.next_line(0.5)
            said += [line] if line is not None else []
        return said


def site_in(folder: Path) -> Path:
    """A small installation with its people, and nobody upstream."""
    site = make_site(folder, "http://127.0.0.1:9", kiosk="volume = 0.0", phone_port=0)
    with site.config.open("a", encoding="utf-8") as settings:
        settings.write("\n[board]\nport = 0\n")
    config, clock = load_config(site.config), SystemClock()
    with open_ledger(config, clock) as store:
        import_people(store, folder / "people.csv", badge_keys_of(config), clock)
    return site.config


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Starts a service in a folder of its own; it ends with the test."""
    with ExitStack() as ends:

        def started(service: str, what: str, *, without_ledger: bool = False) -> Watched:
            folder = tmp_path / service
            config = site_in(folder)
            if without_ledger:
                for file in folder.glob("ledger.db*"):
                    file.unlink()
                (folder / "ledger.db").mkdir()
            ear = ends.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
            ear.bind(str(folder / "notify"))
            process = ends.enter_context(
                subprocess.Popen(
                    [sys.executable, str(SCRIPT), service, what, str(config), str(folder)],
                    env={**os.environ, "NOTIFY_SOCKET": str(folder / "notify"), "PYTHONPATH": str(ROOT)},
                    stdin=subprocess.PIPE,
                    stdout=ends.enter_context((folder / "service.log").open("w")),
                    stderr=subprocess.STDOUT,
                    text=True,
                )
            )
            ends.callback(process.kill)
            return Watched(process, ear, folder / "service.log")

        yield started


@pytest.mark.parametrize(("service", "what"), LOOPS, ids=[" ".join(one) for one in LOOPS])
def test_a_loop_that_hangs_is_not_fed_for(service: str, what: str, run: Callable[..., Watched]) -> None:
    watched = run(service, what)
    assert watched.wait_for("READY=1").count("WATCHDOG=1") == 0
    for _ in range(3):
        watched.wait_for("WATCHDOG=1")
    watched.process.send_signal(signal.SIGUSR1)
    while (line := watched.next_line(SILENCE_S)) is not None:
        assert line == "WATCHDOG=1" or line.startswith("STATUS=")
        assert time.monotonic() < watched.give_up, "the watchdog is fed although a loop hangs"
    assert watched.process.poll() is None, "it ended instead of hanging: " + watched.log.read_text()


def test_a_kiosk_without_its_ledger_is_not_ready_and_asks_for_time(run: Callable[..., Watched]) -> None:
    watched = run("kiosk", "screen", without_ledger=True)
    for _ in range(5):
        assert "READY=1" not in watched.wait_for("EXTEND_TIMEOUT_USEC=60000000")
    assert "kiosk.cannot_open" in watched.log.read_text()


@pytest.mark.parametrize(("service", "what"), [("kiosk", "screen"), ("sync", "writer")])
def test_a_service_that_is_told_to_end_says_so_last(service: str, what: str, run: Callable[..., Watched]) -> None:
    watched = run(service, what)
    watched.wait_for("WATCHDOG=1")
    watched.process.terminate()
    while (line := watched.next_line(SILENCE_S)) is not None:
        last = line
    assert last == "STOPPING=1"
    assert watched.process.wait(PATIENCE_S) == 0, watched.log.read_text()
