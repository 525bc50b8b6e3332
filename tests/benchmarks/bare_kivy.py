"""`python -m tests.benchmarks.bare_kivy HOME LOG`: the least that a Kivy application can be on the same glass.

One label that ticks every second, or shows the last line of standard input. It is given the kiosk's own environment
(offscreen, 1280 x 800, at most 30 frames a second, the same clock), and logs each change once it was drawn, as the
kiosk's onlooker does.
"""

import json
import sys
import threading
from functools import partial
from pathlib import Path
from typing import IO

from kiosk.screens.environment import prepare_kivy
from kiosk.screens.panel import Panel
from shared.clock import SystemClock


def main(home: Path, log: Path) -> None:
    """Run until standard input ends."""
    prepare_kivy(home, Panel(1280, 800, 10.1), False, offscreen=True)
    from kivy.app import App  # noqa: PLC0415  Kivy must find its environment prepared
    from kivy.clock import Clock  # noqa: PLC0415
    from kivy.core.window import Window  # noqa: PLC0415
    from kivy.uix.label import Label  # noqa: PLC0415

    clock, app, label = SystemClock(), App(), Label(font_size=96)

    def show(text: str, *_: object) -> None:
        label.text = text

    def tick(*_: object) -> None:
        show(clock.now().strftime("%H:%M:%S"))

    def listen() -> None:
        for line in sys.stdin:
            Clock.schedule_once(partial(show, line.strip()), 0)
        Clock.schedule_once(app.stop, 0)

    drawn = _Drawn(clock, log.open("w", encoding="utf-8"))
    tick()
    app.build = lambda: label
    Window.bind(on_flip=lambda *_: drawn.note(label.text))
    Clock.schedule_interval(tick, 1)
    threading.Thread(target=listen, daemon=True).start()
    app.run()


class _Drawn:
    def __init__(self, clock: SystemClock, log: IO[str]) -> None:
        self._clock = clock
        self._log = log
        self._last = ""

    def note(self, text: str) -> None:
        if text != self._last:
            self._last = text
            self._log.write(json.dumps({"seen": {"text": text}, "at": self._clock.now().isoformat()}) + "\n")
            self._log.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
