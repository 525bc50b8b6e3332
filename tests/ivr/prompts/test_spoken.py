"""Times, ages, receipts and names as a voice reads them, in every language."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.prompts.spoken import LOCALES, age, clock, day_and_clock, first_name, spelled, when
from shared.words import LANGUAGES, words_for
from shared.words.calendar import LocalTime

MONTREAL = ZoneInfo("America/Montreal")
NOW = datetime(2026, 3, 3, 11, 58, tzinfo=UTC)
"""A Tuesday, 06:58 in Montreal."""
TODAY, TWELVE = LocalTime(MONTREAL), LocalTime(MONTREAL, 12)


@pytest.mark.parametrize(
    ("local", "at", "said"),
    [
        (TODAY, NOW, "6:58"),
        (TODAY, NOW + timedelta(hours=7), "13:58"),
        (TODAY, NOW + timedelta(hours=3, minutes=2), "10:00"),
        (TODAY, NOW - timedelta(hours=6, minutes=50), "00:08"),
        (TWELVE, NOW, "6:58 AM"),
        (TWELVE, NOW + timedelta(hours=7), "1:58 PM"),
        (TWELVE, NOW - timedelta(hours=6, minutes=50), "12:08 AM"),
        (TODAY, datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "1:30 EDT"),
        (TODAY, datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "1:30 EST"),
    ],
)
def test_a_time_has_no_zero_that_would_be_read_as_a_word(local: LocalTime, at: datetime, said: str) -> None:
    assert clock(local, at) == said


@pytest.mark.parametrize(
    ("language", "alone", "today", "yesterday"),
    [
        ("en", "6:58", "at 6:58", "Monday 6:58"),
        ("fr", "6:58", "à 6:58", "lundi à 6:58"),
        ("es", "6:58", "a las 6:58", "el lunes a las 6:58"),
        ("da", "6:58", "klokken 6:58", "mandag kl.\u00a06:58"),
    ],
)
def test_a_day_is_named_unless_it_is_today(language: str, alone: str, today: str, yesterday: str) -> None:
    words, before = words_for(language), NOW - timedelta(days=1)
    assert day_and_clock(words, TODAY, NOW, NOW) == alone
    assert when(words, TODAY, NOW, NOW) == today
    assert day_and_clock(words, TODAY, before, NOW) == when(words, TODAY, before, NOW) == yesterday


def test_today_is_that_of_the_site() -> None:
    just_after_midnight = datetime(2026, 3, 4, 5, 10, tzinfo=UTC)
    assert day_and_clock(words_for("en"), TODAY, NOW + timedelta(hours=16), just_after_midnight) == "Tuesday 22:58"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["0 minutes", "1 minute", "59 minutes", "1 hour", "2 days"]),
        ("fr", ["0 minute", "1 minute", "59 minutes", "1 heure", "2 jours"]),
        ("es", ["0 minutos", "1 minuto", "59 minutos", "1 hora", "2 días"]),
        ("da", ["0 minutter", "1 minut", "59 minutter", "1 time", "2 dage"]),
    ],
)
def test_an_age_is_said_in_whole_words(language: str, said: list[str]) -> None:
    told = [age(words_for(language), seconds) for seconds in (-5.0, 60.0, 3599.0, 3600.0, 48 * 3600.0)]
    assert [one.replace("\u00a0", " ") for one in told] == said


@given(st.text("0123456789", min_size=1, max_size=12))
def test_a_receipt_is_read_digit_by_digit(code: str) -> None:
    assert spelled(code).split(" ") == list(code)


@pytest.mark.parametrize(
    ("name", "said"), [("Ana Ribeiro", "Ana"), ("Chloé", "Chloé"), ("  Dev  Patel", "Dev"), ("", ""), ("  ", "")]
)
def test_the_first_name_is_enough(name: str, said: str) -> None:
    assert first_name(name) == said


def test_every_language_has_a_voice_of_its_own() -> None:
    assert set(LOCALES) == set(LANGUAGES)
    assert all(locale.startswith(f"{language}-") for language, locale in LOCALES.items())
