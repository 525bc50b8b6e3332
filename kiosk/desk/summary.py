"""What an act is about, told so far, and how it ended: the words beside the buttons."""

from collections.abc import Mapping
from datetime import datetime

from kiosk.desk.frame import Frame
from kiosk.wording.desk import entry_title, entry_when
from kiosk.wording.desk_acts import because_word, choice_word
from kiosk.wording.desk_answers import done_text, goes_out_text, obstacle_text
from shared.domain.desk_entry import DeskAct, Done
from shared.domain.supervision import NotDone, Obstacle
from shared.words import Words


def subject(frame: Frame) -> str:
    """Whom it is about: the person, else what the entry is called."""
    desk = frame.desk
    whom = desk.wish.whom if desk.wish is not None and desk.wish.whom is not None else desk.whom
    if whom is not None:
        return whom.name or whom.number
    return entry_title(frame.words, desk.entry) if desk.entry is not None else ""


def told_so_far(frame: Frame) -> tuple[str, ...]:
    """What the act was told, most important first."""
    words, wish = frame.words, frame.desk.wish
    if wish is None:
        return ()
    given = wish.given
    what = choice_word(words, given.choice) if given.choice is not None else ""
    when = _when(frame, given.at) if given.at is not None else ""
    if given.choice is not None and frame.desk.entry is not None:
        when = entry_when(words, frame.setting.local, frame.desk.entry, frame.seen.now)
    if given.act is DeskAct.CLOCK and given.at is None and given.choice is not None:
        when = words.say("now")
    position = frame.seen.position_names.get(given.position_id, "") if given.position_id is not None else ""
    session = words.say("session {number}", number=given.session) if given.session is not None else ""
    first = ", ".join(part for part in (what, when, position, session) if part)
    because = words.say("Reason: {reason}", reason=because_word(words, given.reason.because)) if wish.has_reason else ""
    return tuple(part for part in (first, because) if part)


def how_lines(words: Words, how: Mapping[str, str]) -> tuple[str, ...]:
    """How it goes out, a sentence an upstream."""
    return tuple(dict.fromkeys(goes_out_text(words, upstream, goes) for upstream, goes in how.items()))


def done_lines(frame: Frame, done: Done) -> tuple[str, ...]:
    """What was done, how it goes out, and what of a group was left."""
    words = frame.words
    left = dict.fromkeys(obstacle_text(words, NotDone(Obstacle(why))) for why in done.left.values())
    if left:
        left = {words.say_n("{n} is left as it was:", "{n} are left as they were:", len(done.left)): None, **left}
    what = done_text(words, frame.setting.local, done, frame.seen.now)
    return (what, *how_lines(words, done.how), *told_so_far(frame), *left)


def _when(frame: Frame, at: datetime) -> str:
    return frame.setting.local.day_and_time(at, frame.seen.now, frame.words)
