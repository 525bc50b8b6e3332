"""Times, receipts and names as a voice reads them best."""

from datetime import datetime
from typing import Final

from shared.words import Words
from shared.words.calendar import LocalTime

LOCALES: Final = {"en": "en-US", "fr": "fr-FR", "es": "es-ES", "da": "da-DK"}
"""Voices that Twilio reads each language with, where the settings name no other."""


def clock(local: LocalTime, at: datetime) -> str:
    """6:58, or 6:58 AM: a leading zero would be read as a word."""
    told = local.time(at)
    return told if told.startswith("00") else told.removeprefix("0")


def day_and_clock(words: Words, local: LocalTime, at: datetime, now: datetime) -> str:
    """The time alone for today, else with its weekday."""
    if at.astimezone(local.zone).date() == now.astimezone(local.zone).date():
        return clock(local, at)
    return local.day_and_time(at, now, words)


def spelled(code: str) -> str:
    """4812 as 4 8 1 2: a voice would read it as four thousand eight hundred and twelve."""
    return " ".join(code)


def first_name(name: str) -> str:
    """Enough for whoever gave their number to hear that it is theirs; the street hears it too."""
    return name.split(maxsplit=1)[0] if name.strip() else ""
