"""The place the eye goes to: a badge, its waves, and what to do with it."""

from kivy.properties import NumericProperty, StringProperty

from kiosk.screens.placed import Placed

ICON_PX = 144


class TapTile(Placed):
    """Breathes: `breath` from 0 to 1 warms its edge."""

    words = StringProperty()
    breath = NumericProperty(0)
    edge = NumericProperty(1)
    radius = NumericProperty(1)

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        self.fbind("words", self.place_soon)

    def place(self) -> None:
        """The badge over the words, both in the middle."""
        icon, text, panel = self.ids.icon, self.ids.text, self.sheet.panel
        side, gap, pad = panel.length(ICON_PX), panel.length(28), panel.length(24)
        width = self.width - 2 * pad
        plan = text.plan(width, 1, self.height - side - gap - 2 * pad)
        text.take(plan)
        text.size = width, text.plan_height(plan)
        foot = self.center_y - (side + gap + text.height) / 2
        text.pos = self.x + pad, foot
        icon.size = side, side
        icon.pos = self.center_x - side / 2, foot + text.height + gap
