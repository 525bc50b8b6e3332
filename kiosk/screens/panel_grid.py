"""Keys or names over the foot of the board, each as large as a gloved finger, in as few rows as they need."""

from collections.abc import Iterator, Sequence

from kivy.properties import NumericProperty

from kiosk.screens.count_chip import CountChip
from kiosk.screens.debounce import BUTTON_HOLD_S, KEY_HOLD_S
from kiosk.screens.placed import Placed
from kiosk.screens.touch_button import TouchButton
from kiosk.views import Act, Button

GAP_PX = 10
WIDEST_PX = 280


class PanelGrid(Placed):
    """Shows as many buttons as the view has; they are made once and used again."""

    wanted_height = NumericProperty(0)

    def __init__(self, **settings: object) -> None:
        self._keys: list[CountChip] = []
        self._others: list[TouchButton] = []
        self._shown: list[TouchButton] = []
        super().__init__(**settings)

    def show(self, buttons: Sequence[Button]) -> None:
        """Takes the buttons of a view. The text of a key is its digit and its letters."""
        keys, others = iter(self._keys), iter(self._others)
        shown = [self._key(keys, one) if one.intent.act is Act.KEY else self._other(others, one) for one in buttons]
        if shown != self._shown:
            self._shown = shown
            self.clear_widgets()
            for widget in shown:
                self.add_widget(widget)
        self.place_soon()

    def _key(self, made: Iterator[CountChip], button: Button) -> CountChip:
        key = next(made, None)
        if key is None:
            key = CountChip(sheet=self.sheet, role="panel", design_px=24, number_px=44, face="regular")
            key.hold_s = KEY_HOLD_S
            self._keys.append(key)
        key.show(button)
        key.number, _, key.words = button.text.partition(" ")
        return key

    def _other(self, made: Iterator[TouchButton], button: Button) -> TouchButton:
        widget = next(made, None)
        if widget is None:
            widget = TouchButton(sheet=self.sheet, role="panel", max_lines=2, pad_px=8)
            self._others.append(widget)
        widget.show(button)
        widget.hold_s = KEY_HOLD_S if button.intent.act is Act.BACKSPACE else BUTTON_HOLD_S
        return widget

    def place(self) -> None:
        """As many columns as a finger, or the longest name, leaves room for; then rows of equal length."""
        count = len(self._shown)
        if not count or self.width < 1:
            self.wanted_height = 0
            return
        panel = self.sheet.panel
        gap, finger = panel.length(GAP_PX), panel.middle_touch_px
        # On a large panel a digit with its letters is higher than a finger.
        high = max([finger, *(one.natural_height() for one in self._shown if isinstance(one, CountChip))])
        names = any(one.intent.act is Act.NARROW for one in self._shown)
        natural = max(one.natural_width() for one in self._shown) if names else 0
        least = max(finger, min(natural, panel.length(WIDEST_PX)))
        columns = max(1, int((self.width + gap) // (least + gap)))
        rows = -(-count // columns)
        columns = -(-count // rows)
        wide = (self.width - gap * (columns - 1)) / columns
        self.wanted_height = rows * high + (rows - 1) * gap
        for place, button in enumerate(self._shown):
            row, column = divmod(place, columns)
            button.size = wide, high
            button.pos = self.x + column * (wide + gap), self.y + self.wanted_height - (row + 1) * high - row * gap
