"""Two applications on two panes of glass that nobody sees, and when their screens changed."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.demo.processes import Gone, Part

LOOK_EVERY_S = 0.004
LONGEST_S = 20.0


class Pane:
    """One running application and the log of what it showed, read as it grows."""

    def __init__(self, part: Part, log: Path) -> None:
        self.part = part
        self._log = log
        self._read = 0

    @property
    def pid(self) -> int:
        """The process."""
        assert self.part.process is not None
        return self.part.process.pid

    def say(self, line: str) -> None:
        """A line on its standard input."""
        process = self.part.process
        assert process is not None
        assert process.stdin is not None
        process.stdin.write(line + "\n")
        process.stdin.flush()

    def forget(self) -> None:
        """What was shown until now is no answer to what comes."""
        for _ in self._new():
            pass

    def shown_at(self, role: str, text: str) -> datetime:
        """Wait for the first frame that shows `text` in `role`; the wall clock right after it was drawn."""
        return self._when(repr(text), lambda seen: seen.get(role) == text)

    def first_at(self) -> datetime:
        """Wait for the first words on the screen; when they were drawn."""
        return self._when("a first word", lambda seen: any(seen.values()))

    def _when(self, what: str, is_it: Callable[[dict[str, Any]], bool]) -> datetime:
        give_up = time.monotonic() + LONGEST_S
        while time.monotonic() < give_up:
            for entry in self._new():
                if is_it(entry.get("seen", {})):
                    return datetime.fromisoformat(entry["at"])
            time.sleep(LOOK_EVERY_S)
        raise Gone(f"{self.part.name}: {what} was not on the screen within {LONGEST_S:.0f} s; see {self._log}")

    def _new(self) -> Iterator[dict[str, Any]]:
        if not self._log.exists():
            return
        with self._log.open("rb") as log:
            log.seek(self._read)
            whole, _, _ = log.read().rpartition(b"\n")
        self._read += len(whole) + bool(whole)
        for line in whole.splitlines():
            yield json.loads(line)


@contextmanager
def kiosk(folder: Path, config: Path) -> Iterator[Pane]:
    """The kiosk with its onlooker, drawing into memory."""
    log = folder / "kiosk.jsonl"
    command = [sys.executable, "-m", "kiosk.watched", "--config", str(config), "--log", str(log)]
    with _running("kiosk", command, folder, log) as pane:
        yield pane


@contextmanager
def bare_kivy(folder: Path) -> Iterator[Pane]:
    """The bare Kivy application, drawing into memory."""
    log = folder / "bare.jsonl"
    command = [sys.executable, "-m", "tests.benchmarks.bare_kivy", str(folder / "bare-home"), str(log)]
    with _running("bare", command, folder, log) as pane:
        yield pane


@contextmanager
def _running(name: str, command: list[str], folder: Path, log: Path) -> Iterator[Pane]:
    log.unlink(missing_ok=True)
    part = Part(name, command, folder, takes_orders=True).start()
    try:
        yield Pane(part, log)
    finally:
        part.stop()


def cpu_s(pid: int) -> float:
    """Seconds of processor time that a process has used: fields 14 and 15 of proc_pid_stat(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Memory of a process that is in RAM now, shared libraries included: VmRSS of proc_pid_status(5)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
