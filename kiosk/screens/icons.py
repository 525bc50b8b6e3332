"""An icon, drawn from lines at whatever size it has."""

from functools import lru_cache

from kivy.graphics import Mesh
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


def put(triangles: Triangles, mesh: Mesh) -> None:
    """Draws `triangles` in `mesh`."""
    vertices: list[float] = []
    for x, y, solidity in triangles.corners:
        vertices.extend((x, y, 0.25 + solidity / 2, 0.5))
    mesh.vertices = vertices
    mesh.indices = triangles.indices


def triangles_of(shape: str, pen: float, x: float, y: float, side: float) -> Triangles:
    """The shape called `shape` in a square of `side` pixels whose lower left corner is at x, y."""
    unit = side / BOX
    found = Triangles()
    for part in SHAPES[shape]:
        for line in polylines(part.path):
            placed = [(x + px * unit, y + (BOX - py) * unit) for px, py in line]
            if isinstance(part, Fill):
                filled(placed, found)
            else:
                stroked(placed, pen * unit * part.weight, found)
    return found


class IconMark(Widget):
    """Draws `shape` in `rgba`, as large as fits, with a pen `pen` units of the 24-unit box wide."""

    shape = StringProperty("none")
    rgba = ListProperty([1, 1, 1, 1])
    pen = NumericProperty(2)
    mesh = ObjectProperty(None)

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        with self.canvas:
            self.mesh = Mesh(mode="triangles", texture=edge_texture())
        for name in ("shape", "pen", "pos", "size"):
            self.fbind(name, self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        side = min(self.size)
        x, y = round(self.x + (self.width - side) / 2), round(self.y + (self.height - side) / 2)
        put(triangles_of(self.shape, self.pen, x, y, side), self.mesh)
