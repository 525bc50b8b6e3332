"""What is told of a time that nobody is sure of."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.wording.setting import Setting
from shared.words import Words
from shared.words.calendar import LocalTime, duration

NO_TIME: Final = "--:--"
WEEKDAY_TELLS: Final = timedelta(days=6)


def shown_time(setting: Setting, at: datetime, *, is_sure: bool) -> str:
    """The time of a tap in the site's zone, or none under a clock that nobody vouches for."""
    return setting.local.time(at) if is_sure else NO_TIME


def span_lines(words: Words, local: LocalTime, facts: Mapping[str, Any], now: datetime) -> list[str]:
    """Between which times an event lies whose clock was never found; `facts` are those of its item on the desk."""
    begin, end = (_told(local, facts.get(name), now, words) for name in ("not_before", "not_after"))
    if begin and end:
        line = words.say("It happened between {begin} and {end}.", begin=begin, end=end)
    elif begin:
        line = words.say("It happened after {time}.", time=begin)
    elif end:
        line = words.say("It happened before {time}.", time=end)
    else:
        line = words.say("Nobody knows when it happened.")
    since_boot_s = facts.get("s_after_boot")
    if not isinstance(since_boot_s, int | float):
        return [line]
    on_for = duration(words, timedelta(seconds=since_boot_s))
    return [line, words.say("The terminal had been on for {duration}.", duration=on_for)]


def _told(local: LocalTime, told: object, now: datetime, words: Words) -> str:
    if not isinstance(told, str) or not told:
        return ""
    at = datetime.fromisoformat(told)
    if abs(now - at) < WEEKDAY_TELLS:
        return local.day_and_time(at, now, words)
    return f"{local.date(at, words)} {local.time(at)}"
