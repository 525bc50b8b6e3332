"""A refusal that a supervisor may lift, on the glass: whole in every language, and its button means what it says."""

import pytest

from kiosk.views import Act, Intent
from tests.kiosk.screens.authorising_samples import AUTHORISED
from tests.kiosk.screens.measured import assert_nothing_is_cut_or_covered, measured


@pytest.fixture(scope="module")
def shown(window_stage):
    """Every one of them on every panel, measured once."""
    return measured(window_stage, AUTHORISED)


def test_nothing_is_cut_or_covered_on_any_panel_in_any_language(shown):
    assert_nothing_is_cut_or_covered(shown)


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
