"""What the line asks. The wanted key comes first: whoever knows it presses it and hears no more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ivr.prompts.setting import Setting
from ivr.prompts.spoken import day_and_clock, first_name, when
from shared.domain.model import Presence, PresenceState, Shift
from shared.domain.tap import Choice
from shared.words import Words
from shared.words.calendar import LocalTime

NAMES: Final = {"en": "English", "fr": "français", "es": "español", "da": "dansk"}
"""Each language in its own words: who does not speak the one heard still finds theirs."""


def greeting(setting: Setting, others: Sequence[str], *, ends_by_itself: bool) -> tuple[str, ...]:
    """The site's name, the question for the number, and the key for another language."""
    names = ", ".join(NAMES[language] for language in others)
    languages = (setting.words.say("Star: {languages}.", languages=names),) if names else ()
    where = (f"{setting.site}.",) if setting.site else ()
    return (*where, number(setting.words, ends_by_itself=ends_by_itself), *languages)


def number(words: Words, *, ends_by_itself: bool) -> str:
    """The employee number, by keys."""
    return words.say("Employee number.") if ends_by_itself else words.say("Employee number, then hash.")


def pin(words: Words, *, ends_by_itself: bool) -> str:
    """The PIN, by keys."""
    return words.say("PIN.") if ends_by_itself else words.say("PIN, then hash.")


def hello(
    setting: Setting, name: str, presence: Presence, next_shift: tuple[str, LocalTime, Shift] | None
) -> tuple[str, ...]:
    """Who this is, where they stand, and the shift that comes next: its site, that site's time, the shift."""
    return (f"{first_name(name)}.", *standing(setting, presence), *_next(setting, presence, next_shift))


def standing(setting: Setting, presence: Presence) -> tuple[str, ...]:
    """Off duty, on duty since, on break since; nothing where nobody knows."""
    words = setting.words
    if presence.state is PresenceState.OFF:
        return (words.say("Off duty."),)
    if presence.state is PresenceState.ON_BREAK and presence.break_since is not None:
        time = day_and_clock(words, setting.local, presence.break_since, setting.now)
        return (words.say("On break since {time}.", time=time),)
    if presence.state is PresenceState.WORKING and presence.since is not None:
        time = day_and_clock(words, setting.local, presence.since, setting.now)
        if setting.site and presence.site not in ("", setting.site):
            return (words.say("On duty at {site} since {time}.", site=presence.site, time=time),)
        return (words.say("On duty since {time}.", time=time),)
    return (words.say("On duty.") if presence.on_duty else words.say("I do not know whether you are on duty."),)


def _next(setting: Setting, presence: Presence, found: tuple[str, LocalTime, Shift] | None) -> tuple[str, ...]:
    if presence.on_duty or found is None:
        return ()
    site, local, shift = found
    if site == setting.site:
        starts = when(setting.words, local, shift.starts_at, setting.now)
        return (setting.words.say("Shift {when}.", when=starts),)
    time = day_and_clock(setting.words, local, shift.starts_at, setting.now)
    return (setting.words.say("Shift at {site}, {time}.", site=site, time=time),)


def menu(words: Words, presence: Presence, *, supervises: bool, long: bool = False) -> tuple[str, ...]:
    """The keys that make sense now, likeliest first. Every key works all the same.

    `long`: on duty for so long that the last clock-out may be missing: then clocking in makes sense, too.
    """
    supervisor = words.say("0: your site.") if supervises else words.say("0: supervisor.")
    more = (words.say("4: shifts."), words.say("6: receipt."), supervisor)
    clock_in = words.say("1: clock in.")
    anew = (clock_in,) if long else ()
    if presence.state is PresenceState.ON_BREAK:
        return (words.say("3: end break."), words.say("2: clock out."), *more, *anew)
    if presence.state is PresenceState.WORKING:
        work = (words.say("2: clock out."), words.say("3: start break."), words.say("5: change position."))
        return (*work, *more, *anew)
    return (clock_in, words.say("2: clock out."), *more)


def left_then(setting: Setting, at: datetime) -> tuple[str, ...]:
    """The open tap: the first question to whoever walked away from one."""
    then = when(setting.words, setting.local, at, setting.now)
    return (
        setting.words.say("You were here {when} and did not choose.", when=then),
        setting.words.say("7: I left then. 8: no."),
    )


def which(words: Words, question: str, options: Sequence[str], *, more: bool) -> tuple[str, ...]:
    """A question with its options on the keys from 1 on; 9 for more."""
    listed = [f"{place}: {option}." for place, option in enumerate(options, start=1)]
    return (question, *listed, *((words.say("9: more."),) if more else ()))


def choice(setting: Setting, wanted: Choice) -> str:
    """A choice as a caller would say it."""
    words = setting.words
    return {
        Choice.CLOCK_IN: words.say("start work"),
        Choice.CLOCK_OUT: words.say("clock out"),
        Choice.START_BREAK: words.say("start break"),
        Choice.END_BREAK: words.say("end break"),
        Choice.CHANGE_POSITION: words.say("change position"),
        Choice.MOVE_HERE: words.say("end there and start here"),
        Choice.LEFT_EARLIER: words.say("I left earlier"),
        Choice.LEFT_THEN: words.say("I left then"),
        Choice.STILL_HERE: words.say("no"),
        Choice.NOT_ME: words.say("nothing"),
    }[wanted]


def menu_words(words: Words) -> dict[str, str]:
    """What may be said instead of a menu key, where the site lets callers speak."""
    return {
        "1": words.say("clock in"),
        "2": words.say("clock out"),
        "3": words.say("break"),
        "4": words.say("shifts"),
        "5": words.say("position"),
        "6": words.say("receipt"),
        "0": words.say("supervisor"),
    }


def understood(words: Words, what: str) -> tuple[str, ...]:
    """Spoken words are read back: a key makes them count."""
    return (words.say("You said: {what}. 1: yes. 2: no.", what=what),)
