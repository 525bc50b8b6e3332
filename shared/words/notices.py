"""What a supervisor changed, as its employee is told: the same on the screen and on the telephone."""

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.domain.model import Kind
from shared.domain.notice import OF_TIME_CARDS, Notice, NoticeKind
from shared.domain.supervision import Because
from shared.words.calendar import LocalTime, weekday
from shared.words.catalogs import Words

WEEKDAY_IS_ENOUGH_DAYS = 6
Clock = Callable[[datetime], str]
"""The time of day as it is shown or spoken."""


def who_and_why(words: Words, by: str, notice: Notice) -> str:
    """Who changed something, and why where a reason was chosen. `by` is the supervisor's name.

    What a manager wrote in another system is told as it is, in whatever language it is.
    """
    if notice.kind in OF_TIME_CARDS:
        return _manager_and_why(words, by, notice.because)
    why = reason(words, notice.because, notice.target_kind)
    if not why:
        return words.say("{name} changed your hours", name=by)
    return words.say("{name} changed your hours: {why}", name=by, why=why)


def _manager_and_why(words: Words, by: str, why: str) -> str:
    name = by or words.say("Somebody")
    if not why:
        return words.say("{name} changed your time card", name=name)
    return words.say("{name} changed your time card: {why}", name=name, why=why)


def reason(words: Words, because: str, kind: Kind) -> str:
    """Why, in the words of somebody who was not there; "" for no reason that this version knows."""
    if because == Because.FORGOT:
        return _forgotten(words, kind)
    known: dict[str, str] = {
        Because.WRONG_CHOICE: words.say("wrong button"),
        Because.TERMINAL_OFF: words.say("terminal was off"),
        Because.NO_BADGE: words.say("no badge"),
        Because.BADGE_OF_OTHER: words.say("badge of somebody else"),
        Because.AGREED: words.say("agreed with you"),
        Because.DOUBLE: words.say("recorded twice"),
        Because.AS_UPSTREAM: words.say("as recorded elsewhere"),
    }
    return known.get(because, "")


def _forgotten(words: Words, kind: Kind) -> str:
    match kind:
        case Kind.CLOCKED_IN:
            return words.say("forgotten clock-in")
        case Kind.CLOCKED_OUT:
            return words.say("forgotten clock-out")
        case _:
            return words.say("forgotten break")


def change(words: Words, local: LocalTime, clock: Clock, notice: Notice, now: datetime, position: str) -> str:
    """What was changed, in the local time of where it happened. `position` is where a clock-in counts now, or ""."""
    at = notice.old_at or notice.new_at or notice.made_at
    day = day_word(words, local, at, now)
    if notice.kind is NoticeKind.VOIDED:
        return _voided(words, notice.target_kind, day, clock(at))
    if notice.kind is NoticeKind.ADJUSTED and notice.new_at is None:
        return _voided(words, notice.target_kind, day, clock(at))
    if notice.kind is NoticeKind.CARD_PLACED and not position:
        return words.say("Your clock-in of {day} at {time} now counts for another job", day=day, time=clock(at))
    if notice.kind in (NoticeKind.PLACED, NoticeKind.CARD_PLACED):
        return _placed(words, day, clock(at), position)
    if notice.kind is NoticeKind.CLOCKED or notice.old_at is None or notice.new_at is None:
        return _clocked(words, notice.target_kind, day, clock(at))
    return _corrected(words, notice.target_kind, day, clock(at), _new_time(words, local, clock, at, notice.new_at))


def day_word(words: Words, local: LocalTime, at: datetime, now: datetime) -> str:
    """Today, yesterday, Tuesday; with its date from when the weekday alone could mean two days."""
    day, today = at.astimezone(local.zone).date(), now.astimezone(local.zone).date()
    if day == today:
        return words.say("today")
    if day == today - timedelta(days=1):
        return words.say("yesterday")
    if abs((today - day).days) <= WEEKDAY_IS_ENOUGH_DAYS:
        return weekday(words, day.weekday())
    return local.date(at, words)


def _new_time(words: Words, local: LocalTime, clock: Clock, old: datetime, new: datetime) -> str:
    """The time alone on the same day, else with its weekday."""
    day = new.astimezone(local.zone).date()
    if day == old.astimezone(local.zone).date():
        return clock(new)
    return words.say("{weekday} {time}", weekday=weekday(words, day.weekday()), time=clock(new))


def _clocked(words: Words, kind: Kind, day: str, time: str) -> str:
    match kind:
        case Kind.CLOCKED_IN:
            return words.say("You were clocked in {day} at {time}", day=day, time=time)
        case Kind.CLOCKED_OUT:
            return words.say("You were clocked out {day} at {time}", day=day, time=time)
        case Kind.BREAK_STARTED:
            return words.say("A start of break was entered for you: {day} at {time}", day=day, time=time)
        case _:
            return words.say("An end of break was entered for you: {day} at {time}", day=day, time=time)


def _corrected(words: Words, kind: Kind, day: str, old: str, new: str) -> str:
    match kind:
        case Kind.CLOCKED_IN:
            return words.say("Your clock-in of {day} was changed from {old} to {new}", day=day, old=old, new=new)
        case Kind.CLOCKED_OUT:
            return words.say("Your clock-out of {day} was changed from {old} to {new}", day=day, old=old, new=new)
        case Kind.BREAK_STARTED:
            return words.say("Your start of break of {day} was changed from {old} to {new}", day=day, old=old, new=new)
        case _:
            return words.say("Your end of break of {day} was changed from {old} to {new}", day=day, old=old, new=new)


def _voided(words: Words, kind: Kind, day: str, time: str) -> str:
    match kind:
        case Kind.CLOCKED_IN:
            return words.say("Your clock-in of {day} at {time} no longer counts", day=day, time=time)
        case Kind.CLOCKED_OUT:
            return words.say("Your clock-out of {day} at {time} no longer counts", day=day, time=time)
        case Kind.BREAK_STARTED:
            return words.say("Your start of break of {day} at {time} no longer counts", day=day, time=time)
        case _:
            return words.say("Your end of break of {day} at {time} no longer counts", day=day, time=time)


def _placed(words: Words, day: str, time: str, position: str) -> str:
    if not position:
        return words.say("Your clock-in of {day} at {time} now counts for another shift", day=day, time=time)
    return words.say(
        "Your clock-in of {day} at {time} now counts for {position}", day=day, time=time, position=position
    )
