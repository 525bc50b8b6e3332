"""What is typed at the desk: a time of day, or the number of an upstream's session."""

from datetime import date, datetime, timedelta

from kiosk.desk.frame import Frame
from kiosk.desk.stated import instant_of, shown
from kiosk.desk_state import Stand
from kiosk.views import Act, Button, Intent, KeypadView, Tone
from kiosk.wording.desk_acts import act_word
from shared.domain.desk_entry import DeskAct


def pad(frame: Frame) -> KeypadView:
    """Digits, and what they mean so far."""
    words, desk = frame.words, frame.desk
    is_time = desk.stand is Stand.TIME
    hint = _day_and_time(frame) if is_time else words.say("As the upstream shows it.")
    assert desk.wish is not None
    return KeypadView(
        title=act_word(words, desk.wish.given.act),
        step=frame.step,
        heading=_question(frame) if is_time else words.say("Which session?"),
        typed=shown(desk.typing.keys) if is_time else desk.typing.keys,
        hint=desk.said or " \u00b7 ".join(part for part in (hint, _name(frame)) if part),
        hint_tone=Tone.STOP if desk.said else Tone.PLAIN,
        clear=words.say("Clear"),
        backspace="\u232b",
        next=words.say("Next"),
        close=frame.close,
        closes_after_s=frame.setting.board_s,
        sound=frame.sound,
        demo=frame.demo,
        others=(frame.back, *([Button(Intent(Act.MORE), words.say("Other day"))] if is_time else [])),
    )


def day_word(frame: Frame, day: date) -> str:
    """Today, yesterday, or the day's own name; each with its date."""
    words, zone = frame.words, frame.setting.local.zone
    # Noon is on its own day in every zone, also where a change of clocks leaves midnight out.
    told = frame.setting.local.date(datetime(day.year, day.month, day.day, 12, tzinfo=zone), words)
    today = frame.seen.now.astimezone(zone).date()
    if day == today:
        return words.say("Today, {date}", date=told)
    if day == today - timedelta(days=1):
        return words.say("Yesterday, {date}", date=told)
    return told


def _question(frame: Frame) -> str:
    words, wish = frame.words, frame.desk.wish
    match wish.given.act if wish else None:
        case DeskAct.GIVE_TIME:
            return words.say("When did they leave?")
        case DeskAct.CLOCK:
            return words.say("At what time?")
        case _:
            return words.say("What is the right time?")


def _day_and_time(frame: Frame) -> str:
    """On a clock of 12 hours the digits alone would leave morning and evening open."""
    typing, local = frame.desk.typing, frame.setting.local
    told = day_word(frame, typing.day) if typing.day is not None else ""
    at = instant_of(typing, local.zone)
    return f"{told}, {local.time(at)}" if local.hours == 12 and isinstance(at, datetime) else told


def _name(frame: Frame) -> str:
    wish = frame.desk.wish
    return wish.whom.name or wish.whom.number if wish is not None and wish.whom is not None else ""
