"""What the screen says once something was committed, refused or kept."""

from datetime import datetime

from kiosk.views import Act, Button, Icon, Intent, OutcomeView, Sound, Tone
from kiosk.wording import authorising
from kiosk.wording.clock_lines import NO_TIME, shown_time
from kiosk.wording.names import demo, kind_word, position_name
from kiosk.wording.next_shift import with_next_shift
from kiosk.wording.pills import pill
from kiosk.wording.reasons import not_checked, not_identified, refusal
from kiosk.wording.setting import Setting
from shared.clocking import Claim
from shared.domain.acceptance import ON_THE_SPOT
from shared.domain.clock_trust import TrustLevel
from shared.domain.decision import Accepted, Kept, Refused, Repeated
from shared.domain.event import ClockEvent
from shared.domain.facts import Facts
from shared.domain.flags import Flag
from shared.domain.model import Kind, PresenceState
from shared.domain.tap import Choice, Question, Unidentified
from shared.recording import Outcome
from shared.words import Words
from shared.words.calendar import LocalTime, duration

_ICONS = {
    Kind.CLOCKED_IN: (Icon.IN, Sound.IN),
    Kind.CLOCKED_OUT: (Icon.OUT, Sound.OUT),
    Kind.BREAK_STARTED: (Icon.BREAK, Sound.BREAK),
    Kind.BREAK_ENDED: (Icon.BACK, Sound.BREAK),
}


def accepted(
    words: Words, setting: Setting, outcome: Outcome, decision: Accepted, *, link_up: bool | None
) -> OutcomeView:
    """ "Clocked in 05:58", with position and shift, what was not checked, and where the event is now."""
    last = outcome.events[-1]
    icon, sound = _ICONS[last.draft.kind]
    moved = len(outcome.events) > 1 and last.draft.kind is Kind.CLOCKED_IN
    return OutcomeView(
        tone=Tone.OK,
        icon=Icon.MOVE if moved else icon,
        who=outcome.person.name,
        what=_what(words, last, setting.local, moved=moved),
        detail=_detail(words, outcome, decision, setting.local),
        pill=pill(words, decision),
        lines=(
            _where_it_is(words, last, link_up=link_up),
            *with_next_shift(words, setting, outcome, decision, _told(words, setting, outcome, decision)),
        ),
        buttons=_after(words, decision, last),
        closes_after_s=setting.idle_s,
        sound=sound,
        demo=demo(words, setting),
    )


def repeated(words: Words, setting: Setting, outcome: Outcome, decision: Repeated) -> OutcomeView:
    """ "Already recorded at 06:58"."""
    time = shown_time(setting, decision.of.at, is_sure=_is_clock_sure(outcome))
    return OutcomeView(
        Tone.OK,
        Icon.REPEAT,
        outcome.person.name,
        words.say("Already recorded at {time}", time=time),
        kind_word(words, decision.of.kind),
        None,
        (words.say("Receipt {receipt}", receipt=decision.of.receipt),),
        (_not_right(words),),
        setting.idle_s,
        Sound.ASK,
        demo(words, setting),
    )


def refused(words: Words, setting: Setting, outcome: Outcome, decision: Refused) -> OutcomeView:
    """ "Not clocked in", why, and what to do now."""
    detail = refusal(words, decision.reason, setting, outcome.facts)
    if decision.until is not None:
        detail += " " + words.say("Clock in from {time}.", time=setting.local.time(decision.until))
    time = shown_time(setting, outcome.tap.at, is_sure=_is_clock_sure(outcome))
    kept = words.say("This attempt at {time} is kept.", time=time)
    return OutcomeView(
        Tone.STOP,
        Icon.CROSS,
        outcome.person.name,
        words.say("Not clocked in"),
        detail,
        None,
        (_ask_supervisor(words, setting), kept),
        (*([authorising.offer(words)] if decision.reason in ON_THE_SPOT else []), _not_right(words)),
        setting.idle_s * 2,
        Sound.REFUSED,
        demo(words, setting),
    )


def claimed(words: Words, setting: Setting, claim: Claim) -> OutcomeView:
    """Nobody was named; the tap is kept, and says so."""
    time = shown_time(setting, claim.tap.at, is_sure=claim.clock_sure)
    kept = words.say("Kept {time}. Your supervisor will confirm.", time=time)
    hint = _ask_supervisor(words, setting)
    if claim.reason in (Unidentified.NO_BADGE_KEY, Unidentified.UNKNOWN_BADGE):
        hint = words.say("Try \u201cNo badge\u201d with your number and PIN.")
    return OutcomeView(
        Tone.WARN,
        Icon.HAND,
        "",
        not_identified(words, claim.reason),
        kept,
        None,
        (hint,),
        (_not_right(words),),
        setting.idle_s * 1.5,
        Sound.CLAIM,
        demo(words, setting),
    )


def _is_clock_sure(outcome: Outcome) -> bool:
    return outcome.facts.clock.level is not TrustLevel.UNTRUSTED


