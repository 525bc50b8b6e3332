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
from kiosk.screens.fit import Fitted, fit, sizes
from kiosk.screens.fonts import Face

AS_HIGH_AS_NEEDED = 100_000
NOTHING = Fitted(0, ())


class Words(Widget):
    """Shows `words` in `ink`. With `is_placed` its parent breaks the lines and sets the size (see `text_stack`)."""

    sheet = ObjectProperty(None, allownone=True)
    role = StringProperty()
    words = StringProperty()
    design_px = NumericProperty(28)
    face = OptionProperty("regular", options=list(Face))
    ink = StringProperty("text")
    align = OptionProperty("left", options=["left", "center", "right"])
    rise = OptionProperty("middle", options=["top", "middle", "bottom"])
    max_lines = NumericProperty(1)
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
        for name in ("pos", "size", "texture_size", "rise", "align"):
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
        box = (width, height)
        return fit(self._text(), box, sizes(wanted, panel.least_text_px), type_face.letters(self.face), self.max_lines)

    def plan_height(self, fitted: Fitted) -> int:
        """How high a plan stands."""
        return len(fitted.lines) * type_face.line_px(self.face, fitted.size_px) if fitted.shown else 0

    def take(self, plan: Fitted) -> None:
        """Sets the words as planned."""
        self.fitted = plan

    def _text(self) -> str:
        return type_face.spread(self.words) if self.is_spread else self.words

    def _refit(self, *_: object) -> None:
        if self.sheet is None or self.is_placed or self.width < 2 or self.height < 2:
            return
        height = AS_HIGH_AS_NEEDED if self.is_cropped else self.height
        self.fitted = self.plan(self.width, 1, height)

    def _draw(self, *_: object) -> None:
        if not self.fitted.shown:
            self.texture, self.texture_size = None, [0, 0]
            return
        texture = type_face.drawn(self.face, self.fitted, self.align)
        self.texture = type_face.cropped(texture, self.fitted.size_px) if self.is_cropped else texture
        self.texture_size = list(self.texture.size)

    def _stand(self, *_: object) -> None:
        width, height = self.texture_size
        x = {"left": self.x, "center": self.center_x - width / 2, "right": self.right - width}[self.align]
        y = {"top": self.top - height, "middle": self.center_y - height / 2, "bottom": self.y}[self.rise]
        self.texture_pos = [round(x), round(y)]
