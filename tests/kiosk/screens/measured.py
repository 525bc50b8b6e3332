"""Samples as they stand on every panel, and what holds for all of them."""

from collections.abc import Iterable, Mapping, Sequence

from kiosk.screens.panel import Panel
from kiosk.views import View
from tests.kiosk.screens.conftest import PANELS, Box, Mark, Scene, Stage, _marks

MOST_FRAMES = 10


def measured(
    stage: Stage,
    samples: Mapping[str, View],
    themes: Sequence[str] = ("dark",),
    panels: Mapping[str, Panel] = PANELS,
) -> list[Scene]:
    """Every sample on every panel, measured once it stands still; the window is 1280x800 afterwards."""
    found = []
    for panel in panels.values():
        stage.fit(panel)
        for name, sample in samples.items():
            for theme in themes:
                stage.show(sample, theme)
                marks = standing_still(stage)
                found.append(Scene(panel, name, theme, stage.reader.texts(), marks))
    stage.fit(PANELS["1280x800"])
    return found


def standing_still(stage: Stage) -> list[Mark]:
    """What is on the glass once another frame moves nothing: a screen that was never shown takes some."""
    before: list[Mark] = []
    for _ in range(MOST_FRAMES):
        stage.frame()
        now = list(_marks(stage))
        if now == before:
            return now
        before = now
    raise AssertionError(f"still moving after {MOST_FRAMES} frames")


def assert_nothing_is_cut_or_covered(scenes: Iterable[Scene]) -> None:
    """No text is shortened, and nothing lies over anything else but a button's own parts."""
    for scene in scenes:
        seen = [mark for mark in scene.marks if mark.kind in {"text", "touch"} and (mark.kind != "text" or mark.text)]
        for number, one in enumerate(seen):
            assert "\u2026" not in one.text, (str(scene), one)
            for other in seen[number + 1 :]:
                inside = one.owner and one.owner == other.owner
                assert inside or not overlap(one.box, other.box), (str(scene), one, other)


def overlap(one: Box, other: Box) -> bool:
    """Do two boxes cover each other by more than a pixel each way?"""
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across > 1 and up > 1
