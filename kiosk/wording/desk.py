"""What waits on a supervisor's desk, in plain words: whom it is about, what happened, and why it needs a person."""

from datetime import datetime
from typing import Any

from kiosk.wording.clock_lines import span_lines
from kiosk.wording.desk_breaks import disputed_breaks
from kiosk.wording.desk_reasons import news_text, parked_text
from kiosk.wording.names import kind_word
from kiosk.wording.reasons import not_identified
from shared.domain.desk_entry import Entry, Topic
from shared.domain.model import Kind
from shared.domain.notice import OF_TIME_CARDS
from shared.domain.remedies import Why
from shared.domain.tap import Question, Refusal, Unidentified
from shared.store.desk import DeskKind
from shared.words import Words
from shared.words.calendar import LocalTime


def topic_word(words: Words, topic: Topic) -> str:
    """The heading over entries of one topic."""
    return {
        Topic.CLAIM: words.say("Taps that named nobody"),
        Topic.REFUSED: words.say("Refused"),
        Topic.OPEN_TAP: words.say("Left unanswered"),
        Topic.LEFT_EARLIER: words.say("Left earlier"),
        Topic.PARKED: words.say("Cannot be delivered"),
        Topic.DOUBTFUL: words.say("On their way, in doubt"),
        Topic.DIFFERENCES: words.say("Upstream has other times"),
        Topic.DISPUTE: words.say("Disputed"),
        Topic.VOICE: words.say("Voice messages"),
        Topic.NEWS: words.say("To know"),
    }[topic]


def entry_title(words: Words, entry: Entry) -> str:
    """Whom it is about."""
    if entry.name:
        return entry.name
    if entry.number:
        return words.say("Number {number}", number=entry.number)
    if entry.topic is Topic.DIFFERENCES:
        return words.say_n("{n} person", "{n} people", len(entry.facts.get("people", ())))
    if entry.reason == Unidentified.UNKNOWN_BADGE:
        return words.say("Unknown badge")
    about_all = entry.reason in (DeskKind.LEDGER_REPLACED, DeskKind.LEDGER_RESTORED, DeskKind.ROTA_PROBLEMS)
    return words.say("Everybody") if about_all else words.say("Nobody known")


def entry_when(words: Words, local: LocalTime, entry: Entry, now: datetime) -> str:
    """When it happened, in the site's zone: the time alone for today, none that nobody is sure of."""
    if entry.topic is Topic.PARKED and entry.reason == Why.CLOCK_UNTRUSTED:
        return words.say("time to be confirmed")
    return local.day_and_time(entry.at, now, words)


def entry_what(words: Words, local: LocalTime, entry: Entry) -> str:
    """What happened, in one sentence."""
    match entry.topic:
        case Topic.CLAIM:
            return not_identified(words, Unidentified(entry.reason))
        case Topic.REFUSED:
            return refusal_text(words, Refusal(entry.reason))
        case Topic.OPEN_TAP:
            return _question_text(words, entry.reason)
        case Topic.LEFT_EARLIER:
            return words.say("Said that they left earlier. When?")
        case Topic.PARKED | Topic.DOUBTFUL:
            return parked_text(words, Why(entry.reason), _kind(words, entry))
        case Topic.DIFFERENCES:
            count = words.say_n("{n} time differs", "{n} times differ", len(entry.parts))
            return count if len(entry.parts) > 1 else _ours_and_theirs(words, local, _first(entry))
        case Topic.DISPUTE:
            return news_text(words, DeskKind(entry.reason))
        case Topic.VOICE:
            return words.say("A caller spoke because the line could not serve them")
        case Topic.NEWS:
            return news_text(words, DeskKind(entry.reason))


def entry_lines(words: Words, local: LocalTime, entry: Entry, now: datetime) -> tuple[str, ...]:
    """What else is to know about it, one fact a line."""
    lines = [words.say("{when}, {where}", when=entry_when(words, local, entry, now), where=_where(entry))]
    if entry.topic is Topic.PARKED and entry.reason == Why.CLOCK_UNTRUSTED:
        lines += span_lines(words, local, entry.facts, now)
    if entry.topic in (Topic.PARKED, Topic.DOUBTFUL) and entry.answer:
        lines.append(words.say("Upstream answered: {answer}", answer=entry.answer))
    if entry.topic is Topic.DIFFERENCES:
        lines += [_difference_line(words, local, item) for item in entry.facts.get("items", ())]
    if entry.reason == DeskKind.BREAKS_DISPUTED:
        lines += disputed_breaks(words, local, entry.facts)
    elif entry.topic is Topic.DISPUTE:
        lines += _disputed(words, local, entry)
    return tuple(lines)


def refusal_text(words: Words, reason: Refusal) -> str:
    """Why a clock-in was refused, told to a supervisor."""
    match reason:
        case Refusal.INACTIVE:
            return words.say("Not active")
        case Refusal.NOT_ASSIGNED:
            return words.say("Not assigned to this site")
        case Refusal.OUTSIDE_GEOFENCE:
            return words.say("The terminal was outside its site")
        case Refusal.TOO_EARLY:
            return words.say("Too early for the shift")
        case Refusal.MINIMUM_REST:
            return words.say("Too little rest since the last shift")
        case Refusal.CALLER_NOT_KNOWN:
            return words.say("Called from a telephone that is not known")
        case Refusal.CALLER_NOT_AT_SITE:
            return words.say("Did not call from the site")
        case Refusal.OVERTAKEN:
            return words.say("Newer events stand already")


def _question_text(words: Words, reason: str) -> str:
    if reason == Question.OPEN_TAP:
        return words.say("Walked away from an earlier question again")
    if reason == Question.WHICH_POSITION:
        return words.say("Walked away without choosing a position")
    return words.say("Walked away without choosing: came, left or break?")


def _kind(words: Words, entry: Entry) -> str:
    kind = entry.facts.get("kind", "")
    return kind_word(words, Kind(kind)) if kind in set(Kind) else ""


def _where(entry: Entry) -> str:
    return " \u00b7 ".join(part for part in (entry.site, entry.terminal) if part)


def _first(entry: Entry) -> dict[str, Any]:
    items = entry.facts.get("items", ())
    return dict(items[0]) if items else {}


def _ours_and_theirs(words: Words, local: LocalTime, item: dict[str, Any]) -> str:
    ours, theirs = _time(local, item.get("ours") or item.get("at")), _time(local, item.get("theirs"))
    return words.say("Here {ours}, upstream {theirs}", ours=ours, theirs=theirs)


def _difference_line(words: Words, local: LocalTime, item: dict[str, Any]) -> str:
    line = f"{item.get('employee', '')}: {_ours_and_theirs(words, local, dict(item))}"
    by = item.get("by")
    return words.say("{line}, changed by {name}", line=line, name=by) if by else line


def _disputed(words: Words, local: LocalTime, entry: Entry) -> list[str]:
    old, new = _time(local, entry.facts.get("old")), _time(local, entry.facts.get("new"))
    lines = [words.say("Changed from {old} to {new} by {by}", old=old, new=new, by=entry.facts.get("by", ""))]
    if entry.facts.get("kind") in OF_TIME_CARDS:
        lines.append(words.say("In the time cards, not here: {why}", why=entry.facts.get("because") or "\u2013"))
    return lines


def _time(local: LocalTime, told: object) -> str:
    """The clock of a time as items keep it; a dash where there is none."""
    return local.time(datetime.fromisoformat(told)) if isinstance(told, str) and told else "\u2013"
