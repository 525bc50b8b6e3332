"""One window for all tests of this folder: Kivy opens one, once, in a process. Nothing needs a display."""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.screens.panel import Panel
from kiosk.views import Intent, View

PANELS = {
    "1280x800": Panel(1280, 800, 10.1),
    "800x480": Panel(800, 480, 7),
    "800x1280": Panel(800, 1280, 10.1),
}
Box = tuple[float, float, float, float]


def _samples() -> dict[str, View]:
    path = Path(__file__).with_name("samples.py")
    spec = importlib.util.spec_from_file_location("screen_samples", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.SAMPLES


@dataclass
class Stage:
    """A root in a window, somebody before it, and what they touched."""

    root: object
    reader: object
    touched: list[Intent] = field(default_factory=list)

    def fit(self, panel: Panel) -> None:
        self.root.size = panel.width_px, panel.height_px
        self.root.measure(panel)

    def show(self, view: View, theme: str = "dark") -> None:
        self.root.show(view, theme)
        self.frame()

    def frame(self) -> None:
        from kivy.base import EventLoop

        from kiosk.screens.renderer import finish_frame

        EventLoop.idle()
        finish_frame()

    def pixels(self) -> bytes:
        from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels

        self.root.canvas.ask_update()
        self.frame()
        return glReadPixels(0, 0, 1280, 800, GL_RGB, GL_UNSIGNED_BYTE)


@dataclass(frozen=True)
class Mark:
    """One thing on the glass: a text in its box, or something to touch."""

    kind: str
    role: str
    text: str
    box: Box
    drawn: tuple[float, float] = (0, 0)
    size_px: int = 0
    lines: int = 0
    wanted: str = ""
    owner: int = 0
    in_footer: bool = False


@dataclass(frozen=True)
class Scene:
    """What stood on one panel for one sample in one theme."""

    panel: Panel
    name: str
    theme: str
    texts: dict[str, object]
    marks: list[Mark]

    def __str__(self) -> str:
        return f"{self.name} at {self.panel.width_px}x{self.panel.height_px}, {self.theme}"


@pytest.fixture(scope="session")
def samples() -> dict[str, View]:
    """Every sample view by name."""
    return _samples()


@pytest.fixture(scope="session")
def panels() -> dict[str, Panel]:
    """The three panels everything is laid out for."""
    return PANELS


@pytest.fixture(scope="session")
def window_stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    from kiosk.screens.environment import prepare_kivy

    os.environ["SDL_VIDEODRIVER"] = "offscreen"
    prepare_kivy(tmp_path_factory.mktemp("kivy") / "home", PANELS["1280x800"], False)
    from kivy.base import EventLoop
    from kivy.clock import Clock
    from kivy.core.window import Window

    from kiosk.screens.driver import ScreenReader
    from kiosk.screens.root import Root

    touched: list[Intent] = []
    root = Root(PANELS["1280x800"], touched.append)
    root.size_hint = None, None
    root.stop_breathing()
    Window.add_widget(root)
    EventLoop.ensure_window()
    Clock._max_fps = 0
    return Stage(root, ScreenReader(root), touched)


@pytest.fixture
def stage(window_stage: Stage) -> Stage:
    """The window at 1280x800 with nothing touched yet."""
    window_stage.fit(PANELS["1280x800"])
    window_stage.touched.clear()
    return window_stage


@pytest.fixture(scope="session")
def scenes(window_stage: Stage, samples: dict[str, View]) -> list[Scene]:
    """Every sample on every panel in both themes, measured once."""
    found = []
    for panel in PANELS.values():
        window_stage.fit(panel)
        for name, view in samples.items():
            for theme in ("dark", "light"):
                window_stage.show(view, theme)
                texts = window_stage.reader.texts()
                found.append(Scene(panel, name, theme, texts, list(_marks(window_stage))))
    return found


def _marks(stage: Stage) -> Iterator[Mark]:
    from kiosk.screens.band import Band
    from kiosk.screens.icons import IconMark
    from kiosk.screens.ring import TimeRing
    from kiosk.screens.touch_button import TouchButton
    from kiosk.screens.words import Words

    footer = getattr(stage.root.sheet.ids.get("footer"), "__self__", None)
    for part in stage.reader._parts():
        box = (part.x, part.y, part.right, part.top)
        owner = next((id(one) for one in _ancestors(part) if isinstance(one, TouchButton)), 0)
        if isinstance(part, Words) and part.words:
            yield Mark(
                "text",
                part.role,
                part.shown,
                box,
                tuple(part.texture_size),
                part.fitted.size_px,
                len(part.fitted.lines),
                part.words,
                owner,
            )
        elif isinstance(part, TouchButton):
            in_footer = footer is not None and any(one is footer for one in _ancestors(part))
            yield Mark("touch", part.role, part.words, box, owner=id(part), in_footer=in_footer)
        elif isinstance(part, IconMark | TimeRing) and part.width > 1 and getattr(part, "shape", "") != "none":
            yield Mark("shape", type(part).__name__, "", box, owner=owner)
        elif isinstance(part, Band):
            yield Mark("band", "band", "", box)


def _ancestors(part: object) -> Iterator[object]:
    while part.parent is not None and part.parent is not part:
        yield part
        part = part.parent
