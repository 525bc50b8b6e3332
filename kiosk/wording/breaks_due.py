"""Breaks on the idle screen: by initials, so that whoever walks past reads nobody's name."""

from collections import Counter
from collections.abc import Sequence

from kiosk.views import Status, Tone
from shared.break_calls import Called
from shared.domain.breaks import Calls
from shared.words import Words

MOST_SHOWN = 4
MOST_OF_EACH = 2
"""Where both lines stand: a small panel has its date to show."""
INITIALS = 2


def breaks_due(words: Words, called: Sequence[Called]) -> tuple[Status, ...]:
    """At most two lines for the status line: whose break is due, whose runs over; none where nobody is meant."""
    told = dict(zip((one.number for one in called), initials([(one.number, one.name) for one in called]), strict=True))
    over = [told[one.number] for one in called if one.call.calls is Calls.RUNNING_OVER]
    due = [told[one.number] for one in called if one.call.calls is not Calls.RUNNING_OVER]
    most = MOST_OF_EACH if due and over else MOST_SHOWN
    found = []
    if due:
        found.append(Status(Tone.WARN, words.say("Break due: {initials}", initials=_listed(due, most))))
    if over:
        found.append(Status(Tone.WARN, words.say("Break over: {initials}", initials=_listed(over, most))))
    return tuple(found)


def initials(people: Sequence[tuple[str, str]]) -> list[str]:
    """For each (number, name) the first letters of the first and the last name.

    Two who would share them are told apart by the last two digits of their numbers; without a name these stand alone.
    """
    letters = [_letters(name) for _, name in people]
    count = Counter(letters)
    return [
        own if own and count[own] == 1 else f"{own}{number[-INITIALS:]}"
        for own, (number, _) in zip(letters, people, strict=True)
    ]


def _letters(name: str) -> str:
    parts = name.split()
    chosen = parts if len(parts) <= INITIALS else [parts[0], parts[-1]]
    return "".join(part[0] for part in chosen).upper()


def _listed(every: list[str], most: int) -> str:
    shown = ", ".join(every[:most])
    return shown if len(every) <= most else f"{shown} +{len(every) - most}"
