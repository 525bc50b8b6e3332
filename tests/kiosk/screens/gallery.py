"""Draws every sample in both themes at one size of panel into a folder, to be looked at.

    python tests/kiosk/screens/gallery.py FOLDER [WIDTHxHEIGHT [INCHES [NAME...]]]

Each size needs a process of its own: Kivy opens one window, once. Without a size, all of them are drawn.
"""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SIZES = (("1280x800", "10.1"), ("800x480", "7"), ("800x1280", "10.1"), ("1920x1080", "15.6"))


def main(folder: Path, size: str = "", inches: str = "10.1", *names: str) -> None:
    """Draws one size here, or each size in a process of its own."""
    if folder.name.startswith("-"):
        raise SystemExit(__doc__)
    if size:
        draw(folder, size, float(inches), names)
        return
    for one in SIZES:
        subprocess.run([sys.executable, str(Path(__file__)), str(folder), *one], check=True)


def draw(folder: Path, size: str, inches: float, names: tuple[str, ...]) -> None:
    """Every sample whose name begins with one of `names`, in both themes."""
    from kiosk.screens.environment import prepare_kivy
    from kiosk.screens.panel import Panel

    width, height = (int(side) for side in size.split("x"))
    panel = Panel(width, height, inches)
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    prepare_kivy(folder / "home", panel, False)
    from kivy.base import EventLoop
    from kivy.core.window import Window

    from kiosk.screens.driver import ScreenReader
    from kiosk.screens.root import Root

    sys.path[:0] = [str(HERE), str(HERE.parents[2])]
    from about_samples import ABOUTS
    from authorising_samples import AUTHORISED
    from board_samples import BOARDS
    from desk_samples import DESKS
    from muster_samples import MUSTERS
    from notice_samples import NOTICES
    from samples import SAMPLES
    from summary_samples import SUMMARIES

    root = Root(panel, print)
    root.stop_breathing()
    Window.add_widget(root)
    EventLoop.ensure_window()
    reader = ScreenReader(root)
    for name, view in {**SAMPLES, **ABOUTS, **AUTHORISED, **BOARDS, **DESKS, **MUSTERS, **NOTICES, **SUMMARIES}.items():
        for theme in ("dark", "light"):
            if not names or name.startswith(names):
                root.show(view, theme)
                EventLoop.idle()
                reader.screenshot(folder / f"{size}-{name}-{theme}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
