"""The glass on the wall: its pixels, its real size, and every length the screens derive from the two.

The screens are drawn for a shorter side of 800 px and scale with it. Touch targets do not: a gloved finger is as wide
on a small panel as on a large one, so they come from millimetres.
"""

import math
from dataclasses import dataclass, replace

DESIGN_SIDE_PX = 800
LEAST_TEXT_PX = 20
MIDDLE_TOUCH_MM = 15
FOOTER_TOUCH_MM = 12
MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of `width_px` by `height_px` that measures `diagonal_in` inches from corner to corner."""

    width_px: int
    height_px: int
    diagonal_in: float

    @property
    def px_per_mm(self) -> float:
        """Pixels in one millimetre of glass."""
        return math.hypot(self.width_px, self.height_px) / (self.diagonal_in * MM_PER_INCH)

    @property
    def scale(self) -> float:
        """What a design length is multiplied by."""
        return min(self.width_px, self.height_px) / DESIGN_SIDE_PX

    @property
    def is_portrait(self) -> bool:
        return self.height_px > self.width_px

    @property
    def least_text_px(self) -> int:
        """The smallest text on this panel: 20 px, more where the pixels are finer than the design's."""
        return max(LEAST_TEXT_PX, round(LEAST_TEXT_PX * self.scale))

    @property
    def middle_touch_px(self) -> int:
        """The least height and width of a touch target anywhere but in the footer."""
        return math.ceil(MIDDLE_TOUCH_MM * self.px_per_mm)

    @property
    def footer_touch_px(self) -> int:
        return math.ceil(FOOTER_TOUCH_MM * self.px_per_mm)

    def length(self, design_px: float) -> int:
        """A length of the design in pixels of this panel."""
        return round(design_px * self.scale)

    def text_px(self, design_px: float) -> int:
        """A font size of the design in pixels of this panel, never under the least."""
        return max(self.least_text_px, round(design_px * self.scale))

    def resized(self, width_px: int, height_px: int) -> "Panel":
        """The same glass, found to have other pixels (rotated, or driven at another resolution)."""
        return replace(self, width_px=width_px, height_px=height_px)
