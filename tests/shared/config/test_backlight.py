"""What the settings of the panel's light take."""

from datetime import time

import pytest

from tests.shared.config.examples import LEAST, Load, Mistakes


def test_nothing_touches_the_light_unless_it_is_asked_for(load: Load) -> None:
    assert load(LEAST).backlight is None


def test_an_empty_table_dims_by_night(load: Load) -> None:
    light = load(f"{LEAST}[backlight]\n").backlight
    assert light is not None
    assert (light.day_percent, light.night_percent, light.from_hour, light.until_hour) == (100, 20, time(22), time(5))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("night_percent = 0", "backlight.night_percent: "),
        ("day_percent = 101", "backlight.day_percent: "),
        ('from_hour = "05:00"', "backlight: from_hour and until_hour are the same"),
        ("day_percent = 10", "backlight: night_percent is above day_percent"),
        ('until_hour = "05:00:30"', "backlight.until_hour: must be a whole minute"),
    ],
)
def test_mistakes_are_named(mistakes: Mistakes, line: str, said: str) -> None:
    (told,) = mistakes(f"{LEAST}[backlight]\n{line}\n")
    assert told.startswith(said)
