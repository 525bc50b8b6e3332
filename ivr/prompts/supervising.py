"""The site in words, for whoever answers for it: also when the building burns, so names come first, opinions never."""

from collections.abc import Sequence
from typing import Final

from ivr.prompts.outcomes import done, not_identified, receipt, refusal
from ivr.prompts.setting import Setting
from ivr.prompts.spoken import age, day_and_clock, spelled, when
from shared.accepting import WaitingClaim
from shared.domain.acceptance import WhyNot
from shared.domain.roster_entry import Note, RosterEntry
from shared.domain.tap import Refusal, Unidentified
from shared.recording import Outcome
from shared.roster_now import RosterNow
from shared.words import Words
from shared.words.calendar import LocalTime

MOST_NAMES: Final = 60


def menu(words: Words, site: str) -> tuple[str, ...]:
    """What may be asked about the site; its name only where it was not said yet."""
    return (
        *((f"{site}.",) if site else ()),
        words.say("1: who is in."),
        words.say("2: late and missing."),
        words.say("3: claims."),
        words.say("4: not sent yet."),
        words.say("0: back."),
    )


def who_is_in(setting: Setting, roster: RosterNow) -> tuple[str, ...]:
    """Everybody on site with since when, breaks apart; then who may be there, and how old that knowledge is."""
    words, view = setting.words, roster.view
    on_site = [*view.here, *view.on_break]
    told = [words.say_n("{n} person on site.", "{n} people on site.", len(on_site))]
    told += _named(setting, roster, view.here)
    if view.on_break:
        told += [words.say("On a break:"), *_named(setting, roster, view.on_break)]
    if view.unknown:
        told += [words.say("Not certain:"), *_named(setting, roster, view.unknown)]
    return (*told, *knowledge(setting, roster))


def who_is_missing(setting: Setting, roster: RosterNow) -> tuple[str, ...]:
    """Late, then missing, with the start of their shift."""
    words, view = setting.words, roster.view
    if not view.late and not view.missing:
        return (words.say("Nobody is late or missing."), *knowledge(setting, roster))
    told: list[str] = []
    for heading, entries in ((words.say("Late:"), view.late), (words.say("Missing:"), view.missing)):
        if entries:
            told += [heading, *_named(setting, roster, entries, by_shift=True)]
    return (*told, *knowledge(setting, roster))


def _named(setting: Setting, roster: RosterNow, entries: Sequence[RosterEntry], *, by_shift: bool = False) -> list[str]:
    words = setting.words
    told = []
    for entry in entries[:MOST_NAMES]:
        name = roster.names.get(entry.number) or entry.number
        at = entry.shift.starts_at if by_shift and entry.shift is not None else entry.since
        time = day_and_clock(words, setting.local, at, setting.now) if at is not None else ""
        said = f"{name}, {time}." if time else f"{name}."
        told.append(said + _notes(words, entry))
    more = len(entries) - MOST_NAMES
    return [*told, words.say_n("And {n} more.", "And {n} more.", more)] if more > 0 else told


def _notes(words: Words, entry: RosterEntry) -> str:
    if Note.AT_OTHER_SITE in entry.notes:
        return " " + words.say("On duty at {site}.", site=entry.other_site)
    if Note.FORGOTTEN_CLOCK_OUT in entry.notes:
        return " " + words.say("Perhaps a forgotten clock-out.")
    return ""


def knowledge(setting: Setting, roster: RosterNow) -> tuple[str, ...]:
    """How old this is and who has not reported: a list that looks complete and is not may cost a life."""
    words, known = setting.words, roster.knowledge
    ages_s = [age_s for age_s in (known.shifts_age_s, known.sessions_age_s) if age_s is not None]
    told = [words.say("As known {age} ago.", age=age(words, max(ages_s)))] if ages_s and max(ages_s) >= 60 else []
    if not ages_s or known.shifts_age_s is None:
        told.append(words.say("The rota is not known here yet."))
    if known.sessions_age_s is None:
        told.append(words.say("Whoever came by another door is not known here."))
    return (*told, *_silent(setting, roster))


