"""What can be touched about one thing: large buttons in one or two columns, likeliest first."""

from collections.abc import Sequence

from kiosk.screens.placed import Placed
from kiosk.screens.touch_button import TouchButton
from kiosk.views import Button

GAP_PX = 16
MOST_HIGH_PX = 168
IN_ONE_COLUMN = 3


class ActGrid(Placed):
    """Shows as many buttons as the view has; they are made once and used again."""

    def __init__(self, **settings: object) -> None:
        self._made: list[TouchButton] = []
        self._shown: list[TouchButton] = []
        super().__init__(**settings)

    def show(self, choices: Sequence[Button]) -> None:
        """Takes the buttons of a view."""
        while len(self._made) < len(choices):
            made = TouchButton(sheet=self.sheet, role="choices", max_lines=3, pad_px=14, radius_px=20)
            # Neighbours of one size read as one list: two lines before smaller letters.
            made.ids.words.line_share = 0.9
            self._made.append(made)
        for widget, button in zip(self._made, choices, strict=False):
            widget.show(button)
        if len(self._shown) != len(choices):
            self._shown = self._made[: len(choices)]
            self.clear_widgets()
            for widget in self._shown:
                self.add_widget(widget)
        self.place_soon()

    def place(self) -> None:
        """Up to three under each other, more in two columns; never lower than a finger needs."""
        count = len(self._shown)
        if not count or self.width < 1 or self.height < 1:
            return
        panel = self.sheet.panel
        columns = 1 if count <= IN_ONE_COLUMN else 2
        lines = -(-count // columns)
        gap = panel.length(GAP_PX)
        wide = (self.width - gap * (columns - 1)) / columns
        high = min((self.height - gap * (lines - 1)) / lines, panel.length(MOST_HIGH_PX))
        high = max(high, panel.middle_touch_px)
        top = self.top if panel.is_portrait else self.center_y + (high * lines + gap * (lines - 1)) / 2
        for index, button in enumerate(self._shown):
            row, column = divmod(index, columns)
            button.design_px = 36 if columns == 1 else 32
            button.icon_px = 48
            button.size = wide, high
            button.pos = self.x + column * (wide + gap), top - (row + 1) * high - row * gap
