"""Clocking in takes under 20 seconds: 150 spoken words a minute, and half a second a key.

Counted is what the caller must hear before each key, and the whole outcome: what, when, receipt. Whoever knows the
line presses earlier. The words are those that the line itself says, over HTTP, to somebody with a shift today.
"""

import re
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from ivr.line_site import LineSite
from shared.domain.model import Person
from shared.domain.rules import Rules
from shared.store import roster
from shared.store.roster import Part
from shared.words import LANGUAGES
from shared.words.calendar import LocalTime
from tests.ivr.cast import DOCKS, PIN, TOWER_CALLED, two_sites
from tests.ivr.conftest import MakeLine
from tests.ivr.phone_line import PhoneLine

WORDS_A_MINUTE = 150
KEY_S = 0.5
MOST_S = 20.0
SITE = "Harbour Tower North"
TIMES = {
    "en": {"6:58": "six fifty eight", "7:00": "seven o'clock", "AM": "A M"},
    "fr": {"6:58": "six heures cinquante huit", "7:00": "sept heures"},
    "es": {"6:58": "seis cincuenta y ocho", "7:00": "siete en punto"},
    "da": {"6:58": "seks otte og halvtreds", "7:00": "syv nul nul"},
}
"""How a voice reads the times of this call, every part of a number counted as a word."""
KEYS_THEN_HASH = f"1053# {PIN}# 1"
KEYS_BY_NUMBER = f"1053 {PIN} 1"
SENTENCE_END = re.compile(r"(?<=[.?!]) ")


def spoken_words(language: str, told: str) -> list[str]:
    """The words of a voice: a time and a hyphened word are several, a sign between spaces is none."""
    read = [TIMES[language].get(word.strip(".,"), word) for word in told.replace("\u00a0", " ").split()]
    words = " ".join(read).replace("-", " ").split()
    return [word for word in words if any(letter.isalnum() for letter in word)]


def until(told: str, key: str, *, included: bool) -> str:
    """The sentences of `told` up to the one that names `key`."""
    heard = []
    for sentence in SENTENCE_END.split(told):
        names_it = sentence.startswith(key)
        if names_it and not included:
            break
        heard.append(sentence)
        if names_it:
            break
    else:
        raise AssertionError(f"no sentence for {key} in {told!r}")
    return " ".join(heard)


def sites(hours: int) -> tuple[LineSite, ...]:
    """Harbour Tower with a longer name, and the Docks."""
    tower, docks = two_sites(Rules())
    door = replace(tower.door, site=replace(tower.door.site, name=SITE))
    return (replace(tower, door=door, local=LocalTime(ZoneInfo("America/Montreal"), hours)), docks)


def plan_shift(line: PhoneLine) -> None:
    """A complete download, in which Ana has a shift from 7:00."""
    now = line.clock.wall
    starts, ends = now + timedelta(minutes=2), now + timedelta(hours=8)
    shift = (1053, starts.isoformat(), 9001, ends.isoformat(), 687, 1)
    roster.replace_for(line.store, (SITE, DOCKS), Part.EMPLOYEES, [(1053, "1053", "Ana Ribeiro", 1)], began_at=now)
    roster.replace_for(line.store, (SITE, DOCKS), Part.POSITIONS, [(1, 687, "Gate")], began_at=now)
    until_then = now + timedelta(days=14)
    roster.replace_for(line.store, (SITE, DOCKS), Part.SHIFTS, [shift], began_at=now, covers_until=until_then)


def must_hear(make_line: MakeLine, language: str, keys: str, hours: int) -> list[str]:
    """What is said to Ana, whose shift starts at 7:00: before her number, her PIN and the 1, and after it."""
    ends_by_itself = "#" not in keys
    others = () if ends_by_itself else (Person("10999", "Gus Lind"),)
    line = make_line(
        cast=(Person("1053", "Ana Ribeiro", language, sites=(SITE,)), *others),
        sites=sites(hours),
        default_language=language,
        pin_digits=4 if ends_by_itself else None,
    )
    plan_shift(line)
    greeting, pin, menu, outcome = line.call(keys, called=TOWER_CALLED).said
    assert line.kinds("1053") == ["clocked_in"]
    star = {"en": "Star", "fr": "Étoile", "es": "Asterisco", "da": "Stjerne"}[language]
    return [
        until(greeting, star, included=False),
        pin,
        until(menu, "1", included=True),
        until(outcome, "9", included=False),
    ]


@pytest.mark.parametrize("keys", [KEYS_THEN_HASH, KEYS_BY_NUMBER], ids=["with_hash", "by_number"])
@pytest.mark.parametrize(("language", "hours"), [*((one, 24) for one in LANGUAGES), ("en", 12)])
def test_clocking_in_takes_under_20_seconds(make_line: MakeLine, language: str, hours: int, keys: str) -> None:
    heard = must_hear(make_line, language, keys, hours)
    assert SITE in heard[0]
    assert "7:00" in heard[2]
    assert "6:58" in heard[3]
    assert re.search(r"( \d){4}\.$", heard[3])
    words = [word for told in heard for word in spoken_words(language, told)]
    seconds = len(words) * 60 / WORDS_A_MINUTE + len(keys.replace(" ", "")) * KEY_S
    assert timedelta(seconds=seconds) < timedelta(seconds=MOST_S), (seconds, heard)


def test_a_time_and_a_receipt_are_counted_as_they_are_read() -> None:
    assert len(spoken_words("en", "Clocked in at 6:58. Receipt 4 8 1 2.")) == 3 + 3 + 1 + 4
    assert len(spoken_words("fr", "Entrée à 6:58. Reçu 4 8 1 2.")) == 2 + 4 + 1 + 4
    assert len(spoken_words("fr", "1\u00a0: entrée.")) == 2
