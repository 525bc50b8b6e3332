"""`clockpost setup` as a process on a terminal of its own (a pty), and somebody who reads and types there."""

import errno
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

PATIENCE_S = 60.0
LOOK_S = 0.002
# What proc(5) calls a process that waits for something.
SLEEPING = "S"
CLOCKPOST = Path(sys.executable).with_name("clockpost")


class Typist:
    """One run. `screen` is all that was shown."""

    def __init__(self, settings: Path, *options: str) -> None:
        self._hand, theirs = pty.openpty()
        environment = {**os.environ, "CLOCKPOST_CONFIG": str(settings), "TERM": "dumb", "COLUMNS": "400"}
        # A session with this terminal as its own: only then Ctrl-C is a signal, and a password is read from here.
        command = ["setsid", "--ctty", str(CLOCKPOST), "setup", *options]
        self._process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
        os.close(theirs)
        self.screen = ""
        self._read_up_to = 0

    def __enter__(self) -> "Typist":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._hand)

    def sees(self, what: str) -> str:
        """Wait until this (a regular expression) is shown after what was seen last; what stands up to it."""
        give_up_s = time.monotonic() + PATIENCE_S
        while True:
            found = re.search(what, self.screen[self._read_up_to :])
            if found:
                begin, self._read_up_to = self._read_up_to, self._read_up_to + found.end()
                return self.screen[begin : self._read_up_to]
            assert time.monotonic() < give_up_s, f"{what!r} never came; the screen:\n{self.screen}"
            assert self._more(), f"it ended without {what!r}; the screen:\n{self.screen}"

    def answers(self, asked: str, answer: str = "") -> None:
        """Wait for a prompt, and type an answer with Enter."""
        self._sees_prompt(asked)
        os.write(self._hand, answer.encode() + b"\n")

    def presses_ctrl_c(self, seen: str) -> None:
        """Wait for this, and interrupt there."""
        self.sees(seen)
        self._until_it_waits()
        os.write(self._hand, b"\x03")

    def _until_it_waits(self) -> None:
        # Between Python's last look for signals and its read of a prompt, Ctrl-C is lost until the next key: people
        # press it again there, and are never as fast as a test.
        give_up_s = time.monotonic() + PATIENCE_S
        stat = Path(f"/proc/{self._process.pid}/stat")
        while stat.read_text(encoding="utf-8").rpartition(") ")[2][0] != SLEEPING:
            assert time.monotonic() < give_up_s, f"it never waited; the screen:\n{self.screen}"
            time.sleep(LOOK_S)

    def _sees_prompt(self, asked: str) -> None:
        # The space comes last: for a password, once nothing that is typed is shown any more.
        self.sees(f"{asked}[^\n]*: ")

    def ends(self) -> int:
        """Wait until it is over; the exit code."""
        while self._more():
            pass
        return self._process.wait(PATIENCE_S)

    def _more(self) -> bool:
        ready, _, _ = select.select([self._hand], [], [], PATIENCE_S)
        assert ready, f"nothing more came; the screen:\n{self.screen}"
        try:
            told = os.read(self._hand, 65_536)
        except OSError as error:
            # What Linux says once nobody has the other end open any more.
            if error.errno != errno.EIO:
                raise
            return False
        self.screen += told.decode(errors="replace").replace("\r\n", "\n")
        return bool(told)
