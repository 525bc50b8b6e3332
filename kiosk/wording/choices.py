"""The questions a tap can end in, likeliest answer first."""

from datetime import datetime
from math import ceil

from kiosk.views import Act, Button, ChoiceView, Icon, Intent, Sound
from kiosk.wording.names import demo, kind_word, position_name
from kiosk.wording.setting import Setting
from shared.domain.decision import Ask
from shared.domain.facts import Facts
from shared.domain.model import Kind, PositionOption, PresenceState
from shared.domain.shift_match import next_shift
from shared.domain.tap import Choice, Question
from shared.recording import Outcome
from shared.words import Words
from shared.words.calendar import duration

ON_ONE_SCREEN = 4
MORE = "more"
VOID = "void"
KEEP = "keep"


def asked(words: Words, setting: Setting, outcome: Outcome, ask: Ask, *, page: int = 0) -> ChoiceView:
    """The choice screen for a question."""
    at = outcome.tap.at
    choices = tuple(_button(words, setting, choice, ask) for choice in ask.choices if choice is not Choice.NOT_ME)
    if ask.question is Question.WHICH_POSITION:
        choices = position_buttons(words, ask.positions, page)
    first, *others = choices
    return ChoiceView(
        who=outcome.person.name,
        where=_where(words, setting, outcome.facts, at),
        question=_question(words, setting, ask),
        choices=(Button(first.intent, first.text, first.icon, primary=True), *others),
        corner=Button(Intent(Act.NOT_ME), words.say("Not me")),
        note=_note(words, setting, outcome.facts, at),
        closes_after_s=setting.choice_s,
        sound=Sound.ASK,
        demo=demo(words, setting),
    )


def not_right(words: Words, setting: Setting, who: str, kind: Kind | None) -> ChoiceView:
    """ "Not right?": what should it have been? Without an event (a claim, a refusal), only whose it was."""
    take_back = words.say("Take it back") if kind else words.say("That was not me")
    choices = [Button(Intent(Act.CHOOSE, VOID), take_back, Icon.REPEAT)]
    instead = {
        Kind.CLOCKED_IN: Button(Intent(Act.CHOOSE, Choice.CLOCK_OUT), words.say("I was clocking out"), Icon.OUT),
        Kind.CLOCKED_OUT: Button(Intent(Act.CHOOSE, Choice.START_BREAK), words.say("It was a break"), Icon.BREAK),
        Kind.BREAK_STARTED: Button(Intent(Act.CHOOSE, Choice.CLOCK_OUT), words.say("I was clocking out"), Icon.OUT),
        Kind.BREAK_ENDED: Button(Intent(Act.CHOOSE, Choice.CLOCK_OUT), words.say("I was clocking out"), Icon.OUT),
    }
    if kind in instead:
        choices.insert(0, instead[kind])
    return ChoiceView(
        who,
        kind_word(words, kind) if kind else "",
        words.say("What is not right?"),
        tuple(choices),
        Button(Intent(Act.CHOOSE, KEEP), words.say("Keep it")),
        "",
        setting.choice_s,
        Sound.NONE,
        demo(words, setting),
    )


def _button(words: Words, setting: Setting, choice: Choice, ask: Ask) -> Button:
    left_at = setting.local.time(ask.open_tap_at) if ask.open_tap_at else ""
    doubtful = ask.question is Question.WHICH_DIRECTION
    told = {
        Choice.CLOCK_IN: (words.say("Start work") if doubtful else words.say("Clock in"), Icon.IN),
        Choice.CLOCK_OUT: (words.say("Leave") if doubtful else words.say("Clock out"), Icon.OUT),
        Choice.START_BREAK: (words.say("Start break"), Icon.BREAK),
        Choice.END_BREAK: (words.say("End break"), Icon.BACK),
        Choice.CHANGE_POSITION: (words.say("Change position"), Icon.MOVE),
        Choice.MOVE_HERE: (words.say("End there and start here"), Icon.MOVE),
        Choice.LEFT_EARLIER: (words.say("I left earlier"), Icon.CLOCK),
        Choice.LEFT_THEN: (words.say("Yes, I left at {time}", time=left_at), Icon.OUT),
        Choice.STILL_HERE: (words.say("No"), Icon.PERSON),
        Choice.NOT_ME: (words.say("Not me"), Icon.NONE),
    }
    text, icon = told[choice]
    return Button(Intent(Act.CHOOSE, choice), text, icon)


def position_buttons(words: Words, positions: tuple[PositionOption, ...], page: int) -> tuple[Button, ...]:
    """The positions of this page, and the button for the next page where they do not fit on one."""
    if len(positions) <= ON_ONE_SCREEN:
        shown = positions
        more: tuple[Button, ...] = ()
    else:
        size = ON_ONE_SCREEN - 1
        start = page % ceil(len(positions) / size) * size
        shown = positions[start : start + size]
        more = (Button(Intent(Act.CHOOSE, MORE), words.say("More")),)
    return (*(Button(Intent(Act.CHOOSE, f"position:{one.position_id}"), one.name, Icon.PERSON) for one in shown), *more)


def _question(words: Words, setting: Setting, ask: Ask) -> str:
    match ask.question:
        case Question.WHAT_NOW:
            return ""
        case Question.WHICH_DIRECTION:
            return words.say("Are you starting or leaving?")
        case Question.OPEN_TAP if ask.open_tap_at is not None:
            return words.say("You tapped at {time}. Did you leave then?", time=setting.local.time(ask.open_tap_at))
        case Question.OTHER_SITE:
            return words.say("You are on duty at another site.")
        case _:
            return words.say("Which position?")


def _where(words: Words, setting: Setting, facts: Facts, at: datetime) -> str:
    presence = facts.presence
    if presence.state is PresenceState.UNKNOWN:
        return words.say("Nobody here knows whether you are on duty")
    if not presence.on_duty or presence.since is None:
        return words.say("Off duty")
    if presence.state is PresenceState.ON_BREAK and presence.break_since is not None:
        since, sentence = (
            presence.break_since,
            words.say("On break since {time}", time=_time(setting, presence.break_since, at, words)),
        )
    else:
        since, sentence = (
            presence.since,
            words.say("On duty since {time}", time=_time(setting, presence.since, at, words)),
        )
    parts = [sentence, duration(words, at - since), position_name(facts.positions, presence.position_id)]
    if presence.method:
        parts.append(presence.method)
    return " \u00b7 ".join(part for part in parts if part)


def _time(setting: Setting, instant: datetime, now: datetime, words: Words) -> str:
    return setting.local.day_and_time(instant, now, words)


def _note(words: Words, setting: Setting, facts: Facts, at: datetime) -> str:
    account_id = facts.presence.account_id
    others = [shift for shift in facts.shifts if shift.shift_id != facts.presence.shift_id]
    upcoming = next_shift(at, account_id, others) if account_id is not None else None
    if upcoming is None:
        return ""
    when = setting.local.day_and_time(upcoming.starts_at, at, words)
    place = position_name(facts.positions, upcoming.position_id)
    return words.say("Next shift: {when}", when=", ".join(part for part in (when, place) if part))
