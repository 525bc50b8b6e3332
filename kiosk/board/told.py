"""What an act was told, in plain words, before somebody confirms it."""

from kiosk.board.subject import Subject
from kiosk.board.visit import Visit
from kiosk.wording.desk import entry_when
from kiosk.wording.desk_acts import because_word, came_of_word, choice_word
from kiosk.wording.names import kind_word
from shared.domain.desk_entry import NEEDS, DeskAct, Given, Need
from shared.supervision.messages import CameOf


def told_lines(visit: Visit, subject: Subject, given: Given) -> tuple[str, ...]:
    """One fact a line, the most important first."""
    words = visit.words
    first = ", ".join(part for part in (*_what(visit, subject, given), _when(visit, subject, given)) if part)
    position = subject.positions.get(given.position_id, "") if given.position_id is not None else ""
    session = words.say("session {number}", number=given.session) if given.session is not None else ""
    came_of = came_of_word(words, CameOf(given.came_of)) if given.came_of else ""
    lines = [_who(subject, given), first, position, session, came_of]
    if Need.BECAUSE in NEEDS[given.act]:
        lines.append(words.say("Reason: {reason}", reason=because_word(words, given.reason.because)))
    if given.reason.note:
        lines.append(given.reason.note)
    return tuple(line for line in lines if line)


def _who(subject: Subject, given: Given) -> str:
    """Whom an entry that named nobody is said to be of."""
    if subject.number or not given.number:
        return ""
    name = next((name for number, name in subject.people if number == given.number), "")
    return f"{name} ({given.number})" if name else given.number


def _what(visit: Visit, subject: Subject, given: Given) -> tuple[str, ...]:
    words, local = visit.words, visit.setting.local
    if given.choice is not None:
        return (choice_word(words, given.choice),)
    event = next((one for one in subject.events if one.event_id == given.event_id), None)
    if event is None:
        return ()
    was = f"{kind_word(words, event.kind)} {local.day_and_time(event.at, subject.now, words)}"
    return (f"{was} \u2192",)


def _when(visit: Visit, subject: Subject, given: Given) -> str:
    words, local = visit.words, visit.setting.local
    if given.at is not None:
        return local.day_and_time(given.at, subject.now, words)
    if given.choice is not None and subject.entry is not None:
        return entry_when(words, local, subject.entry, subject.now)
    return words.say("now") if given.act is DeskAct.CLOCK else ""
