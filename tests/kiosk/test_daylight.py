"""Dark or light, by the sun of the site."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.daylight import theme_at

MONTREAL = (45.5017, -73.5673)
TROMSO = (69.6492, 18.9553)


@pytest.mark.parametrize("setting", ["dark", "light"])
def test_what_is_set_is_what_is_shown(setting):
    assert theme_at(setting, *MONTREAL, datetime(2026, 6, 21, 3, tzinfo=UTC)) == setting


# Sunrise 05:06 and sunset 20:46 in Montreal on 21 June 2026, as UTC-4.
@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(8, 50, "dark"), (9, 20, "light"), (17, 0, "light"), (0, 30, "light"), (1, 5, "dark")],
)
def test_it_is_light_from_sunrise_to_sunset(hour, minute, expected):
    assert theme_at("sun", *MONTREAL, datetime(2026, 6, 21, hour, minute, tzinfo=UTC)) == expected


def test_local_time_says_the_same_as_utc():
    local = datetime(2026, 6, 21, 12, tzinfo=ZoneInfo("America/Montreal"))
    assert theme_at("sun", *MONTREAL, local) == theme_at("sun", *MONTREAL, local.astimezone(UTC)) == "light"


def _day(place, day):
    return {theme_at("sun", *place, day + timedelta(minutes=20 * part)) for part in range(72)}


def test_the_polar_day_is_light_all_round():
    assert _day(TROMSO, datetime(2026, 6, 21, tzinfo=UTC)) == {"light"}


def test_the_polar_night_is_dark_all_round():
    assert _day(TROMSO, datetime(2026, 12, 21, tzinfo=UTC)) == {"dark"}


@pytest.mark.parametrize("place", [(None, None), (45.5, None), (None, -73.6)])
def test_without_a_place_it_is_dark(place):
    assert theme_at("sun", *place, datetime(2026, 6, 21, 16, tzinfo=UTC)) == "dark"


def test_another_setting_is_an_error_that_names_the_choices():
    with pytest.raises(ValueError, match="dark, light or sun"):
        theme_at("auto", *MONTREAL, datetime(2026, 6, 21, tzinfo=UTC))
