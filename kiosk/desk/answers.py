"""The answers to one question of an act, likeliest first; what was told before is marked."""

from kiosk.desk.asking import ONLY_PAIR
from kiosk.desk.frame import Frame
from kiosk.desk.seen import Answer
from kiosk.views import Act, Button, Icon, Intent
from kiosk.wording.desk_acts import because_word, came_of_word, choice_word
from shared.domain.desk_entry import Need
from shared.domain.supervision import Because
from shared.domain.tap import Choice
from shared.supervision.messages import CameOf

ICONS = {
    Choice.CLOCK_IN: Icon.IN,
    Choice.CLOCK_OUT: Icon.OUT,
    Choice.START_BREAK: Icon.BREAK,
    Choice.END_BREAK: Icon.BACK,
    Choice.CHANGE_POSITION: Icon.MOVE,
    Choice.MOVE_HERE: Icon.MOVE,
}


def question_of(frame: Frame) -> str:
    """What is asked now."""
    words, wish = frame.words, frame.desk.wish
    match wish.need if wish else None:
        case Need.CHOICE:
            return words.say("What was it?") if frame.desk.entry else words.say("What shall be recorded?")
        case Need.POSITION:
            return words.say("Which position?")
        case Need.SESSION:
            return words.say("Which session?")
        case Need.BADGE:
            return words.say("Which badge?")
        case Need.CAME_OF:
            return words.say("What came of it?")
        case _:
            return words.say("Why?")


def answers(frame: Frame) -> tuple[Button, ...]:
    """Large buttons, on as many pages as they need; what was told before is marked, else the likeliest."""
    found, before = frame.seen.answers, _before(frame)
    values = [one.value for one in found]
    marked = values.index(before) if before in values else 0
    return frame.of_page(
        [
            Button(Intent(Act.PICK, one.value), _text(frame, one, place), _icon(frame, one), primary=place == marked)
            for place, one in enumerate(found)
        ]
    )


def _before(frame: Frame) -> str:
    """What was answered when the question stood here the last time, "" where it never was."""
    wish = frame.desk.wish
    if wish is None:
        return ""
    given = wish.given
    told = (
        {
            Need.CHOICE: given.choice,
            Need.POSITION: given.position_id,
            Need.SESSION: given.session,
            Need.BADGE: given.badge,
            Need.CAME_OF: given.came_of,
            Need.BECAUSE: given.reason.because if wish.has_reason else None,
        }.get(wish.need)
        if wish.need
        else None
    )
    return "" if told is None else str(told)


def _text(frame: Frame, answer: Answer, place: int) -> str:
    words, wish = frame.words, frame.desk.wish
    match wish.need if wish else None:
        case Need.CHOICE if answer.value == ONLY_PAIR:
            return words.say("Only pair the badge")
        case Need.CHOICE:
            return choice_word(words, Choice(answer.value))
        case Need.BECAUSE:
            return because_word(words, Because(answer.value))
        case Need.CAME_OF:
            return came_of_word(words, CameOf(answer.value))
        case Need.BADGE:
            # Nobody can read a badge's number off its hash: the order is all there is to tell them apart by.
            paired = words.say("Badge {n}, paired at the desk", n=place + 1)
            return paired if answer.is_paired else words.say("Badge {n}", n=place + 1)
        case Need.POSITION:
            return answer.name or answer.value
        case _:
            return answer.value


def _icon(frame: Frame, answer: Answer) -> Icon:
    wish = frame.desk.wish
    if wish is None or wish.need is not Need.CHOICE or answer.value == ONLY_PAIR:
        return Icon.NONE
    return ICONS.get(Choice(answer.value), Icon.NONE)