def kept(words: Words, setting: Setting, outcome: Outcome, decision: Kept) -> OutcomeView:
    """ "I left earlier": the desk settles when."""
    time = shown_time(setting, outcome.tap.at, is_sure=Flag.CLOCK_UNTRUSTED not in decision.flags)
    return OutcomeView(
        Tone.WARN,
        Icon.HAND,
        outcome.person.name,
        words.say("Kept {time}", time=time),
        words.say("Your supervisor will settle when you left."),
        None,
        (),
        (*(_offer(words, choice) for choice in decision.offer), _not_right(words)),
        setting.idle_s * 1.5,
        Sound.CLAIM,
        demo(words, setting),
    )


def left_open(words: Words, setting: Setting, who: str, question: Question, at: datetime) -> OutcomeView:
    """Nobody answered: a low sound, and what is kept."""
    leaving = question is Question.WHAT_NOW
    return OutcomeView(
        Tone.WARN,
        Icon.ALERT,
        who,
        words.say("Not clocked out yet") if leaving else words.say("Nothing recorded yet"),
        words.say("Your tap at {time} is kept. Tap again to choose.", time=setting.local.time(at)),
        None,
        (),
        (),
        setting.idle_s,
        Sound.OPEN,
        demo(words, setting),
    )


def taken_back(words: Words, setting: Setting, who: str, kind: Kind, at: datetime) -> OutcomeView:
    """After "Not right?"."""
    return OutcomeView(
        Tone.OK,
        Icon.REPEAT,
        who,
        words.say("Taken back"),
        words.say("{what} at {time} no longer counts.", what=kind_word(words, kind), time=setting.local.time(at)),
        None,
        (),
        (),
        setting.idle_s,
        Sound.ASK,
        demo(words, setting),
    )


def _what(words: Words, event: ClockEvent, local: LocalTime, *, moved: bool) -> str:
    time = NO_TIME if Flag.CLOCK_UNTRUSTED in event.flags else local.time(event.draft.at)
    if moved:
        return words.say("Position changed {time}", time=time)
    match event.draft.kind:
        case Kind.CLOCKED_IN:
            return words.say("Clocked in {time}", time=time)
        case Kind.CLOCKED_OUT:
            return words.say("Clocked out {time}", time=time)
        case Kind.BREAK_STARTED:
            return words.say("Break started {time}", time=time)
        case _:
            return words.say("Break ended {time}", time=time)


def _detail(words: Words, outcome: Outcome, decision: Accepted, local: LocalTime) -> str:
    draft, before = outcome.events[-1].draft, outcome.facts.presence
    parts = [position_name(outcome.facts.positions, draft.position_id)]
    if draft.kind is Kind.CLOCKED_IN and decision.shift is not None:
        shift = decision.shift
        parts.append(words.say("{start} to {end}", start=local.time(shift.starts_at), end=local.time(shift.ends_at)))
    elif draft.kind is Kind.CLOCKED_OUT and before.on_duty and before.since is not None:
        worked = duration(words, draft.at - before.since)
        parts.append(words.say("On duty since {time}, {duration}", time=local.time(before.since), duration=worked))
    return " \u00b7 ".join(part for part in parts if part)


def _where_it_is(words: Words, event: ClockEvent, *, link_up: bool | None) -> str:
    if link_up is None or Flag.NOT_SENT_UPSTREAM in event.flags:
        return words.say("Receipt {receipt} \u00b7 kept here", receipt=event.receipt)
    if link_up:
        return words.say("Receipt {receipt} \u00b7 kept here, goes out now", receipt=event.receipt)
    return words.say("Receipt {receipt} \u00b7 kept here, goes out when the link is back", receipt=event.receipt)


def _told(words: Words, setting: Setting, outcome: Outcome, decision: Accepted) -> list[str]:
    lines = not_checked(words, decision.flags, outcome.facts)
    ended = _ended_elsewhere(words, setting, outcome.facts)
    return [*([ended] if ended else []), *lines][:3]


def _ended_elsewhere(words: Words, setting: Setting, facts: Facts) -> str:
    """Upstream's own clock-out is told to the person."""
    before = facts.presence
    if before.state is not PresenceState.OFF or not before.method or before.since is None:
        return ""
    time = setting.local.time(before.since)
    return words.say("You were clocked out at {time} elsewhere ({method}).", time=time, method=before.method)


def _after(words: Words, decision: Accepted, last: ClockEvent) -> tuple[Button, ...]:
    offers = [_offer(words, choice) for choice in decision.offer]
    if last.draft.kind is Kind.CLOCKED_IN:
        offers.append(Button(Intent(Act.NOT_RIGHT, Choice.CLOCK_OUT), words.say("I was clocking out")))
    return (*offers, _not_right(words))


def _offer(words: Words, choice: Choice) -> Button:
    text = words.say("Clock out") if choice is Choice.CLOCK_OUT else words.say("Start work")
    return Button(Intent(Act.CHOOSE, choice), text, primary=True)


def _not_right(words: Words) -> Button:
    return Button(Intent(Act.NOT_RIGHT), words.say("Not right?"))


def _ask_supervisor(words: Words, setting: Setting) -> str:
    if setting.supervisor_phone:
        return words.say("Ask the supervisor on duty, or call {phone}.", phone=setting.supervisor_phone)
    return words.say("Ask the supervisor on duty.")
