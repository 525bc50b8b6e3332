"""What a chase call says, and what a chase message reads: to the person who is late, and to their supervisors.

A call may be answered by anybody: the late person's name is told to their supervisors alone, and only the first.
"""

from datetime import datetime

from ivr.prompts.setting import Setting
from ivr.prompts.short_message import fitted
from ivr.prompts.spoken import age, first_name, spelled, when


def call_to_employee(setting: Setting, starts_at: datetime) -> tuple[str, ...]:
    """The whole call, said twice: whoever picks up misses the beginning."""
    words = setting.words
    said = (
        words.say("This is the clock of {site}.", site=setting.site),
        words.say(
            "Your shift began {when} and you are not clocked in.",
            when=when(words, setting.local, starts_at, setting.now),
        ),
        words.say("If you are at work, clock in now. If you cannot come, tell your supervisor."),
    )
    return (*said, *said)


def call_to_supervisor(setting: Setting, starts_at: datetime, name: str, number: str) -> tuple[str, ...]:
    """Who is late, by how much, said twice. `number` is the employee number, said digit by digit."""
    words = setting.words
    said = (
        words.say("This is the clock of {site}.", site=setting.site),
        words.say(
            "{person} is late by {duration}. The shift began {when}.",
            person=_person(setting, name, spelled(number)),
            duration=_late_by(setting, starts_at),
            when=when(words, setting.local, starts_at, setting.now),
        ),
    )
    return (*said, *said)


def message_to_employee(setting: Setting, starts_at: datetime) -> str:
    """One short message."""
    words = setting.words
    began = when(words, setting.local, starts_at, setting.now)
    return fitted(
        setting.site,
        lambda site: words.say(
            "{site}: your shift began {when} and you are not clocked in. At work? Clock in now. "
            "Not coming? Tell your supervisor.",
            site=site,
            when=began,
        ),
    )


def message_to_supervisor(setting: Setting, starts_at: datetime, name: str, number: str) -> str:
    """One short message. `number` is the employee number."""
    words = setting.words
    person, late_by = _person(setting, name, number), _late_by(setting, starts_at)
    began = when(words, setting.local, starts_at, setting.now)
    return fitted(
        setting.site,
        lambda site: words.say(
            "{site}: {person} is late by {duration}. The shift began {when}.",
            site=site,
            person=person,
            duration=late_by,
            when=began,
        ),
    )


def _person(setting: Setting, name: str, number: str) -> str:
    first = first_name(name)
    if not first:
        return setting.words.say("Number {number}", number=number)
    return setting.words.say("{name}, number {number},", name=first, number=number)


def _late_by(setting: Setting, starts_at: datetime) -> str:
    return age(setting.words, (setting.now - starts_at).total_seconds())
