"""Messages in the letters that a short message takes, and in its length."""

from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.prompts import chase
from ivr.prompts.setting import Setting
from ivr.prompts.short_message import ALPHABET, MOST_LETTERS, TAKES_TWO, fitted, in_alphabet, length
from ivr.prompts.spoken import LOCALES
from ivr.reply import Reply
from ivr.twiml import twiml_of
from shared.words import LANGUAGES, words_for
from tests.ivr.prompts.every_prompt import MONTREAL, NOW

LONGEST_TWIML: Final = 4000
LONG_SITE: Final = "Ç'è una città, à é ê œ – " + "Øresund Tårn " * 4
assert len(LONG_SITE) <= 80


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("site", ["Harbour Tower", LONG_SITE])
@pytest.mark.parametrize("minutes", [16, 300, 3000])
def test_every_message_is_one_short_message(language: str, site: str, minutes: int) -> None:
    setting = Setting(words_for(language), MONTREAL, NOW, site)
    starts_at = NOW - timedelta(minutes=minutes)
    for text in (
        chase.message_to_employee(setting, starts_at),
        chase.message_to_supervisor(setting, starts_at, "François-Xavier Lindqvist", "123456789012"),
    ):
        assert length(text) <= MOST_LETTERS, text
        assert set(text) <= ALPHABET | TAKES_TWO, text
        assert text.startswith(in_alphabet(site)[:10])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_call_fits_into_a_request(language: str) -> None:
    setting = Setting(words_for(language), MONTREAL, NOW, "&" * 80)
    starts_at = NOW - timedelta(hours=30)
    for sentences in (
        chase.call_to_employee(setting, starts_at),
        chase.call_to_supervisor(setting, starts_at, "<" * 60, "123456789012"),
    ):
        assert len(twiml_of(Reply(sentences, locale=LOCALES[language]))) <= LONGEST_TWIML


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chloé ça va\u00a0?", "Chloé ca va ?"),
        ("Óscar “Núñez”…", 'Oscar "Nuñez"...'),
        ("Møller’s œuvre – Ærø", "Møller's oeuvre - Ærø"),
        ("Жук", "Жук"),
    ],
)
def test_a_letter_becomes_the_nearest_of_the_alphabet(text: str, expected: str) -> None:
    assert in_alphabet(text) == expected


def test_letters_behind_an_escape_take_two_places() -> None:
    assert length("€5 [x]") == 9


@given(st.text(min_size=1, max_size=80))
def test_whatever_the_site_is_called_its_message_is_no_longer(name: str) -> None:
    assert length(fitted(name, lambda site: f"{site}: {'x' * 100}")) <= MOST_LETTERS
