"""An icon, drawn from lines at whatever size it has."""

from functools import lru_cache

from kivy.clock import Clock
from kivy.graphics import Mesh, PopMatrix, PushMatrix, Translate
from kivy.graphics.texture import Texture
from kivy.properties import ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.screens.icon_shapes import BOX, SHAPES, Fill
from kiosk.screens.stroke import Triangles, filled, stroked
from kiosk.screens.svg_path import polylines


@lru_cache
def edge_texture() -> Texture:
    """Two texels, clear and solid: between their centres lies the soft edge of every line."""
    texture = Texture.create(size=(2, 1), colorfmt="rgba")
    texture.blit_buffer(bytes((255, 255, 255, 0, 255, 255, 255, 255)), colorfmt="rgba", bufferfmt="ubyte")
    texture.wrap = "clamp_to_edge"
    return texture


def corners_of(triangles: Triangles) -> list[float]:
    """The corners as a mesh with `edge_texture` wants them: x, y, and a place between the two texels."""
    found: list[float] = []
    for x, y, solidity in triangles.corners:
        found.extend((x, y, 0.25 + solidity / 2, 0.5))
    return found


@lru_cache(maxsize=128)
def mesh_of(shape: str, pen: float, side: float) -> tuple[list[float], list[int]]:
    """The corners and triangles of `shape` in a square of `side` pixels, drawn with a pen of `pen` units of the box."""
    unit = side / BOX
    found = Triangles()
    for part in SHAPES[shape]:
        for line in polylines(part.path):
            placed = [(x * unit, (BOX - y) * unit) for x, y in line]
            if isinstance(part, Fill):
                filled(placed, found)
            else:
                stroked(placed, pen * unit * part.weight, found)
    return corners_of(found), found.indices


class IconMark(Widget):
    """Draws `shape` in `rgba`, as large as fits, with a pen `pen` units of the 24-unit box wide."""

    shape = StringProperty("none")
    rgba = ListProperty([1, 1, 1, 1])
    pen = NumericProperty(2)
    mesh = ObjectProperty(None)
    place = ObjectProperty(None)

    def __init__(self, **settings: object) -> None:
        self._draw_soon = Clock.create_trigger(self._draw, -1)
        super().__init__(**settings)
        with self.canvas:
            PushMatrix()
            self.place = Translate()
            self.mesh = Mesh(mode="triangles", texture=edge_texture())
            PopMatrix()
        for name in ("shape", "pen", "pos", "size"):
            self.fbind(name, self._draw_soon)
        self._draw_soon()

    def _draw(self, *_: object) -> None:
        side = round(min(self.size))
        self.mesh.vertices, self.mesh.indices = mesh_of(self.shape if side else "none", self.pen, side)
        self.place.x, self.place.y = round(self.x + (self.width - side) / 2), round(self.y + (self.height - side) / 2)
