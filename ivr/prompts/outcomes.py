"""What became of a key: recorded, refused, already so, kept."""

from datetime import datetime

from ivr.prompts import authorising
from ivr.prompts.setting import Setting
from ivr.prompts.spoken import day_and_clock, spelled, when
from shared.domain.decision import Accepted
from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.domain.model import Kind, LastEvent, Presence, PresenceState
from shared.domain.tap import Refusal, Unidentified
from shared.recording import Outcome
from shared.words import Words


def recorded(setting: Setting, outcome: Outcome, decision: Accepted) -> tuple[str, ...]:
    """What was recorded and when, its receipt, and what the person must know of it."""
    last = outcome.events[-1]
    first = outcome.events[0].draft
    moved = len(outcome.events) > 1 and last.draft.kind is Kind.CLOCKED_IN and first.site == last.draft.site
    return (
        _what(setting, last, moved=moved),
        receipt(setting.words, last.receipt),
        *_told(setting, outcome, decision.flags),
    )


def recorded_again(setting: Setting, event: ClockEvent) -> tuple[str, ...]:
    """The same for whoever did not hear it."""
    return (_what(setting, event, moved=False), receipt(setting.words, event.receipt))


def receipt(words: Words, code: str) -> str:
    """Digit by digit."""
    return words.say("Receipt {receipt}.", receipt=spelled(code))


def _what(setting: Setting, event: ClockEvent, *, moved: bool) -> str:
    if Flag.CLOCK_UNTRUSTED in event.flags:
        return done(setting.words, event.draft.kind, setting.words.say("at a time to be confirmed"), moved=moved)
    return done(setting.words, event.draft.kind, _when(setting, event.draft.at), moved=moved)


def done(words: Words, kind: Kind, when: str, *, moved: bool = False) -> str:
    """Clocked in at 6:58. `when` is "at 6:58", or the day and the time."""
    if moved:
        return words.say("Position changed {when}.", when=when)
    match kind:
        case Kind.CLOCKED_IN:
            return words.say("Clocked in {when}.", when=when)
        case Kind.CLOCKED_OUT:
            return words.say("Clocked out {when}.", when=when)
        case Kind.BREAK_STARTED:
            return words.say("Break started {when}.", when=when)
        case _:
            return words.say("Break ended {when}.", when=when)


def _told(setting: Setting, outcome: Outcome, flags: tuple[Flag, ...]) -> tuple[str, ...]:
    words, before, told = setting.words, outcome.facts.presence, []
    if Flag.FORGOTTEN_CLOCK_OUT in flags:
        told.append(words.say("Your last clock-out is missing. Your supervisor will ask you."))
    if Flag.NOT_ON_DUTY in flags or Flag.PRESENCE_UNKNOWN in flags:
        told.append(words.say("Nobody here knew that you were on duty."))
    if before.state is PresenceState.OFF and before.method and before.since is not None:
        told.append(words.say("You were clocked out elsewhere, {when}.", when=_when(setting, before.since)))
    return tuple(told)


def already(setting: Setting, presence: Presence, of: LastEvent | None, since: LastEvent | None) -> tuple[str, ...]:
    """What the caller asks for is so: told with its receipt. `since` is the clock-in of the work in progress."""
    words, shown = setting.words, since or of
    if shown is None:
        return (_on_duty(setting, presence),)
    if shown.kind is Kind.CLOCKED_IN:
        what = words.say("Clocked in since {time}.", time=_time(setting, shown.at))
    elif shown.kind is Kind.CLOCKED_OUT:
        what = words.say("Already clocked out, {time}.", time=_time(setting, shown.at))
    else:
        what = done(words, shown.kind, _when(setting, shown.at))
    return (what, receipt(words, shown.receipt))


def _on_duty(setting: Setting, presence: Presence) -> str:
    if presence.since is None:
        return setting.words.say("On duty.")
    return setting.words.say("On duty since {time}.", time=_time(setting, presence.since))


def insist(words: Words) -> str:
    """For whoever is off duty already and left again."""
    return words.say("2: clock out once more.")


def after(words: Words, *, can_take_back: bool, can_authorise: bool = False) -> tuple[str, ...]:
    """What may follow an outcome; silence ends the call."""
    take_back = (words.say("9: not right."),) if can_take_back else ()
    authorise = (authorising.offer(words),) if can_authorise else ()
    return (*authorise, *take_back, words.say("1: another person."))


def refused(setting: Setting, reason: Refusal, at: datetime) -> tuple[str, ...]:
    """Why there is no clock-in, and that it is kept for a supervisor."""
    return (refusal(setting.words, reason, setting.site), kept(setting, at))


def refusal(words: Words, reason: Refusal, site: str) -> str:
    """Why somebody was not clocked in."""
    match reason:
        case Refusal.INACTIVE:
            return words.say("Not clocked in: your employment is not active.")
        case Refusal.NOT_ASSIGNED:
            return words.say("Not clocked in: you are not assigned to {site}.", site=site)
        case Refusal.TOO_EARLY:
            return words.say("Not clocked in: it is too early for your shift.")
        case Refusal.MINIMUM_REST:
            return words.say("Not clocked in: your rest since the last shift is too short.")
        case Refusal.CALLER_NOT_AT_SITE | Refusal.OUTSIDE_GEOFENCE:
            return words.say("Not clocked in: call from a telephone of {site}.", site=site)
        case Refusal.CALLER_NOT_KNOWN:
            return words.say("Not clocked in: call from your own telephone or one of the site.")
        case Refusal.OVERTAKEN:
            return words.say("Newer events stand already.")


def kept(setting: Setting, at: datetime, *, is_sure: bool = True) -> str:
    """A claim: nothing was recorded, and nothing is lost. `is_sure`: is the time known?"""
    time = _time(setting, at) if is_sure else setting.words.say("time to be confirmed")
    return setting.words.say("Kept, {time}. Your supervisor will confirm.", time=time)


def not_identified(words: Words, reason: Unidentified) -> str:
    """An unknown number and a wrong PIN sound alike."""
    if reason is Unidentified.LOCKED:
        return words.say("Too many wrong PINs. Wait a quarter of an hour.")
    return words.say("Number or PIN is wrong.")


def _when(setting: Setting, at: datetime) -> str:
    return when(setting.words, setting.local, at, setting.now)


def _time(setting: Setting, at: datetime) -> str:
    return day_and_clock(setting.words, setting.local, at, setting.now)
