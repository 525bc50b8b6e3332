"""Against burn-in."""

from kiosk.screens.drift import PATH, drift_at


def test_each_minute_stands_elsewhere():
    for minute in range(2 * len(PATH)):
        assert drift_at(minute) != drift_at(minute + 1)


def test_it_is_never_more_than_a_few_pixels():
    assert max(abs(part) for minute in range(len(PATH)) for part in drift_at(minute)) == 3


def test_over_an_hour_no_place_is_preferred():
    across = [drift_at(minute)[0] for minute in range(len(PATH))]
    assert abs(sum(across)) <= 3
