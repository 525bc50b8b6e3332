"""Times, ages, receipts and names as a voice reads them best."""

from datetime import datetime
from typing import Final

from shared.words import Words
from shared.words.calendar import LocalTime, rough_age, weekday

LOCALES: Final = {"en": "en-US", "fr": "fr-FR", "es": "es-ES", "da": "da-DK"}
"""Voices that Twilio reads each language with, where the settings name no other."""


def clock(local: LocalTime, at: datetime) -> str:
    """6:58, or 6:58 AM: a leading zero would be read as a word."""
    told = local.time(at)
    return told if told.startswith("00") else told.removeprefix("0")


def day_and_clock(words: Words, local: LocalTime, at: datetime, now: datetime) -> str:
    """The time alone for today, else with its weekday: for what stands after "since", or alone."""
    if _is_today(local, at, now):
        return clock(local, at)
    day = at.astimezone(local.zone).weekday()
    return words.say("{weekday} {time}", weekday=weekday(words, day), time=clock(local, at))


def when(words: Words, local: LocalTime, at: datetime, now: datetime) -> str:
    """At 6:58, or Monday 6:58: most languages want no "at" before the day, or another one after it."""
    if _is_today(local, at, now):
        return words.say("at {time}", time=clock(local, at))
    return day_and_clock(words, local, at, now)


def _is_today(local: LocalTime, at: datetime, now: datetime) -> bool:
    return at.astimezone(local.zone).date() == now.astimezone(local.zone).date()


def age(words: Words, seconds: float) -> str:
    """7 minutes, 3 hours, 2 days, whole words: not every voice reads "min" as one."""
    minutes = int(max(0.0, seconds) // 60)
    if minutes < 60:
        return words.say_n("{n} minute", "{n} minutes", minutes)
    return rough_age(words, seconds)


def length(words: Words, seconds: int) -> str:
    """30 minutes, 1 hour 5 minutes: to the nearer minute, whole words."""
    hours, minutes = divmod((seconds + 30) // 60, 60)
    told = [words.say_n("{n} hour", "{n} hours", hours)] if hours else []
    if minutes or not hours:
        told.append(words.say_n("{n} minute", "{n} minutes", minutes))
    return " ".join(told)


def spelled(code: str) -> str:
    """4812 as 4 8 1 2: a voice would read it as four thousand eight hundred and twelve."""
    return " ".join(code)


def first_name(name: str) -> str:
    """Enough for whoever gave their number to hear that it is theirs; the street hears it too."""
    return name.split(maxsplit=1)[0] if name.strip() else ""
