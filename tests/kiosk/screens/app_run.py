"""Runs the kiosk once, does to it what people and threads do, and prints what came of it as JSON.

A process of its own: an application that ended cannot run again beside other tests' window.
"""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

import json
import os
import sys
import threading
from pathlib import Path

from kiosk.screens.environment import prepare_kivy
from kiosk.screens.panel import Panel
from kiosk.views import Act, Button, Icon, IdleView, Intent, OutcomeView, Sound, Tone

IDLE = IdleView(
    clock="05:58",
    clock_note="",
    date="Sunday 22 November",
    site="Harbour Tower",
    corner="Terminal 1",
    tap="Tap your badge",
    notice="",
    notice_tone=Tone.PLAIN,
    statuses=(),
    buttons=(Button(Intent(Act.NO_BADGE), "No badge"),),
)
OUTCOME = OutcomeView(
    tone=Tone.OK,
    icon=Icon.IN,
    who="Ana Ribeiro",
    what="Clocked in 05:58",
    detail="",
    pill=None,
    lines=(),
    buttons=(),
    closes_after_s=4,
    sound=Sound.IN,
)


class Ana:
    """A presenter that shows the idle screen and answers a touch with an outcome, from a thread of its own."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.fingers: list[str] = []

    def start(self, show) -> None:
        self.told.append("start")
        self.show = show
        show(IDLE, "dark")

    def intent(self, intent: Intent) -> None:
        self.told.append(f"intent {intent.act}")
        threading.Thread(target=self.show, args=(OUTCOME, "light")).start()

    def stop(self) -> None:
        self.told.append("stop")


class Listener:
    """A loudspeaker that writes down what it was asked for."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def start(self) -> None: ...

    def play(self, sound: Sound) -> None:
        self.heard.append(sound)

    def stop(self) -> None: ...


def main(home: Path) -> None:
    """The whole life of a kiosk, in frames."""
    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    prepare_kivy(home, Panel(1280, 800, 10.1), False)
    from kivy.base import EventLoop
    from kivy.clock import Clock
    from kivy.config import Config
    from kivy.core.window import Window

    from kiosk.app import KioskApp
    from kiosk.screens.driver import ScreenReader

    found: dict[str, object] = {
        "input": dict(Config.items("input")),
        "escape": Config.getboolean("kivy", "exit_on_escape"),
        "clock": Config.get("kivy", "kivy_clock"),
        "maxfps": Config.getint("graphics", "maxfps"),
        "screensaver": Config.getboolean("graphics", "allow_screensaver"),
        "window": list(Window.size),
    }
    ana, listener = Ana(), Listener()
    app = KioskApp(
        ana,
        Panel(1280, 800, 10.1),
        fullscreen=False,
        volume=0.5,
        speaker=listener,
        on_first_frame=lambda: ana.told.append("first frame"),
        touched=lambda: ana.fingers.append(ana.told[-1]),
    )

    def run():
        while "start" not in ana.told:
            yield
        yield
        reader = ScreenReader(app.root)
        found["first"] = reader.texts()
        children = len(Window.children)
        for key in (27, 282, 285, 292):  # Escape, F1, F4, F11
            Window.dispatch("on_keyboard", key, 0, None, [])
        found["closed"] = Window.dispatch("on_request_close")
        yield
        found["still"] = EventLoop.status
        found["panels opened"] = len(Window.children) - children
        reader.touch("No badge")
        while reader.texts()["screen"] == "idle":
            yield
        found["then"] = reader.texts()
        found["renderer breathes"] = app.root.sheets[IdleView].breathes
        app.stop()
        found["closes when stopping"] = not Window.dispatch("on_request_close")

    steps = run()
    Clock.schedule_interval(lambda _: next(steps, None), 0)
    app.run()
    found["fingers"] = ana.fingers
    found["told"], found["heard"] = ana.told, listener.heard
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
