"""`hanging.py SERVICE LOOP CONFIG FOLDER`: one of our services as it is, until SIGUSR1; then one of its loops hangs.

A hang cannot be ordered from outside: this process reaches into the running service and blocks the loop's own thread.
Rounds come quickly here, so that nobody has to wait for the silence.
"""

# ruff: noqa: PLC0415  each service is imported by its own process alone, after its rounds were made quick

import asyncio
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shared.watchdog
from shared.config import load_config

shared.watchdog.ROUND_EVERY_S = 0.2
caught: dict[str, Any] = {}


def block(*_: object) -> float:
    """Never comes back."""
    time.sleep(3600)
    return 0.0


def catching(owner: type, method: str, name: str) -> None:
    """Keep whoever `method` is called on, and the event loop that it is called in, if there is one."""
    real = getattr(owner, method)

    def wrapped(self: Any, *told: Any, **wishes: Any) -> Any:
        caught[name] = self
        try:
            caught["loop"] = asyncio.get_running_loop()
        except RuntimeError:
            caught.setdefault("loop", None)
        return real(self, *told, **wishes)

    setattr(owner, method, wrapped)


def kiosk(config: Path, folder: Path) -> None:
    """The wall terminal."""
    from kiosk.run import run_watched
    from kiosk.wiring import Terminal

    catching(Terminal, "start", "terminal")
    run_watched(load_config(config), folder / "glass.jsonl")


def command(*words: str) -> None:
    """A command of `clockpost`."""
    from shared.cli import build

    build()(list(words))


def sync(config: Path, _: Path) -> None:
    """Delivery."""
    from shared.sync_service import SyncService

    catching(SyncService, "run", "sync")
    command("sync", "--config", str(config))


def ivr(config: Path, _: Path) -> None:
    """The phone line."""
    from ivr.workers import Workers

    catching(Workers, "start", "workers")
    command("ivr", "--config", str(config))


def board(config: Path, _: Path) -> None:
    """The web page."""
    from kiosk.board.rooms import Rooms

    catching(Rooms, "turn", "rooms")
    command("board", "--config", str(config))


def hang_screen() -> None:
    from kivy.clock import Clock

    Clock.schedule_once(block, 0)


def hang_presenter() -> None:
    caught["terminal"].presenter._stage.on_time = block


def hang_deliveries() -> None:
    caught["sync"].worker.monotonic = block


HANGS: dict[str, Callable[[], object]] = {
    "kiosk screen": hang_screen,
    "kiosk presenter": hang_presenter,
    "sync deliveries": hang_deliveries,
    "sync writer": lambda: caught["sync"]._writer.submit(block),
    "ivr event loop": lambda: caught["loop"].call_soon_threadsafe(block),
    "ivr writer": lambda: caught["workers"]._writer.submit(block),
    "board event loop": lambda: caught["loop"].call_soon_threadsafe(block),
    "board acting": lambda: caught["rooms"]._acting.pool.submit(block),
}


def main() -> None:
    service, what, config, folder = sys.argv[1:]
    hang = HANGS[f"{service} {what}"]
    # In a thread of its own: a handler runs in the main thread, which some of these loops are.
    signal.signal(signal.SIGUSR1, lambda *_: threading.Thread(target=hang, daemon=True).start())
    globals()[service](Path(config), Path(folder))


if __name__ == "__main__":
    main()
