"""The catalogs as they are committed: complete, in step with the code, set with letters that the kiosk has."""

import ast
import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from shared.words.calendar import LocalTime, rough_age
from shared.words.catalogs import DOMAIN, LANGUAGES, LOCALE, words_for

CHECKOUT = LOCALE.parents[2]
SPOKEN = ("kiosk", "ivr", "shared")
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
DEBIAN_ROBOTO = Path("/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF")
NO_BREAK_SPACE = "\u00a0"
SENTENCES = {"say": 1, "say_n": 2}
"""How many of the arguments are sentences."""

HUGE = (
    "Already recorded at {time}",
    "Badge not known",
    "Badge reported lost",
    "Badges cannot be read now",
    "Break ended {time}",
    "Break started {time}",
    "Clocked in {time}",
    "Clocked out {time}",
    "Kept {time}",
    "Not clocked in",
    "Not clocked out yet",
    "Nothing recorded yet",
    "Number or PIN is wrong",
    "Position changed {time}",
    "Taken back",
    "Tap your badge",
    "This terminal cannot record",
    "This terminal has a fault",
    "Too many wrong PINs",
)
"""What is read at two metres."""

SAME = {
    "Version {version}": ("fr da", "the word is the same"),
    "Supervisor": ("es", "the Spanish word is the same"),
    "job {name}": ("da", "the Danish word is the same"),
    "Code": ("fr", "the French word is the same"),
    "Signature": ("fr", "the French word is the same"),
    "PIN.": ("es", "PIN is a Spanish word too"),
    "no": ("es", "the Spanish word is the same"),
    "supervisor": ("es", "the Spanish word is the same"),
    "0: supervisor.": ("es", "the Spanish word is the same"),
    "{n} minute": ("fr", "the French word is the same"),
    "{n} minutes": ("fr", "the French word is the same"),
    "No": ("es", "the Spanish word is the same"),
    "Position": ("fr da", "the word is the same in French and Danish"),
    "Position ±{metres} m": ("fr da", "the word and the sign of the metre are the same"),
    "April": ("da", "the small letter alone differs"),
    "August": ("da", "the small letter alone differs"),
    "September": ("da", "the small letter alone differs"),
    "November": ("da", "the small letter alone differs"),
    "December": ("da", "the small letter alone differs"),
    "Clockpost": ("fr es da", "a name"),
    "Note": ("fr", "the French word is the same"),
    "PIN": ("es da", "PIN is a word in both"),
    "{n} person": ("da", "the Danish word is the same"),
    "Sites": ("fr", "the French word is the same"),
    "{when}, {where}": ("fr es da", "nothing but signs"),
    "{weekday} {day} {month}": ("fr", "French writes the day between weekday and month as English does"),
    "{hours} h {minutes}": ("fr es", "h is the sign of the hour"),
    "{minutes} min": ("fr es da", "min is the sign of the minute"),
    "{metres} m": ("fr es da", "m is the sign of the metre"),
    "{kilometres} km": ("fr es da", "km is the sign of the kilometre"),
}
"""Sentences that stay as they are, but for small letters and no-break spaces: where, and why."""


def _paths(language: str) -> tuple[Path, Path]:
    folder = LOCALE / language / "LC_MESSAGES"
    return folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"


@cache
def _catalog(language: str) -> Catalog:
    with _paths(language)[0].open("rb") as file:
        return read_po(file, locale=language)


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _pairs(language: str) -> list[tuple[str, str]]:
    """Each English form with its translation."""
    messages = _messages(_catalog(language))
    return [pair for each in messages for pair in zip(_forms(each.id), _forms(each.string), strict=True)]


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def _said_in_the_code() -> frozenset[tuple[str, ...]]:
    keywords = parse_keywords(["say", "say_n:1,2"])
    found = (extract_from_dir(CHECKOUT / folder, keywords=keywords) for folder in SPOKEN)
    return frozenset(_forms(message) for folder in found for _, _, message, _, _ in folder)


def _font_files() -> list[Path]:
    kivy = find_spec("kivy")
    assert kivy is not None
    assert kivy.submodule_search_locations
    shipped = Path(kivy.submodule_search_locations[0]) / "data" / "fonts"
    debian = [DEBIAN_ROBOTO / name for name in ("Roboto-Light.ttf", "Roboto-Medium.ttf")]
    return [shipped / "Roboto-Regular.ttf", shipped / "Roboto-Bold.ttf", *filter(Path.is_file, debian)]


def _characters(font: bytes) -> set[int]:
    """The code points of a TrueType file, from its cmap of format 4 (OpenType 1.9, "cmap")."""
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(struct.unpack_from(">H", font, 4)[0]))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    encodings = range(struct.unpack_from(">H", font, cmap + 2)[0])
    starts = [cmap + struct.unpack_from(">HHI", font, cmap + 4 + 8 * i)[2] for i in encodings]
    start = next(start for start in starts if struct.unpack_from(">H", font, start)[0] == 4)
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    lasts = struct.unpack_from(f">{count}H", font, start + 14)
    firsts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
    return {point for first, last in zip(firsts, lasts, strict=True) for point in range(first, last + 1)}


def test_the_template_holds_what_the_code_says() -> None:
    with (LOCALE / f"{DOMAIN}.pot").open("rb") as file:
        template = {_forms(message.id) for message in _messages(read_po(file))}
    assert template == _said_in_the_code()


