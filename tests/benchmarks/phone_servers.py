"""The phone line and the applications beside it: each a process on the first core, while the callers have the last."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.demo.processes import Part, clockpost, until


def cores() -> tuple[int, int]:
    """The server's and the callers'; one and the same where there is only one."""
    ours = sorted(os.sched_getaffinity(0))
    return ours[0], ours[-1]


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """This thread, and every process it starts, run on one core while the block does."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def phone_line(folder: Path, config: Path) -> Iterator[int]:
    """`clockpost ivr` on an installation; its port."""
    ready = folder / "line.url"
    with _serving("line", clockpost("ivr", "--ready", str(ready), config=config), folder, ready) as port:
        yield port


@contextmanager
def beside_it(folder: Path, which: str) -> Iterator[int]:
    """One of the applications of `phone_bare`; its port."""
    ready = folder / f"{which}.url"
    command = [sys.executable, "-m", "tests.benchmarks.phone_bare", which, str(ready)]
    with _serving(which, command, folder, ready) as port:
        yield port


@contextmanager
def _serving(name: str, command: list[str], folder: Path, ready: Path) -> Iterator[int]:
    # The threads of a process run where it was started.
    with on_core(cores()[0]):
        part = Part(name, command, folder).start()
    try:
        until(f"the {name} application listens", lambda: ready.exists() or not part.is_alive())
        port = urlsplit(ready.read_text(encoding="ascii").strip()).port
        assert port is not None
        yield port
    finally:
        part.stop()
