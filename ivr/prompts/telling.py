"""Shifts and receipts in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ivr.prompts.setting import Setting
from ivr.prompts.spoken import age, clock, day_and_clock, spelled, when
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.model import Shift
from shared.words import Words
from shared.words.calendar import LocalTime

OLD_S: Final = 24 * 3600.0


def shifts(
    setting: Setting, coming: Sequence[tuple[str, LocalTime, Shift]], ages_s: Sequence[float | None]
) -> tuple[str, ...]:
    """Each with its site and that site's own time; then what is not known."""
    words = setting.words
    known = [age_s for age_s in ages_s if age_s is not None]
    if not known:
        return (words.say("The rota is not known here yet."),)
    told = [_shift(setting, *one) for one in coming] or [words.say("No shift of yours is known for the next days.")]
    old = max(known)
    return (*told, *((words.say("As known {age} ago.", age=age(words, old)),) if old > OLD_S else ()))


def _shift(setting: Setting, site: str, local: LocalTime, shift: Shift) -> str:
    start = day_and_clock(setting.words, local, shift.starts_at, setting.now)
    return setting.words.say("{start} to {end}, {site}.", start=start, end=clock(local, shift.ends_at), site=site)


def moment(setting: Setting, at: datetime) -> str:
    """When an event was: at its time for today, with the weekday or the date before."""
    if abs((setting.now - at).days) < 6:
        return when(setting.words, setting.local, at, setting.now)
    at_time = setting.words.say("at {time}", time=clock(setting.local, at))
    return f"{setting.local.date(at, setting.words)}, {at_time}"


def standing(words: Words, row: OutboxRow | None, *, voided: bool) -> str:
    """Where an event stands upstream, as somebody who wants to be paid asks it."""
    if voided:
        return words.say("It was taken back.")
    if row is None:
        return words.say("Stored here.")
    if row.state is RowState.DELIVERED and row.session_id is not None:
        return words.say("Accepted, session {session}.", session=spelled(str(row.session_id)))
    if row.state in (RowState.PARKED, RowState.DROPPED):
        return words.say("Stored here. Your supervisor looks after it.")
    return words.say("Stored here, on its way.")