def test_every_sentence_stands_in_the_code_as_a_plain_literal() -> None:
    sentences = [
        (f"{path.relative_to(CHECKOUT)}:{call.lineno}", sentence)
        for folder in SPOKEN
        for path in (CHECKOUT / folder).rglob("*.py")
        if path != CHECKOUT / "ivr/twiml.py"  # Twilio's verb has our word's name
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in SENTENCES
        for sentence in call.args[: SENTENCES[call.func.attr]]
    ]
    assert len(sentences) > 100
    assert [
        where for where, said in sentences if not (isinstance(said, ast.Constant) and isinstance(said.value, str))
    ] == []


@pytest.mark.parametrize("language", TRANSLATED)
class TestEachLanguage:
    def test_translates_every_sentence_of_the_code_and_nothing_else(self, language: str) -> None:
        assert {_forms(message.id) for message in _messages(_catalog(language))} == _said_in_the_code()
        assert [english for english, said in _pairs(language) if not said.strip()] == []

    def test_is_compiled_from_what_is_committed(self, language: str) -> None:
        with _paths(language)[1].open("rb") as file:
            compiled = read_mo(file)
        assert {_forms(each.id): _forms(each.string) for each in _messages(compiled)} == {
            _forms(each.id): _forms(each.string) for each in _messages(_catalog(language))
        }
        assert compiled.plural_forms == _catalog(language).plural_forms

    def test_carries_no_doubt_no_leftover_and_nothing_that_changes_by_itself(self, language: str) -> None:
        catalog = _catalog(language)
        text = _paths(language)[0].read_text(encoding="utf-8")
        dates = set(re.findall(r"-Date: (.*)\\n", text))
        assert [message.id for message in catalog if message.fuzzy] == []
        assert catalog.obsolete == {}
        assert "@" not in text
        assert not re.search(r"^#: .*(^| )/|:\d+$", text, re.MULTILINE)
        assert dates == {"2026-01-01 00:00+0000"}

    def test_keeps_every_place(self, language: str) -> None:
        assert [english for english, said in _pairs(language) if _places(english) != _places(said)] == []

    def test_leaves_nothing_in_english_without_a_reason(self, language: str) -> None:
        plain = ((english, said.replace(NO_BREAK_SPACE, " ")) for english, said in _pairs(language))
        same = {english for english, said in plain if said.casefold() == english.casefold()}
        assert same == {english for english, (where, _) in SAME.items() if language in where.split()}

    @pytest.mark.parametrize("font", _font_files(), ids=lambda font: font.stem)
    def test_uses_letters_that_the_font_has(self, language: str, font: Path) -> None:
        letters = {letter for english, said in _pairs(language) for letter in english + said}
        known = _characters(font.read_bytes())
        assert {f"U+{ord(letter):04X}" for letter in letters if ord(letter) not in known} == set()

    def test_is_short_where_it_is_read_at_two_metres(self, language: str) -> None:
        shown = {
            english.format(time="05:58"): said.format(time="05:58")
            for english, said in _pairs(language)
            if english in HUGE
        }
        assert len(shown) == len(HUGE)
        assert [said for english, said in shown.items() if len(said) > 1.6 * len(english)] == []

    def test_ends_a_sentence_as_the_english_one_ends(self, language: str) -> None:
        def end(text: str) -> str:
            return text[-1] if text[-1] in ".:?!…" else ""

        assert [said for english, said in _pairs(language) if end(said) != end(english)] == []

    def test_names_a_button_by_the_words_on_it(self, language: str) -> None:
        button = words_for(language).say("No badge")
        quoting = [said for english, said in _pairs(language) if "“No badge”" in english]
        quoted = re.compile(f"[«”]{NO_BREAK_SPACE}?{button}{NO_BREAK_SPACE}?[»”]")
        assert len(quoting) >= 3
        assert [said for said in quoting if not quoted.search(said)] == []


def test_french_keeps_its_high_signs_on_the_line_of_their_word() -> None:
    lonely = re.compile(r"(?<!\u00a0)[:;?!»]|«(?!\u00a0)")
    assert [said for _, said in _pairs("fr") if lonely.search(said)] == []


def test_spanish_opens_each_question() -> None:
    assert [said for _, said in _pairs("es") if said.count("?") != said.count("¿")] == []


@pytest.mark.parametrize(
    ("language", "none", "one", "two"),
    [
        ("en", "0 hours", "1 hour", "2 hours"),
        ("fr", "0 heure", "1 heure", "2 heures"),
        ("es", "0 horas", "1 hora", "2 horas"),
        ("da", "0 timer", "1 time", "2 timer"),
    ],
)
def test_things_are_counted_by_the_rules_of_the_language(language: str, none: str, one: str, two: str) -> None:
    words = words_for(language)
    told = [words.say_n("{n} hour", "{n} hours", n).replace(NO_BREAK_SPACE, " ") for n in range(3)]
    assert told == [none, one, two]


@pytest.mark.parametrize(
    ("language", "date", "age"),
    [
        ("en", "Sunday 22 November", "3 days"),
        ("fr", "dimanche 22 novembre", "3 jours"),
        ("es", "domingo 22 de noviembre", "3 días"),
        ("da", "søndag 22. november", "3 dage"),
    ],
)
def test_days_are_written_as_the_language_writes_them(language: str, date: str, age: str) -> None:
    words = words_for(language)
    at = datetime(2026, 11, 22, 5, 58, tzinfo=UTC)
    assert LocalTime(ZoneInfo("Europe/Copenhagen")).date(at, words) == date
    assert rough_age(words, 3 * 86400).replace(NO_BREAK_SPACE, " ") == age
