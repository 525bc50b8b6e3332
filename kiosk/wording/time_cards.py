"""What the comparison with another system's time cards shows, in a supervisor's words."""

from collections.abc import Iterator
from datetime import datetime

from shared.domain.card_finding import CardFinding
from shared.domain.card_people import CardPeople, NumberKind
from shared.domain.time_card import Adjustment, CardType
from shared.domain.time_card_match import CardSession, Found
from shared.words import Words
from shared.words.calendar import LocalTime


def found_word(words: Words, found: Found) -> str:
    """How one session compares, in a word or two."""
    return {
        Found.AGREES: words.say("Agrees"),
        Found.DIFFERS: words.say("Times differ"),
        Found.OPEN: words.say("Not finished"),
        Found.MISSING_THERE: words.say("No time card"),
        Found.MISSING_HERE: words.say("Only a time card"),
    }[found]


def finding_note(words: Words, finding: CardFinding) -> str:
    """The same beside a name on the board."""
    return {
        Found.AGREES: words.say("time card changed"),
        Found.OPEN: words.say("time card changed"),
        Found.DIFFERS: words.say("time card differs"),
        Found.MISSING_THERE: words.say("no time card"),
        Found.MISSING_HERE: words.say("only a time card"),
    }[finding.found]


def finding_line(words: Words, local: LocalTime, finding: CardFinding, now: datetime) -> str:
    """Both sides of one session, for whoever looks at its person."""
    at = finding.came_at or finding.their_came_at or finding.their_left_at or now
    line = words.say(
        "{date}: here {here}, time card {there}",
        date=local.date(at, words),
        here=span(words, local, finding.came_at, finding.left_at),
        there=span(words, local, finding.their_came_at, finding.their_left_at),
    )
    if not finding.adjusted_by:
        return line
    return words.say("{line}, changed by {name}", line=line, name=finding.adjusted_by)


def span(words: Words, local: LocalTime, start: datetime | None, end: datetime | None) -> str:
    """06:00 to 14:00; a dash for what is not there, and one dash for nothing at all."""
    if start is None and end is None:
        return "\u2013"
    return words.say("{start} to {end}", start=_time(local, start), end=_time(local, end))


def authorised_lines(words: Words, session: CardSession, people: CardPeople) -> Iterator[str]:
    """Who authorised coming and leaving, where somebody did."""
    if session.came_by is not None:
        yield words.say("Coming authorised by {name}", name=people.name_of(session.came_by))
    if session.left_by is not None:
        yield words.say("Leaving authorised by {name}", name=people.name_of(session.left_by))


def break_lines(words: Words, local: LocalTime, session: CardSession) -> Iterator[str]:
    """The breaks on their cards."""
    for one in session.breaks:
        times = span(words, local, one.came_at, one.left_at)
        paid = one.card_type is CardType.PAID_BREAK
        yield words.say("Paid break {times}", times=times) if paid else words.say("Unpaid break {times}", times=times)


def change_line(words: Words, local: LocalTime, change: Adjustment, now: datetime) -> str:
    """Who changed a card, when and why."""
    when, name = local.day_and_time(change.at, now, words), change.manager or words.say("Somebody")
    if not change.reason:
        return words.say("{when}: changed by {name}", when=when, name=name)
    return words.say("{when}: changed by {name}: {why}", when=when, name=name, why=change.reason)


def was_line(words: Words, local: LocalTime, change: Adjustment, people: CardPeople) -> str:
    """Every value that the card had before; "" where nothing of it is kept here."""
    job = people.called(NumberKind.JOB_CODE, change.job_code) or _number(change.job_code)
    centre = people.called(NumberKind.REVENUE_CENTRE, change.revenue_centre) or _number(change.revenue_centre)
    told = (
        words.say("came {time}", time=local.time(change.came_at)) if change.came_at else "",
        words.say("left {time}", time=local.time(change.left_at)) if change.left_at else "",
        words.say("job {name}", name=job) if job else "",
        words.say("revenue centre {name}", name=centre) if centre else "",
    )
    values = ", ".join(part for part in told if part)
    return words.say("Before: {values}", values=values) if values else ""


def _number(num: int | None) -> str:
    return str(num) if num is not None else ""


def _time(local: LocalTime, at: datetime | None) -> str:
    return local.time(at) if at is not None else "\u2013"
