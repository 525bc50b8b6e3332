"""The wanted weights where they are installed, the nearest where they are not."""

import pytest

from kiosk.screens.fonts import Face, find_faces


def _folder(path, *names):
    path.mkdir()
    for name in names:
        (path / name).touch()
    return path


def test_debians_weights_are_preferred(tmp_path):
    debian = _folder(tmp_path / "debian", "Roboto-Light.ttf", "Roboto-Medium.ttf", "Roboto-Regular.ttf")
    kivy = _folder(tmp_path / "kivy", "Roboto-Regular.ttf", "Roboto-Bold.ttf")
    assert find_faces((debian, kivy)) == {
        Face.LIGHT: debian / "Roboto-Light.ttf",
        Face.REGULAR: debian / "Roboto-Regular.ttf",
        Face.MEDIUM: debian / "Roboto-Medium.ttf",
    }


def test_kivys_own_stand_in(tmp_path):
    kivy = _folder(tmp_path / "kivy", "Roboto-Regular.ttf", "Roboto-Bold.ttf")
    assert find_faces((tmp_path / "missing", kivy)) == {
        Face.LIGHT: kivy / "Roboto-Regular.ttf",
        Face.REGULAR: kivy / "Roboto-Regular.ttf",
        Face.MEDIUM: kivy / "Roboto-Bold.ttf",
    }


def test_no_font_at_all_says_what_to_install(tmp_path):
    with pytest.raises(FileNotFoundError, match="fonts-roboto-unhinted"):
        find_faces((tmp_path,))