def _silent(setting: Setting, roster: RosterNow) -> tuple[str, ...]:
    words, told = setting.words, []
    for silent in roster.knowledge.silent:
        if silent.last_sign_at is None:
            told.append(words.say("{terminal} does not report.", terminal=silent.terminal))
        else:
            since = day_and_clock(words, setting.local, silent.last_sign_at, setting.now)
            told.append(words.say("{terminal} has not reported since {time}.", terminal=silent.terminal, time=since))
    return tuple(told)


def what_waits(setting: Setting, roster: RosterNow) -> tuple[str, ...]:
    """Events of the site that have not reached their upstream."""
    words, known = setting.words, roster.knowledge
    if not known.waiting:
        return (words.say("Nothing waits."), *_silent(setting, roster))
    told = [words.say_n("{n} event waits to be delivered.", "{n} events wait to be delivered.", known.waiting)]
    if known.oldest_waiting_at is not None:
        since = day_and_clock(words, setting.local, known.oldest_waiting_at, setting.now)
        told.append(words.say("The oldest since {time}.", time=since))
    return (*told, *_silent(setting, roster))


def claim(setting: Setting, waiting: WaitingClaim, local: LocalTime, number: str, left: int) -> tuple[str, ...]:
    """Who, when, where, and why it was kept; then the keys."""
    words, tap = setting.words, waiting.tap
    count = (words.say_n("{n} claim.", "{n} claims.", left),) if left else ()
    who = waiting.person.name if waiting.person else (spelled(waiting.number or number) or words.say("Somebody"))
    time = day_and_clock(words, local, tap.at, setting.now)
    told = f"{who}, {time}, {tap.terminal}."
    keys = words.say("1: accept as clock-in. 2: as clock-out. 3: dismiss. 4: next. 0: back.")
    return (*count, told, _why(words, tap.reason, tap.site), keys)


def _why(words: Words, reason: str, site: str) -> str:
    if reason in set(Refusal):
        return refusal(words, Refusal(reason), site)
    match reason:
        case Unidentified.UNKNOWN_BADGE:
            return words.say("Badge not known.")
        case Unidentified.LOST_BADGE:
            return words.say("Badge reported lost.")
        case Unidentified.NO_PIN:
            return words.say("No PIN was given.")
        case Unidentified.NO_BADGE_KEY:
            return words.say("Badges could not be read.")
        case Unidentified.WRONG_PIN | Unidentified.UNKNOWN_NUMBER | Unidentified.LOCKED:
            return not_identified(words, Unidentified(reason))
        case "left_earlier":
            return words.say("Left earlier, at a time not told.")
        case _:
            return words.say("Did not choose.")


def accepted(setting: Setting, outcome: Outcome, local: LocalTime) -> str:
    """What the claim became."""
    if not outcome.events:
        return setting.words.say("Accepted already.")
    last = outcome.events[-1]
    then = when(setting.words, local, last.draft.at, setting.now)
    what = done(setting.words, last.draft.kind, then)
    return f"{outcome.person.name}. {what} {receipt(setting.words, last.receipt)}"


def not_accepted(words: Words, reason: WhyNot) -> str:
    """Why the claim stays as it is."""
    match reason:
        case WhyNot.OWN_EVENT:
            return words.say("Not accepted: another supervisor must accept your own claim.")
        case WhyNot.OVERTAKEN:
            return words.say("Not accepted: newer events of this person stand already.")
        case WhyNot.ALREADY_SO:
            return words.say("Not accepted: it is so already.")
        case WhyNot.AT_OTHER_SITE:
            return words.say("Not accepted: this person is on duty at another site.")
        case WhyNot.NEEDS_A_TIME:
            return words.say("Not accepted: the time must be told first.")
        case WhyNot.SETTLED | WhyNot.NO_SUCH_CLAIM:
            return words.say("Somebody settled this claim meanwhile.")
        case WhyNot.OTHER_PERSON:
            return words.say("Not accepted: the claim is of somebody else.")
        case WhyNot.NOT_YOUR_SITE | WhyNot.OTHER_SITE | WhyNot.NO_EVENT | WhyNot.NOT_ON_THE_SPOT:
            return words.say("Not accepted: this is not for you to decide.")
