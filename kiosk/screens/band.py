"""The outcome at two metres: a band of one colour with one shape in it, and the time left."""

from kivy.properties import OptionProperty, StringProperty

from kiosk.screens.icon_shapes import TONE_SHAPES
from kiosk.screens.placed import Placed
from kiosk.views import Icon, Tone

ICON_PX = 220
RING_PX = 60
MARGIN_PX = 40


class Band(Placed):
    """Beside the words in landscape, above them in portrait."""

    tone = OptionProperty("plain", options=list(Tone))
    shape = StringProperty("none")

    def show(self, tone: Tone, icon: Icon) -> None:
        """A view without an icon gets its tone's: colour never speaks alone."""
        self.tone = tone
        self.shape = TONE_SHAPES[tone] if icon is Icon.NONE else icon

    def place(self) -> None:
        """The shape in the middle, the ring at the foot, or at the right where the band lies on top."""
        icon, ring, panel = self.ids.icon, self.ids.ring, self.sheet.panel
        side = min(panel.length(ICON_PX), self.width * 0.8, self.height * 0.8)
        icon.size = side, side
        icon.center = self.center
        small, margin = panel.length(RING_PX), panel.length(MARGIN_PX)
        ring.size = small, small
        if panel.is_portrait:
            ring.pos = self.right - margin - small, self.y + margin
        else:
            ring.pos = self.center_x - small / 2, self.y + margin
