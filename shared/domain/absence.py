"""Absences that the rota tells: when somebody is away, and never why.

Rule 1: an absence excuses from a shift that begins within it. A doctor's hour in the middle of a shift excuses nobody
from coming, and a free day not from the night that began the evening before.
Rule 2: whoever comes all the same is let in: an absence refuses nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.model import Shift


@dataclass(frozen=True, slots=True)
class Absence:
    """The rota says that somebody is away between these instants."""

    starts_at: datetime
    ends_at: datetime


def excuses_from(absences: Iterable[Absence], shift: Shift) -> bool:
    """Is this person not to come for the shift?"""
    return any(one.starts_at <= shift.starts_at < one.ends_at for one in absences)


def away_at(absences: Iterable[Absence], at: datetime, early_window: timedelta, zone: ZoneInfo) -> bool:
    """Did the rota say that somebody who comes at `at`, without a shift, is away?

    Coming a little before an absence of the same day of the site counts: its work would have begun then.
    """
    for one in absences:
        if one.starts_at <= at < one.ends_at:
            return True
        is_soon = timedelta(0) < one.starts_at - at <= early_window
        if is_soon and one.starts_at.astimezone(zone).date() == at.astimezone(zone).date():
            return True
    return False


def of_day(absences: Iterable[Absence], now: datetime, zone: ZoneInfo) -> Absence | None:
    """The first absence that is not over at `now` and begins no later than the site's today; None for none."""
    today = now.astimezone(zone).date()
    coming = sorted((one for one in absences if now < one.ends_at), key=lambda one: one.starts_at)
    return next((one for one in coming if one.starts_at <= now or one.starts_at.astimezone(zone).date() == today), None)
