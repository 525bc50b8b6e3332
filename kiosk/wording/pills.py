"""The pill beside an outcome: on time, late, not scheduled, in one or two words."""

from kiosk.views import Pill, Tone
from shared.domain.clock_status import ClockStatus
from shared.domain.decision import Accepted
from shared.domain.flags import Flag
from shared.words import Words


def pill(words: Words, decision: Accepted) -> Pill | None:
    """What stands out most of an accepted event; None where nothing does."""
    flags = decision.flags
    by_flag = (
        (Flag.LATE_IN, Tone.WARN, words.say("Late")),
        (Flag.EARLY_IN, Tone.PLAIN, words.say("Early")),
        (Flag.EARLY_OUT, Tone.WARN, words.say("Before the end")),
        (Flag.LATE_OUT, Tone.PLAIN, words.say("After the end")),
        (Flag.NOT_SCHEDULED, Tone.WARN, words.say("Not scheduled")),
        (Flag.SHORT_REST, Tone.WARN, words.say("Short rest")),
    )
    for flag, tone, text in by_flag:
        if flag in flags:
            return Pill(tone, text)
    on_time = decision.shift is not None and decision.drafts[-1].status is ClockStatus.ON_TIME
    return Pill(Tone.OK, words.say("On time")) if on_time else None
