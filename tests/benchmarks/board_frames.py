"""Draws the board of many people and moves it by a finger, beside a bare list of labels; writes what each frame took.

    python -m tests.benchmarks.board_frames HOME PEOPLE FRAMES OUT

A process of its own: Kivy opens one window, once.
"""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

import gc
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.series import block, timed

STEP_PX = 34
"""A finger that moves this far in each frame goes through 500 lines in half a minute."""


def main(home: Path, people: int, frames: int, out: Path) -> None:
    """Open, then scroll one and the other."""
    from kiosk.screens.environment import prepare_kivy
    from kiosk.screens.panel import Panel

    panel = Panel(1280, 800, 10.1)
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    prepare_kivy(home, panel, False)
    from kivy.base import EventLoop
    from kivy.clock import Clock
    from kivy.core.window import Window

    from kiosk.screens.renderer import finish_frame, renderer_name
    from kiosk.screens.root import Root
    from tests.kiosk.screens.board_samples import crowd, morning, view

    root = Root(panel, lambda intent: None)
    root.stop_breathing()
    Window.add_widget(root)
    EventLoop.ensure_window()
    Clock._max_fps = 0

    def frame() -> None:
        root.canvas.ask_update()
        EventLoop.idle()
        finish_frame()

    # The wall kiosk has shown other screens for hours before somebody opens the board.
    root.show(view(known=morning().site_board()), "dark")
    frame()
    gc.collect()
    gc.freeze()
    many = view(known=crowd(people))

    def open_board() -> None:
        root.show(many, "dark")
        frame()

    opened_ms = timed(open_board)
    ours = block(frames, _scrolled(root.sheet.ids.lines, frame))
    Window.remove_widget(root)
    bare = _bare_list(people)
    Window.add_widget(bare)
    root = bare
    frame()
    beside = [block(frames, _scrolled(bare, frame)) for _ in range(2)]
    told = {
        "renderer": renderer_name(),
        "opened_ms": opened_ms,
        "ours": ours.ms,
        "beside": beside[0].ms,
        "again": beside[1].ms,
    }
    out.write_text(json.dumps(told), encoding="utf-8")


def _scrolled(listed: object, frame: Callable[[], None]) -> Callable[[], float]:
    """One frame after the list was moved by a step, up and down again."""
    way = [-1]

    def step() -> float:
        most = listed.children[0].height - listed.height
        listed.scroll_y = min(1.0, max(0.0, listed.scroll_y + way[0] * STEP_PX / most))
        if listed.scroll_y in (0.0, 1.0):
            way[0] = -way[0]
        return timed(frame)

    return step


def _bare_list(people: int) -> object:
    """As plain as Kivy has it: one label a line."""
    from kivy.lang import Builder

    listed = Builder.load_string(
        "RecycleView:\n"
        "    viewclass: 'Label'\n"
        "    RecycleBoxLayout:\n"
        "        orientation: 'vertical'\n"
        "        default_size: None, 72\n"
        "        default_size_hint: 1, None\n"
        "        size_hint_y: None\n"
        "        height: self.minimum_height\n"
    )
    listed.data = [{"text": f"Guard Number {number + 1}"} for number in range(people)]
    return listed


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
