"""The breath of the badge tile."""

import pytest


@pytest.fixture
def breathing(stage, samples):
    stage.show(samples["in-en"])
    idle = stage.root.sheets[type(samples["idle-en"])]
    idle.breathes = True
    yield stage
    stage.root.stop_breathing()
    idle.breath = 0


def test_the_tile_breathes_while_it_is_seen(breathing, samples):
    breathing.show(samples["idle-en"])
    before = breathing.pixels()
    while breathing.root.sheet.breath < 0.1:
        breathing.frame()
    assert breathing.pixels() != before


def test_it_holds_its_breath_while_somebody_is_there(breathing, samples):
    breathing.show(samples["idle-en"])
    idle = breathing.root.sheet
    breathing.show(samples["in-en"])
    assert idle._step is None


def test_in_software_nothing_moves(stage, samples):
    stage.show(samples["idle-en"])
    assert stage.root.sheet._step is None
