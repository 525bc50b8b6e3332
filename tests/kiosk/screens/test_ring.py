"""The time left."""

import dataclasses


def _ring(stage):
    return stage.root.sheet.ids.band.ids.ring


def test_a_ring_begins_full_and_is_gone_with_the_screen(stage, samples):
    stage.show(samples["in-en"])
    ring = _ring(stage)
    assert ring.left > 0.9
    stage.show(samples["idle-en"])
    assert ring.left == 0
    assert ring._step is None


def test_it_empties_by_the_clock(stage, samples):
    stage.show(dataclasses.replace(samples["in-en"], closes_after_s=0.3))
    ring = _ring(stage)
    seen = {ring.left}
    while ring.left:
        stage.frame()
        seen.add(ring.left)
    assert min(seen) == 0
    assert 3 <= len(seen) <= 5
    assert ring._step is None


def test_it_moves_at_most_ten_times_a_second(stage, samples):
    for life_s, step_s in ((0.5, 0.1), (4, 0.1), (30, 0.5)):
        stage.show(dataclasses.replace(samples["in-en"], closes_after_s=life_s))
        assert _ring(stage)._step.timeout == step_s


def test_a_screen_that_stays_has_no_ring(stage, samples):
    stage.show(dataclasses.replace(samples["in-en"], closes_after_s=0))
    assert _ring(stage).left == 0


def test_a_new_person_gets_a_full_ring(stage, samples):
    stage.show(dataclasses.replace(samples["in-en"], closes_after_s=0.2))
    ring = _ring(stage)
    while ring.left > 0.6:
        stage.frame()
    stage.show(samples["in-da"])
    assert ring.left > 0.9
