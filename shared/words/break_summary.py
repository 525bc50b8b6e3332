"""The breaks of a shift as their person is told them: the same on the screen and on the telephone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.break_rules import BreakKind
from shared.domain.break_summary import EarlyEnd, EarlyReason, ShiftSummary, SummaryLine
from shared.domain.breaks import Found
from shared.words.calendar import LocalTime, duration
from shared.words.catalogs import Words
from shared.words.notices import Clock, day_word


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is said: the clock, a length in seconds, what stands between the parts of a line, and how many lines."""

    clock: Clock
    length: Callable[[int], str]
    between: str = " \u00b7 "
    most: int = 6


def shown(words: Words, local: LocalTime) -> Manner:
    """As a screen shows it: lengths to the nearer minute."""
    return Manner(local.time, lambda seconds: duration(words, timedelta(seconds=seconds + 30)))


def follows(words: Words) -> str:
    """A line of the outcome before."""
    return words.say("Your breaks: see next.")


def heading(words: Words, local: LocalTime, manner: Manner, told: ShiftSummary, now: datetime) -> str:
    """Which shift it is, in local time."""
    day = day_word(words, local, told.started_at, now)
    start, end = manner.clock(told.started_at), manner.clock(told.ended_at)
    return words.say("Your breaks of {day}, {start} to {end}", day=day, start=start, end=end)


def total(words: Words, manner: Manner, told: ShiftSummary) -> str:
    """The time of all breaks together, paid and unpaid."""
    if told.total_s is None:
        return words.say("A break never ended: the time of your breaks is not known.")
    return words.say(
        "Breaks in all: {total}. Paid {paid}, unpaid {unpaid}.",
        total=manner.length(told.total_s),
        paid=manner.length(told.paid_s),
        unpaid=manner.length(told.unpaid_s),
    )


def picked(manner: Manner, told: ShiftSummary) -> tuple[tuple[SummaryLine, ...], int, int]:
    """The breaks to tell one by one, how many others that were as planned, and how many others that were not.

    Where there are many, those as planned are counted: they need no look.
    """
    every = told.lines
    if len(every) <= manner.most:
        return every, 0, 0
    others = tuple(one for one in every if one.found is not Found.AS_PLANNED)
    one_by_one = others[: manner.most - 2]
    return one_by_one, len(every) - len(others), len(others) - len(one_by_one)


def counted(words: Words, usual: int, left: int) -> tuple[str, ...]:
    """What is not told one by one."""
    more = [words.say_n("And {n} more break", "And {n} more breaks", left)] if left else []
    planned = [words.say_n("{n} break as planned", "{n} breaks as planned", usual)] if usual else []
    return (*more, *planned)


def lines(words: Words, manner: Manner, told: ShiftSummary) -> tuple[str, ...]:
    """One break a line, then those that are only counted."""
    one_by_one, usual, left = picked(manner, told)
    return (*(line(words, manner, one) for one in one_by_one), *counted(words, usual, left))


def line(words: Words, manner: Manner, one: SummaryLine) -> str:
    """One break, in the order in which it is read: which, when, how long, paid or not, what it came to."""
    return manner.between.join(
        filter(None, (name(words, one.kind), when(words, manner, one), what(words, manner, one)))
    )


def what(words: Words, manner: Manner, one: SummaryLine) -> str:
    """How long it was, paid or not, and what it came to: a length that is not the planned one says so itself."""
    paid = words.say("paid") if one.is_paid else words.say("unpaid")
    return manner.between.join(filter(None, (_how_long(words, manner, one), paid, found(words, one.found))))


def name(words: Words, kind: BreakKind | None) -> str:
    """What kind of break; None for one that nobody planned."""
    match kind:
        case BreakKind.MEAL:
            return words.say("Meal break")
        case BreakKind.REST:
            return words.say("Rest break")
        case None:
            return words.say("Break")


def found(words: Words, what: Found) -> str:
    """What a break came to; "" where its length says it."""
    return {
        Found.AS_PLANNED: words.say("as planned"),
        Found.SHORT: "",
        Found.LONG: "",
        Found.RUNNING: words.say("never ended"),
        Found.MISSING: words.say("not taken"),
        Found.UNMANAGED: words.say("not planned"),
    }[what]


def early_end(words: Words, manner: Manner, told: EarlyEnd) -> str:
    """Which break was short, and by how much."""
    return words.say(
        "Break {start} to {end}: {taken} instead of {planned}",
        start=manner.clock(told.started_at),
        end=manner.clock(told.ended_at),
        taken=manner.length(round((told.ended_at - told.started_at).total_seconds())),
        planned=manner.length(told.planned_s),
    )


def by_own_choice(words: Words) -> str:
    """What is asked about it."""
    return words.say("Did you end your break early by your own choice?")


def why(words: Words) -> str:
    """What is asked of whoever did not."""
    return words.say("Why did your break end early?")


def reason(words: Words, because: EarlyReason) -> str:
    """One of the reasons."""
    return {
        EarlyReason.CALLED_BACK: words.say("Called back to work"),
        EarlyReason.EMERGENCY: words.say("Emergency"),
        EarlyReason.OTHER: words.say("Another reason"),
    }[because]


def when(words: Words, manner: Manner, one: SummaryLine) -> str:
    """When it was taken, or fell due; "" where neither is known."""
    if one.started_at is None:
        return words.say("due {time}", time=manner.clock(one.due_at)) if one.due_at is not None else ""
    if one.ended_at is None:
        return words.say("since {time}", time=manner.clock(one.started_at))
    return words.say("{start} to {end}", start=manner.clock(one.started_at), end=manner.clock(one.ended_at))


def _how_long(words: Words, manner: Manner, one: SummaryLine) -> str:
    if one.length_s is None:
        return manner.length(one.planned_s) if one.started_at is None and one.planned_s is not None else ""
    taken = manner.length(one.length_s)
    if one.found not in (Found.SHORT, Found.LONG) or one.planned_s is None:
        return taken
    return words.say("{taken} instead of {planned}", taken=taken, planned=manner.length(one.planned_s))
