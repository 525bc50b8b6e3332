"""The answers to a question, as large as the screen allows: side by side, or one under the other."""

from collections.abc import Sequence

from kiosk.screens.placed import Placed
from kiosk.screens.touch_button import TouchButton
from kiosk.views import Button

GAP_PX = 32
SMALL_GAP_PX = 20
MOST_HIGH_PX = 320
TEXT_PX = 56
SMALL_TEXT_PX = 44


class ChoiceGrid(Placed):
    """One to four buttons, likeliest first; they are made once and used again."""

    def __init__(self, **settings: object) -> None:
        self._made: list[TouchButton] = []
        self._shown: list[TouchButton] = []
        super().__init__(**settings)

    def show(self, choices: Sequence[Button]) -> None:
        """Takes the answers of a view."""
        while len(self._made) < len(choices):
            self._made.append(
                TouchButton(sheet=self.sheet, role="choices", max_lines=3, pad_px=24, radius_px=28, stacks=True)
            )
        for widget, button in zip(self._made, choices, strict=False):
            widget.show(button)
        if len(self._shown) != len(choices):
            self._shown = self._made[: len(choices)]
            self.clear_widgets()
            for widget in self._shown:
                self.add_widget(widget)
        self.place_soon()

    def place(self) -> None:
        """Portrait: one column. Landscape: one row of up to three, or two rows of two."""
        if not self._shown or self.height < 1 or self.width < 1:
            return
        panel, count = self.sheet.panel, len(self._shown)
        columns = 1 if panel.is_portrait else {4: 2}.get(count, count)
        lines = -(-count // columns)
        gap = panel.length(SMALL_GAP_PX if count > 2 else GAP_PX)
        wide = (self.width - gap * (columns - 1)) / columns
        high = min((self.height - gap * (lines - 1)) / lines, panel.length(MOST_HIGH_PX))
        top = self.center_y + (high * lines + gap * (lines - 1)) / 2
        for index, button in enumerate(self._shown):
            row, column = divmod(index, columns)
            button.design_px = TEXT_PX if count < 3 else SMALL_TEXT_PX
            button.icon_px = 96 if count < 3 else 72
            button.size = wide, high
            button.pos = self.x + column * (wide + gap), top - (row + 1) * high - row * gap
