"""Starting, watching, killing and restarting the processes of the morning."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE_S = 30.0
LOOK_EVERY_S = 0.02


class Gone(Exception):
    """Something of the morning did not happen in time, or a process ended by itself."""


def until(what: str, happened: Callable[[], Any], patience_s: float = PATIENCE_S) -> Any:
    """Wait for something to become true; what it became. Raises Gone, naming it."""
    give_up = time.monotonic() + patience_s
    while True:
        found = happened()
        if found:
            return found
        if time.monotonic() > give_up:
            raise Gone(f"{what}: not within {patience_s:.0f} s")
        time.sleep(LOOK_EVERY_S)


class Part:
    """One process, its output in a file of the demo's folder."""

    def __init__(self, name: str, command: list[str], folder: Path, *, takes_orders: bool = False) -> None:
        self.name = name
        self._command = command
        self._output = folder / f"{name}.log"
        self._takes_orders = takes_orders
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> "Part":
        """Start it, or start it again."""
        with self._output.open("a", encoding="utf-8") as output:
            self.process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE if self._takes_orders else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )
        return self

    def order(self, **order: object) -> None:
        """Send one order to a process that takes them."""
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """SIGKILL: no goodbye, no flush."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, and insist after ten seconds."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def is_alive(self) -> bool:
        """Does it still run?"""
        return self.process is not None and self.process.poll() is None


def clockpost(*words: str, config: Path | None = None) -> list[str]:
    """The command line of one of our commands, run by this interpreter."""
    settings = ["--config", str(config)] if config else []
    return [sys.executable, "-m", "shared.cli", *words, *settings]


def run(*words: str, config: Path) -> str:
    """Run one of our commands to its end; what it printed. Raises Gone with all it said when it failed."""
    done = subprocess.run(clockpost(*words, config=config), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Gone(f"clockpost {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def answer_of(*words: str, config: Path) -> Any:
    """Run a listing command and read its JSON. Raises Gone with what it said when it failed."""
    return json.loads(run(*words, config=config))
