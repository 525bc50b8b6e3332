"""Ten digits for gloved fingers; backspace, clear and next beside them."""

from kiosk.screens.debounce import KEY_HOLD_S
from kiosk.screens.placed import Placed
from kiosk.screens.touch_button import TouchButton
from kiosk.views import Act, Intent, KeypadView

GAP_PX = 18
ACTION_WIDER = 1.3
MOST_HIGH_PX = 150

# role: column, row from the top, columns and rows taken
PLACES = {
    **{str(digit): ((digit - 1) % 3, (digit - 1) // 3, 1, 1) for digit in range(1, 10)},
    "0": (0, 3, 3, 1),
    "backspace": (3, 0, 1, 1),
    "clear": (3, 1, 1, 1),
    "next": (3, 2, 1, 2),
}


class KeyGrid(Placed):
    """Thirteen keys, made once."""

    def __init__(self, **settings: object) -> None:
        self.keys: dict[str, TouchButton] = {}
        super().__init__(**settings)

    def on_sheet(self, *_: object) -> None:
        """The sheet is known: the keys can be made."""
        super().on_sheet()
        for name in PLACES:
            key = TouchButton(sheet=self.sheet, role="keys" if name.isdigit() else name, radius_px=20)
            if name.isdigit():
                key.words, key.intent = name, Intent(Act.KEY, name)
                key.design_px, key.face, key.hold_s = 56, "regular", KEY_HOLD_S
            else:
                key.intent, key.design_px, key.max_lines = Intent(Act(name)), 32, 2
            self.keys[name] = key
            self.add_widget(key)
        self.keys["next"].kind = "primary"
        backspace = self.keys["backspace"]
        backspace.icon, backspace.icon_px, backspace.stacks = "backspace", 56, True
        backspace.design_px, backspace.hold_s = 24, KEY_HOLD_S

    def show(self, view: KeypadView) -> None:
        """Takes the words of the three actions. A sign instead of a word is left to the icon."""
        self.keys["clear"].words, self.keys["next"].words = view.clear, view.next
        self.keys["backspace"].words = view.backspace if any(map(str.isalpha, view.backspace)) else ""

    def place(self) -> None:
        """Four columns and four rows; the column of words is wider."""
        gap = self.sheet.panel.length(GAP_PX)
        wide = (self.width - 3 * gap) / (3 + ACTION_WIDER)
        high = min((self.height - 3 * gap) / 4, self.sheet.panel.length(MOST_HIGH_PX))
        top = self.center_y + (4 * high + 3 * gap) / 2
        for name, (column, row, columns, rows) in PLACES.items():
            key = self.keys[name]
            one = wide * ACTION_WIDER if column == 3 else wide
            key.size = columns * one + (columns - 1) * gap, rows * high + (rows - 1) * gap
            key.pos = self.x + column * (wide + gap), top - row * (high + gap) - key.height
