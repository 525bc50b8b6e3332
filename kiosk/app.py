"""The wall kiosk as a Kivy application: a window nobody can leave by touch or key, and views brought to it in time.

Rules: widgets are touched on the thread that draws and nowhere else; the presenter may speak from any thread; a view
that was handed over is on the glass in the next frame.
"""

import gc
from collections import deque
from collections.abc import Callable
from pathlib import Path

import structlog
from kivy import kivy_home_dir
from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.screens.panel import Panel
from kiosk.screens.presenter_port import Presenter
from kiosk.screens.renderer import finish_frame, is_software, renderer_name
from kiosk.screens.root import Root
from kiosk.screens.speaker import LoudSpeaker
from kiosk.sounds import Speaker
from kiosk.views import IdleView, View
from shared.watchdog import ROUND_EVERY_S

log = structlog.get_logger()


def _nothing() -> None:
    pass


def _settle_memory() -> None:
    """Takes the widgets out of the garbage collector's rounds: they live as long as the kiosk, and one round over
    them (75,000 objects) costs more than a frame.
    """
    gc.collect()
    gc.freeze()


class KioskApp(App):
    """Runs until `stop` is called by the program. `prepare_kivy` must have run before this module is imported.

    `on_first_frame` is called once the first frame is drawn, before the presenter starts; `came_round` again and again
    by the loop that draws. `drawn_by` hears who draws, before the first frame; `touched` of every finger on the glass.
    """

    title = "Clockpost"

    def __init__(
        self,
        presenter: Presenter,
        panel: Panel,
        *,
        fullscreen: bool,
        volume: float,
        speaker: Speaker | None = None,
        on_first_frame: Callable[[], None] = _nothing,
        came_round: Callable[[], None] = _nothing,
        drawn_by: Callable[[str], None] = lambda _: None,
        touched: Callable[[], None] = _nothing,
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._panel = panel
        self._fullscreen = fullscreen
        self._speaker = speaker or LoudSpeaker(Path(kivy_home_dir) / "sounds", volume)
        self._first_frame = on_first_frame
        self._came_round = came_round
        self._drawn_by = drawn_by
        self._touched = touched
        self._to_show: deque[tuple[View, str]] = deque()
        self._is_stopping = self._is_stopped = False

    def build(self) -> Root:
        """The one tree of widgets."""
        self.root = Root(self._panel, self._presenter.intent)
        Window.bind(on_request_close=self._keep_open, size=self._fit, on_touch_down=self._finger)
        Window.show_cursor = not self._fullscreen
        self._fit(Window, Window.size)
        self._look_at_the_renderer()
        return self.root

    def on_start(self) -> None:
        """The window stands; the first frame comes next."""
        self._speaker.start()
        Window.bind(on_flip=self._drawn)
        Clock.schedule_interval(lambda _: self._came_round(), ROUND_EVERY_S)
        self.root.canvas.ask_update()

    def on_stop(self) -> None:
        """The window closes. Kivy says so twice."""
        self._is_stopping = True
        if not self._is_stopped:
            self._is_stopped = True
            self._presenter.stop()
            self._speaker.stop()

    def stop(self, *_: object) -> None:
        """Ends the kiosk; the only way out. On the thread that draws."""
        self._is_stopping = True
        super().stop()

    def stop_soon(self) -> None:
        """Ends the kiosk after this frame; from any thread, or from a signal's handler."""
        Clock.schedule_once(self.stop, 0)

    def show(self, view: View, theme: str) -> None:
        """Brings `view` to the glass in the next frame, from any thread."""
        self._to_show.append((view, theme))
        Clock.schedule_once(self._bring, 0)

    def open_settings(self, *_: object) -> bool:
        """F1 asks for Kivy's settings: a kiosk has none to show."""
        return True

    def _bring(self, *_: object) -> None:
        while self._to_show and not self._is_stopping:
            view, theme = self._to_show.popleft()
            self.root.show(view, theme)
            if not isinstance(view, IdleView):
                self._speaker.play(view.sound)

    def _drawn(self, *_: object) -> None:
        Window.unbind(on_flip=self._drawn)
        _settle_memory()
        self._first_frame()
        self._presenter.start(self.show)

    def _keep_open(self, *_: object, **__: object) -> bool:
        return not self._is_stopping

    def _finger(self, *_: object) -> bool:
        self._touched()
        return False

    def _fit(self, _: object, size: tuple[int, int]) -> None:
        self.root.fit_to(*size)

    def _look_at_the_renderer(self) -> None:
        name = renderer_name()
        self._drawn_by(name)
        if is_software(name):
            self.root.stop_breathing()
            Window.bind(on_flip=finish_frame)
            log.warning("drawing in software", renderer=name, cure="add the kiosk's user to the group render")
