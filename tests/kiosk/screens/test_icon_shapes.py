"""The shapes read at two metres."""

from kiosk.screens.icon_shapes import SHAPES
from kiosk.views import Icon


def test_every_icon_of_a_view_has_a_shape_of_its_own():
    shapes = [SHAPES[icon] for icon in Icon if icon is not Icon.NONE]
    assert all(shapes)
    assert len(set(shapes)) == len(shapes)


def test_no_icon_is_no_shape():
    assert SHAPES[Icon.NONE] == ()
