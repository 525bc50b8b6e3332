"""A refusal that a supervisor may lift, on the glass: whole in every language, and its button means what it says."""

import pytest

from kiosk.views import Act, Intent
from tests.kiosk.screens.authorising_samples import AUTHORISED
from tests.kiosk.screens.conftest import PANELS, Scene, _marks
from tests.kiosk.screens.test_sheet import _overlap


@pytest.fixture(scope="module")
def shown(window_stage):
    """Every one of them on every panel, measured once."""
    found = []
    for panel in PANELS.values():
        window_stage.fit(panel)
        for name, sample in AUTHORISED.items():
            window_stage.show(sample)
            window_stage.frame()
            found.append(Scene(panel, name, "dark", window_stage.reader.texts(), list(_marks(window_stage))))
    window_stage.fit(PANELS["1280x800"])
    return found


def test_nothing_is_cut_or_covered_on_any_panel_in_any_language(shown):
    for scene in shown:
        seen = [mark for mark in scene.marks if mark.kind in {"text", "touch"} and (mark.kind != "text" or mark.text)]
        for number, one in enumerate(seen):
            assert "\u2026" not in one.text, (str(scene), one)
            for other in seen[number + 1 :]:
                inside = one.owner and one.owner == other.owner
                assert inside or not _overlap(one.box, other.box), (str(scene), one, other)


@pytest.mark.parametrize(
    ("sample", "text", "intent"),
    [
        ("early", "Supervisor authorises", Intent(Act.AUTHORISE)),
        ("prompt", "Close", Intent(Act.CLOSE)),
        ("position", "Patrol", Intent(Act.CHOOSE, "position:383")),
        ("position", "Close", Intent(Act.CLOSE)),
    ],
)
def test_a_touch_means_what_its_button_says(stage, sample, text, intent):
    stage.show(AUTHORISED[f"authorise-{sample}-en"])
    stage.reader.touch(text)
    assert stage.touched == [intent]
