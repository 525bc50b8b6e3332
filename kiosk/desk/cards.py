"""Cards at the desk: what something is and what can be done, the answers to a question, and what came of it."""

from kiosk.desk.answers import answers, question_of
from kiosk.desk.frame import Frame
from kiosk.desk.pads import day_word
from kiosk.desk.stated import days_to_choose
from kiosk.desk.summary import done_lines, how_lines, subject, told_so_far
from kiosk.desk_state import NOW
from kiosk.views import Act, Button, CardView, Intent, Tone
from kiosk.wording.board_lines import Teller, person_line
from kiosk.wording.desk import entry_lines, entry_what
from kiosk.wording.desk_acts import act_word
from kiosk.wording.desk_answers import obstacle_text
from kiosk.wording.time_cards import finding_line
from shared.domain.supervision import NotDone
from shared.supervision.pairing import SERVES_FOR
from shared.words import Words

MOST_LINES = 7
MOST_TIME_CARDS = 2


def entry_card(frame: Frame) -> CardView:
    """What waits, in plain words, and what can be done about it."""
    words, entry, local = frame.words, frame.desk.entry, frame.setting.local
    assert entry is not None
    return _card(
        frame,
        title=words.say("Desk"),
        who=subject(frame),
        what=entry_what(words, local, entry),
        lines=_most_of(words, entry_lines(words, local, entry, frame.seen.now)),
        choices=_acts(frame),
    )


def _most_of(words: Words, lines: tuple[str, ...]) -> tuple[str, ...]:
    """After a long outage a group has more differences than any card."""
    if len(lines) <= MOST_LINES:
        return lines
    more = len(lines) - MOST_LINES + 1
    return (*lines[: MOST_LINES - 1], words.say_n("and {n} more", "and {n} more", more))


def person_card(frame: Frame) -> CardView:
    """Where somebody stands, and what can be done for them."""
    words, row = frame.words, frame.seen.row
    what, detail = "", ""
    if row is not None:
        line = person_line(Teller(words, frame.setting.local, frame.seen.now, frame.seen.position_names), row)
        what, detail = " \u00b7 ".join(part for part in (line.state, line.plan) if part), line.detail
    whom = frame.desk.whom
    number = words.say("Number {number}", number=whom.number) if whom and whom.name else ""
    return _card(
        frame,
        title=words.say("Board"),
        who=subject(frame),
        what=what,
        lines=(detail, *_time_cards(frame), number),
        choices=_acts(frame),
    )


def _time_cards(frame: Frame) -> tuple[str, ...]:
    """Where another system's cards tell their hours otherwise, the newest first."""
    row = frame.seen.row
    found = row.cards[::-1][:MOST_TIME_CARDS] if row is not None else ()
    return tuple(finding_line(frame.words, frame.setting.local, one, frame.seen.now) for one in found)


def _acts(frame: Frame) -> tuple[Button, ...]:
    buttons = [
        Button(Intent(Act.PICK, act), act_word(frame.words, act), primary=place == 0)
        for place, act in enumerate(frame.seen.acts)
    ]
    return frame.of_page(buttons)


def answers_card(frame: Frame) -> CardView:
    """One question of an act."""
    return _asked(frame, question_of(frame), answers(frame))


def when_card(frame: Frame) -> CardView:
    """Now, or at a time."""
    words = frame.words
    now = Button(Intent(Act.PICK, NOW), words.say("Now"), primary=True)
    return _asked(frame, words.say("When?"), (now, Button(Intent(Act.PICK, "time"), words.say("At a time"))))


def day_card(frame: Frame) -> CardView:
    """The day of a time."""
    days = days_to_choose(frame.desk.typing, frame.seen.now, frame.setting.local.zone)
    chosen = frame.desk.typing.day
    buttons = [Button(Intent(Act.PICK, day.isoformat()), day_word(frame, day), primary=day == chosen) for day in days]
    return _asked(frame, frame.words.say("Which day?"), tuple(buttons))


def twice_card(frame: Frame) -> CardView:
    """Which of the two instants, in the hour that comes twice."""
    words, local = frame.words, frame.setting.local
    first, second = frame.desk.typing.instants
    buttons = (
        Button(Intent(Act.PICK, "0"), words.say("{time}, before the change", time=local.time(first))),
        Button(Intent(Act.PICK, "1"), words.say("{time}, after the change", time=local.time(second))),
    )
    return _asked(frame, words.say("The clocks were put back that night: this time came twice."), buttons)


def badge_card(frame: Frame) -> CardView:
    """The next badge is meant for this person, and is nobody's tap."""
    words = frame.words
    lines = (words.say("Nobody is clocked in or out by this tap."),)
    return _asked(frame, words.say("Tap the badge now"), (), lines=lines)


def confirm_card(frame: Frame) -> CardView:
    """What is about to be done and how it goes out, or what stands against it."""
    words, how, wish = frame.words, frame.seen.how, frame.desk.wish
    assert wish is not None
    told = told_so_far(frame)
    yes = Button(Intent(Act.PICK, wish.given.order_id), words.say("Confirm"), primary=True)
    stopped = isinstance(how, NotDone)
    against = frame.desk.said or (obstacle_text(words, how) if isinstance(how, NotDone) else "")
    said = against or " ".join(how_lines(words, how) if not isinstance(how, NotDone) else ())
    return _card(
        frame,
        title=act_word(words, wish.given.act),
        who=subject(frame),
        what=told[0] if told else "",
        said=said,
        said_tone=Tone.STOP if against else Tone.PLAIN,
        lines=told[1:],
        choices=() if stopped else (yes,),
    )


def done_card(frame: Frame) -> CardView:
    """What was done."""
    words, desk = frame.words, frame.desk
    assert desk.done is not None
    back = words.say("Back to the desk") if desk.entry is not None else words.say("Back to the board")
    what, *lines = done_lines(frame, desk.done)
    if desk.done.pin:
        hours = int(SERVES_FOR.total_seconds() // 3600)
        lines = [words.say("It serves once, within {hours} hours, and is shown only now.", hours=hours), *lines]
    return _card(
        frame,
        title=act_word(words, desk.done.act),
        who=subject(frame),
        what=what,
        said_tone=Tone.OK,
        large=desk.done.pin,
        lines=tuple(lines),
        choices=(Button(Intent(Act.PICK, "back"), back, primary=True),),
        ways=(),
    )


def _asked(frame: Frame, question: str, choices: tuple[Button, ...], *, lines: tuple[str, ...] = ()) -> CardView:
    wish = frame.desk.wish
    title = act_word(frame.words, wish.given.act) if wish is not None else ""
    return _card(
        frame,
        title=title,
        who=question,
        what=subject(frame),
        lines=(*told_so_far(frame), *lines),
        choices=choices,
        said=frame.desk.said,
        said_tone=Tone.STOP,
    )


def _card(
    frame: Frame,
    *,
    title: str,
    who: str,
    what: str = "",
    said: str = "",
    said_tone: Tone = Tone.PLAIN,
    large: str = "",
    lines: tuple[str, ...] = (),
    choices: tuple[Button, ...] = (),
    ways: tuple[Button, ...] | None = None,
) -> CardView:
    return CardView(
        scope=frame.scope,
        title=title,
        step=frame.step,
        who=who,
        what=what,
        said=said,
        said_tone=said_tone,
        large=large,
        lines=tuple(line for line in lines if line),
        choices=choices,
        buttons=(frame.back,) if ways is None else ways,
        close=frame.close,
        closes_after_s=frame.setting.board_s,
        sound=frame.sound,
        demo=frame.demo,
    )
