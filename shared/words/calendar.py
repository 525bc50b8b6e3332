"""Times, days and durations as people read them, in one site's zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.words.catalogs import Words


def weekday(words: Words, day: int) -> str:
    """Monday is 0."""
    return (
        words.say("Monday"),
        words.say("Tuesday"),
        words.say("Wednesday"),
        words.say("Thursday"),
        words.say("Friday"),
        words.say("Saturday"),
        words.say("Sunday"),
    )[day]


def month(words: Words, number: int) -> str:
    """January is 1."""
    return (
        words.say("January"),
        words.say("February"),
        words.say("March"),
        words.say("April"),
        words.say("May"),
        words.say("June"),
        words.say("July"),
        words.say("August"),
        words.say("September"),
        words.say("October"),
        words.say("November"),
        words.say("December"),
    )[number - 1]


@dataclass(frozen=True, slots=True)
class LocalTime:
    """Instants of one zone, with a clock of 12 or 24 hours. Instants come in as aware UTC."""

    zone: ZoneInfo
    hours: int = 24

    def clock(self, at: datetime) -> str:
        """05:58, or 5:58 on a clock of 12 hours: without its AM or PM."""
        local = at.astimezone(self.zone)
        if self.hours == 24:
            return f"{local:%H:%M}"
        return f"{local.hour % 12 or 12}:{local:%M}"

    def note(self, at: datetime) -> str:
        """AM or PM, and the zone's letters in the hour that the change to winter time repeats."""
        local = at.astimezone(self.zone)
        half = [f"{local:%p}"] if self.hours == 12 else []
        return " ".join([*half, *([f"{local:%Z}"] if self._is_repeated(local) else [])])

    def time(self, at: datetime) -> str:
        """The clock with its note: 05:58, 5:58 AM, 02:30 CET."""
        return f"{self.clock(at)} {self.note(at)}".strip()

    def date(self, at: datetime, words: Words) -> str:
        """Sunday 22 November."""
        local = at.astimezone(self.zone)
        return words.say(
            "{weekday} {day} {month}",
            weekday=weekday(words, local.weekday()),
            day=local.day,
            month=month(words, local.month),
        )

    def day_and_time(self, at: datetime, now: datetime, words: Words) -> str:
        """The time alone for today, else with its weekday."""
        local, today = at.astimezone(self.zone), now.astimezone(self.zone)
        if local.date() == today.date():
            return self.time(at)
        return words.say("{weekday} {time}", weekday=weekday(words, local.weekday()), time=self.time(at))

    def _is_repeated(self, local: datetime) -> bool:
        return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset() and (
            local.replace(fold=0).utcoffset() or timedelta()
        ) > (local.replace(fold=1).utcoffset() or timedelta())


def duration(words: Words, span: timedelta) -> str:
    """8 h 04, or 12 min under an hour."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return words.say("{minutes} min", minutes=minutes)
    return words.say("{hours} h {minutes}", hours=minutes // 60, minutes=f"{minutes % 60:02d}")


def rough_age(words: Words, seconds: float) -> str:
    """4 min, 7 hours, 3 days: how old something is, as far as anybody cares."""
    minutes = int(max(0.0, seconds) // 60)
    if minutes < 60:
        return words.say("{minutes} min", minutes=minutes)
    if minutes < 48 * 60:
        return words.say_n("{n} hour", "{n} hours", minutes // 60)
    return words.say_n("{n} day", "{n} days", minutes // 1440)


def distance(words: Words, metres: float) -> str:
    """240 m, or 2.4 km."""
    if metres < 1000:
        return words.say("{metres} m", metres=round(metres))
    return words.say("{kilometres} km", kilometres=f"{metres / 1000:.1f}")
