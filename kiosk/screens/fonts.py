"""Where the letters come from.

Kivy ships Roboto in Regular and Bold only. Debian's package `fonts-roboto-unhinted` adds the Light of the clock and
the Medium of headings and buttons; without it the nearest cut that Kivy ships stands in.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

DEBIAN_ROBOTO = Path("/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF")


class Face(StrEnum):
    """The three weights of the design: 300, 400 and 500."""

    LIGHT = "light"
    REGULAR = "regular"
    MEDIUM = "medium"


FILES = {
    Face.LIGHT: ("Roboto-Light.ttf", "Roboto-Regular.ttf"),
    Face.REGULAR: ("Roboto-Regular.ttf",),
    Face.MEDIUM: ("Roboto-Medium.ttf", "Roboto-Bold.ttf"),
}


def find_faces(folders: Iterable[Path]) -> dict[Face, Path]:
    """The font file of each face: the wanted cut if any folder has it, else the nearest one."""
    searched = tuple(folders)
    return {face: _first(names, searched) for face, names in FILES.items()}


def _first(names: tuple[str, ...], folders: tuple[Path, ...]) -> Path:
    for name in names:
        for folder in folders:
            if (folder / name).is_file():
                return folder / name
    places = ", ".join(str(folder) for folder in folders)
    raise FileNotFoundError(f"no font {names[-1]} in {places}: reinstall Kivy or fonts-roboto-unhinted")
