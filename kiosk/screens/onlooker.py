"""Somebody who watches the glass, writes down what it says, and touches what they are told to: for demo and tests.

The log is kept outside the product, one JSON line for each change of the screen, flushed to disk before the next
frame: what stands in it was really shown, whatever happens to the process afterwards.
"""

import json
import os
import threading
from pathlib import Path
from typing import IO

from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.screens.driver import NotOnScreen, ScreenReader, Texts
from shared.ports import Clock as Clocks

LOOK_EVERY_S = 1 / 30


class Onlooker:
    """Orders come as JSON lines: {"touch": "Clock out"}, {"screenshot": "/path.png"} or {"stop": true}."""

    def __init__(self, screen: ScreenReader, log: Path, orders: IO[str], clocks: Clocks) -> None:
        self._screen = screen
        self._log = log.open("a", encoding="utf-8")
        self._orders = orders
        self._clocks = clocks
        self._last: Texts = {}
        self._frame = 0

    def start(self) -> None:
        """Watch from now on; on the thread that draws."""
        Window.bind(on_flip=self._look)
        threading.Thread(target=self._listen, name="onlooker", daemon=True).start()

    def _look(self, *_: object) -> None:
        self._frame += 1
        seen = self._screen.texts()
        if seen != self._last:
            self._last = seen
            self._write({"seen": seen})

    def _listen(self) -> None:
        for line in self._orders:
            order = json.loads(line)
            Clock.schedule_once(lambda _, order=order: self._obey(order), 0)

    def _obey(self, order: dict[str, str]) -> None:
        try:
            if "touch" in order:
                self._screen.touch(order["touch"])
            elif "screenshot" in order:
                self._screen.screenshot(Path(order["screenshot"]))
        except NotOnScreen as error:
            self._write({"not_on_screen": str(error)})
        else:
            self._write({"done": order})

    def _write(self, entry: dict[str, object]) -> None:
        entry["at"] = self._clocks.read().wall.isoformat()
        entry["frame"] = self._frame
        self._log.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._log.flush()
        os.fsync(self._log.fileno())
