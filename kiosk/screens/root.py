"""What hangs in the window: the strip that says DEMO, and one of its screens, each built once."""

from collections.abc import Callable

from kivy.clock import Clock
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.screens import drift
from kiosk.screens.board import BoardScreen
from kiosk.screens.cannot_record import CannotRecordScreen
from kiosk.screens.card import CardScreen
from kiosk.screens.choice import ChoiceScreen
from kiosk.screens.idle import IdleScreen
from kiosk.screens.keypad import KeypadScreen
from kiosk.screens.outcome import OutcomeScreen
from kiosk.screens.panel import Panel
from kiosk.screens.rules import read_rules
from kiosk.screens.sheet import Sheet
from kiosk.screens.summary import SummaryScreen
from kiosk.screens.theme import DARK, THEMES
from kiosk.views import (
    BoardView,
    CannotRecordView,
    CardView,
    ChoiceView,
    IdleView,
    Intent,
    KeypadView,
    OutcomeView,
    SummaryView,
    View,
)

DRIFT_S = 60


class Root(BoxLayout):
    """Shows a view by giving it to its screen and putting that screen in place, with nothing in between."""

    panel = ObjectProperty(Panel(1280, 800, 10.1), rebind=True)
    palette = ObjectProperty(DARK, rebind=True)
    demo = StringProperty()

    def __init__(self, panel: Panel, on_intent: Callable[[Intent], None]) -> None:
        read_rules()
        super().__init__(panel=panel)
        self.sheets: dict[type, Sheet] = {
            IdleView: IdleScreen(panel=panel),
            OutcomeView: OutcomeScreen(panel=panel),
            ChoiceView: ChoiceScreen(panel=panel),
            KeypadView: KeypadScreen(panel=panel),
            BoardView: BoardScreen(panel=panel),
            CardView: CardScreen(panel=panel),
            SummaryView: SummaryScreen(panel=panel),
            CannotRecordView: CannotRecordScreen(panel=panel),
        }
        self.sheet: Sheet | None = None
        self._minute = 0
        for sheet in self.sheets.values():
            sheet.bind(on_intent=lambda _, intent: on_intent(intent))
        Clock.schedule_interval(self._drift, DRIFT_S)

    def show(self, view: View, theme: str) -> None:
        """The view stands on the glass in the next frame, in the colours of `theme` ("dark" or "light")."""
        sheet = self.sheets[type(view)]
        self.demo = view.demo
        self.palette = sheet.palette = THEMES[theme]
        sheet.show(view)
        if sheet is not self.sheet:
            self._change_to(sheet)
        self._lay_ground()

    def fit_to(self, width_px: int, height_px: int) -> None:
        """The window is that large, on the same glass."""
        self.measure(self.panel.resized(width_px, height_px))

    def measure(self, panel: Panel) -> None:
        """Everything is measured anew for `panel`."""
        self.panel = panel
        for sheet in self.sheets.values():
            sheet.panel = panel

    def stop_breathing(self) -> None:
        """Nothing moves by itself from now on: the device draws in software."""
        idle = self.sheets[IdleView]
        idle.breathes = False
        idle.leave()

    def on_parent(self, *_: object) -> None:
        """The window is known."""
        self._lay_ground()

    def _lay_ground(self) -> None:
        """The window is cleared to the ground's colour: where a processor draws, one rectangle less over the whole
        screen halves the time of a frame.
        """
        window = self.get_root_window()
        if window is not None:
            window.clearcolor = self.palette.rgba(self.sheet.paper if self.sheet else "ground")

    def _change_to(self, sheet: Sheet) -> None:
        if self.sheet is not None:
            self.remove_widget(self.sheet)
            self.sheet.leave()
        self.sheet = sheet
        self.add_widget(sheet)

    def _drift(self, *_: object) -> None:
        self._minute += 1
        for sheet in self.sheets.values():
            sheet.drift = drift.drift_at(self._minute)
