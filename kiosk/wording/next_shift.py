"""When a person who leaves comes again, as far as the stored rota tells."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kiosk.wording.setting import Setting
from shared.domain.decision import Accepted
from shared.domain.event import ClockEvent
from shared.domain.facts import Facts
from shared.domain.model import Kind, Shift
from shared.recording import Outcome
from shared.words import Words
from shared.words.calendar import rough_age
from shared.words.notices import WEEKDAY_IS_ENOUGH_DAYS, day_word

OLD_S = 24 * 3600.0
ENOUGH = 2


def with_next_shift(
    words: Words, setting: Setting, outcome: Outcome, decision: Accepted, others: Sequence[str]
) -> tuple[str, ...]:
    """The small print of an outcome, led by the next shift unless more has to be told than a small screen holds."""
    return (*(next_shift_lines(words, setting, outcome, decision) if len(others) < ENOUGH else ()), *others)


def next_shift_lines(words: Words, setting: Setting, outcome: Outcome, decision: Accepted) -> tuple[str, ...]:
    """One line under a clock-out: the next shift, or how far the rota is known; nothing where there is no rota."""
    last = outcome.events[-1]
    known = outcome.facts.roster
    if last.draft.kind is not Kind.CLOCKED_OUT or not known.known_upstream or known.age_s is None:
        return ()
    told = _told(words, setting, outcome.facts, last, decision)
    if told and known.age_s > OLD_S:
        told = words.say("{told} (rota {age} old)", told=told, age=rough_age(words, known.age_s))
    return (told,) if told else ()


def _told(words: Words, setting: Setting, facts: Facts, last: ClockEvent, decision: Accepted) -> str:
    at, covers = last.draft.at, facts.roster.covers_until
    worked = {*facts.used_shift_ids, last.draft.shift_id, decision.shift.shift_id if decision.shift else None}
    coming = [one for one in facts.shifts if one.starts_at > at and one.shift_id not in worked]
    if coming:
        return _next(words, setting, min(coming, key=lambda one: (one.starts_at, one.shift_id)), last)
    if covers is None:
        return ""
    if covers <= at:
        return words.say("Next shift not known: no rota for the coming days")
    return words.say("No shift for you: rota known up to {day}", day=_day(words, setting, covers, at))


def _next(words: Words, setting: Setting, shift: Shift, last: ClockEvent) -> str:
    here = shift.account_id == last.draft.account_id
    place = last.draft.site if here else words.say("another site")
    day, time = _day(words, setting, shift.starts_at, last.draft.at), setting.local.time(shift.starts_at)
    return words.say("Next: {day} {time}, {place}", day=day, time=time, place=place)


def _day(words: Words, setting: Setting, at: datetime, now: datetime) -> str:
    """Today, tomorrow, Friday; with its date from when the weekday alone could mean two days."""
    local = setting.local
    day, today = at.astimezone(local.zone).date(), now.astimezone(local.zone).date()
    if day == today + timedelta(days=1):
        return words.say("tomorrow")
    if (day - today).days > WEEKDAY_IS_ENOUGH_DAYS:
        return local.date(at, words)
    return day_word(words, local, at, now)
