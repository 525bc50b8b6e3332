"""One text on a screen: as large as the design wants it, smaller or on more lines where its box demands, never cut."""

from kivy.clock import Clock
from kivy.properties import (
    BooleanProperty,
    ListProperty,
    NumericProperty,
    ObjectProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.widget import Widget

from kiosk.screens import type_face
from kiosk.screens.fit import Fitted, fit, on_one_line, sizes
from kiosk.screens.fonts import Face

AS_HIGH_AS_NEEDED = 100_000
NOTHING = Fitted(0, ())


class Words(Widget):
    """Shows `words` in `ink`. Rather than break a line it shrinks to `line_share` of the design's size.

    With `is_placed` its parent breaks the lines and sets the size (see `text_stack`).
    """

    sheet = ObjectProperty(None, allownone=True, rebind=True)
    role = StringProperty()
    words = StringProperty()
    design_px = NumericProperty(28)
    face = OptionProperty("regular", options=list(Face))
    ink = StringProperty("text")
    align = OptionProperty("left", options=["left", "center", "right"])
    max_lines = NumericProperty(1)
    line_share = NumericProperty(1)
    gap_px = NumericProperty(0)
    is_spread = BooleanProperty(False)
    is_cropped = BooleanProperty(False)
    is_placed = BooleanProperty(False)
    fitted = ObjectProperty(NOTHING)
    texture = ObjectProperty(None, allownone=True)
    texture_size = ListProperty([0, 0])
    texture_pos = ListProperty([0, 0])

    def __init__(self, **settings: object) -> None:
        self._refit_soon = Clock.create_trigger(self._refit, -1)
        super().__init__(**settings)
        for name in ("sheet", "words", "design_px", "size", "max_lines", "is_spread", "is_cropped", "is_placed"):
            self.fbind(name, self._refit_soon)
        for name in ("fitted", "face", "align"):
            self.fbind(name, self._draw)
        for name in ("pos", "size", "texture_size", "align"):
            self.fbind(name, self._stand)

    def on_sheet(self, *_: object) -> None:
        """The sheet is known: its panel decides the size."""
        if self.sheet is not None:
            self.sheet.fbind("panel", self._refit_soon)

    @property
    def shown(self) -> str:
        """The words a reader sees on the glass now."""
        return self.fitted.shown.replace(type_face.HAIR_SPACE, "") if self.texture else ""

    def natural_width(self, size_px: int = 0) -> int:
        """The width on one line, at the design's size unless another is given."""
        return type_face.width_px(self.face, self._text(), size_px or self.sheet.panel.text_px(self.design_px))

    def plan(self, width: float, share: float, height: float = AS_HIGH_AS_NEEDED) -> Fitted:
        """How the words would be set in `width` if everything were `share` of the design's size."""
        panel = self.sheet.panel
        wanted = max(panel.least_text_px, round(panel.text_px(self.design_px) * share))
        if not self.words:
            return NOTHING
        box, letters = (width, height), type_face.letters(self.face)
        smaller = max(panel.least_text_px, round(wanted * self.line_share))
        whole = on_one_line(self._text(), box, sizes(wanted, smaller), letters)
        return whole or fit(self._text(), box, sizes(wanted, panel.least_text_px), letters, self.max_lines)

    def plan_height(self, fitted: Fitted) -> int:
        """How high a plan stands."""
        return len(fitted.lines) * type_face.line_px(self.face, fitted.size_px) if fitted.shown else 0

    def take(self, plan: Fitted) -> None:
        """Sets the words as planned."""
        self.fitted = plan

    def _text(self) -> str:
        return type_face.spread(self.words) if self.is_spread else self.words

    def _refit(self, *_: object) -> None:
        if self.sheet is None or self.is_placed:
            return
        has_room = self.width > 1 and self.height > 1
        self.fitted = self.plan(self.width, 1, self.height) if has_room else NOTHING

    def _draw(self, *_: object) -> None:
        if not self.fitted.shown:
            self.texture, self.texture_size = None, [0, 0]
            return
        texture = type_face.drawn(self.face, self.fitted, self.align)
        self.texture = type_face.cropped(texture, self.fitted.size_px) if self.is_cropped else texture
        self.texture_size = list(self.texture.size)

    def _stand(self, *_: object) -> None:
        across, up = self.width - self.texture_size[0], self.height - self.texture_size[1]
        x = self.x + across * {"left": 0, "center": 0.5, "right": 1}[self.align]
        self.texture_pos = [round(x), round(self.y + up / 2)]
