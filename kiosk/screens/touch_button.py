"""Something to touch: acts once for one touch, and shows in the next frame that it was felt."""

import time

from kivy.input import MotionEvent
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, OptionProperty, StringProperty

from kiosk.screens.debounce import BUTTON_HOLD_S, Debounce
from kiosk.screens.fonts import Face
from kiosk.screens.placed import Placed
from kiosk.screens.theme import BUTTON_LOOKS
from kiosk.views import Act, Button, Icon, Intent, Tone

SLIP_MM = 3  # a gloved finger rolls as it lifts


class TouchButton(Placed):
    """Shows a `Button` of a view; a touch dispatches its intent on the sheet."""

    role = StringProperty("buttons")
    words = StringProperty()
    icon = StringProperty("none")
    intent = ObjectProperty(Intent(Act.CLOSE))
    kind = StringProperty("plain")
    design_px = NumericProperty(26)
    face = OptionProperty("medium", options=list(Face))
    words_align = OptionProperty("center", options=["left", "center"])
    edge = NumericProperty(1)
    radius = NumericProperty(14)
    icon_px = NumericProperty(36)
    stacks = BooleanProperty(False)
    max_lines = NumericProperty(1)
    pad_px = NumericProperty(16)
    radius_px = NumericProperty(14)
    is_pressed = BooleanProperty(False)
    hold_s = NumericProperty(BUTTON_HOLD_S)

    def __init__(self, **settings: object) -> None:
        self._debounce = Debounce()
        self._turn = 0
        super().__init__(**settings)
        self.fbind("words", self.place_soon)
        self.fbind("icon", self.place_soon)

    def show(self, button: Button) -> None:
        """Takes the words, the picture and the meaning of `button`."""
        self.words, self.icon, self.intent = button.text, button.icon, button.intent
        self.kind = "primary" if button.primary else "warn" if button.tone is Tone.WARN else "plain"

    def look(self, kind: str, part: int) -> str:
        """The colour of one part of a button of that kind, as `theme` lists them."""
        return BUTTON_LOOKS[kind][part]

    def natural_width(self) -> float:
        """As wide as its words want it, on one line."""
        beside = 0 if self.icon == Icon.NONE else self.sheet.panel.length(self.icon_px + 16)
        return float(self.ids.words.natural_width() + beside + 2 * self.sheet.panel.length(32))

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """A finger comes down."""
        if touch.is_mouse_scrolling or not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        self.is_pressed, self._turn = True, self.sheet.turn
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        """The finger lifts: acts if it is still here, and if what it came down on is still what stands here."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self.is_pressed = False
        stands = self.get_root_window() is not None and self._turn == self.sheet.turn
        self._debounce.hold_s = self.hold_s
        if stands and self._is_near(*touch.pos) and self._debounce.passes(time.monotonic()):
            self.sheet.dispatch("on_intent", self.intent)
        return True

    def _is_near(self, x: float, y: float) -> bool:
        slip = SLIP_MM * self.sheet.panel.px_per_mm
        return bool(self.x - slip <= x <= self.right + slip and self.y - slip <= y <= self.top + slip)

    def place(self) -> None:
        """The icon over the words where `stacks` and the height allow it, else before them."""
        side = 0 if self.icon == Icon.NONE else min(self.sheet.panel.length(self.icon_px), self.height * 0.55)
        line = self.sheet.panel.text_px(self.design_px) * 1.3 if self.words else 0
        gap = self.sheet.panel.length(self.pad_px)
        self.ids.icon.size = side, side
        if side and self.stacks and self.height >= side + line + 3 * gap:
            self._stand_over(side, line, gap)
        else:
            self._stand_before(side, gap)

    def _stand_over(self, side: float, line: float, gap: float) -> None:
        words, icon = self.ids.words, self.ids.icon
        most = self.height - side - 3 * gap
        words.size = self.width - 2 * gap, min(most, line * self.max_lines)
        used = line * max(1, len(words.plan(words.width, 1, words.height).lines)) if line else 0
        words.height = min(words.height, used)
        between = gap if line else 0
        foot = self.center_y - (side + between + words.height) / 2
        words.pos = self.x + gap, foot
        icon.pos = self.center_x - side / 2, foot + words.height + between

    def _stand_before(self, side: float, gap: float) -> None:
        words, icon = self.ids.words, self.ids.icon
        beside = side + gap if side and self.words else side
        free = self.width - 2 * gap - beside
        wide = min(free, words.natural_width()) if side else free
        x = self.center_x - (beside + wide) / 2 if side else self.x + gap
        icon.pos = x, self.center_y - side / 2
        words.pos, words.size = (x + beside, self.y), (wide, self.height)
