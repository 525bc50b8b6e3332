"""A time that a supervisor types: four digits on a day of the site, which mean one instant, two, or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.desk_state import Typing
from kiosk.views import Act, Intent
from shared.domain.stated_time import InDoubt, stated

DAYS: Final = 4
"""What is corrected at a door happened today, yesterday, or over a weekend."""
TIME_DIGITS: Final = 4
NUMBER_DIGITS: Final = 12


def time_to_begin_with(at: datetime, zone: ZoneInfo) -> Typing:
    """The keys as they would have been typed for this instant."""
    local = at.astimezone(zone)
    return Typing(f"{local:%H%M}", is_prefilled=True, day=local.date())


def typed(typing: Typing, intent: Intent, most: int) -> Typing:
    """After one more key. The first digit over a prefilled time begins anew, backspace mends it."""
    keys = typing.keys
    match intent.act:
        case Act.CLEAR:
            keys = ""
        case Act.BACKSPACE:
            keys = keys[:-1]
        case Act.KEY if typing.is_prefilled:
            keys = intent.value
        case Act.KEY if len(keys) < most:
            keys += intent.value
    return replace(typing, keys=keys, is_prefilled=False)


def shown(keys: str) -> str:
    """The digits as a clock shows them: 05:58, and 05:5 on the way there."""
    return f"{keys[:2]}:{keys[2:]}" if len(keys) > 2 else keys


def instant_of(typing: Typing, zone: ZoneInfo) -> datetime | InDoubt | None:
    """The instant in UTC of what was typed; None where it is no time of day, or not yet."""
    if typing.day is None or len(typing.keys) != TIME_DIGITS or not typing.keys.isdigit():
        return None
    hour, minute = int(typing.keys[:2]), int(typing.keys[2:])
    if hour > 23 or minute > 59:
        return None
    return stated(datetime.combine(typing.day, time(hour, minute)), zone)


def days_to_choose(typing: Typing, now: datetime, zone: ZoneInfo) -> Sequence[date]:
    """Today first, then the days before; the day that stands is always among them."""
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS)]
    return days if typing.day is None or typing.day in days else [*days, typing.day]
