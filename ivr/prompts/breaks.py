"""The breaks of a shift, and what is asked about them, as they are said to their person."""

from ivr.prompts.setting import Setting
from ivr.prompts.spoken import clock, length
from shared.domain.break_summary import EarlyEnd, EarlyReason, ShiftSummary
from shared.words import Words
from shared.words.break_summary import Manner, by_own_choice, early_end, heading, lines, reason, total
from shared.words.break_summary import why as why_early

MOST_LINES = 4
"""More would be forgotten before the question comes."""


def offer(words: Words) -> str:
    """The key to hear it, behind all others: whoever knows theirs waits for nothing."""
    return words.say("8: hear your breaks.")


def told(setting: Setting, what: ShiftSummary | EarlyEnd) -> tuple[str, ...]:
    """What it is about, and the keys to answer with. `setting` is of where it happened."""
    words, local = setting.words, setting.local
    manner = Manner(lambda at: clock(local, at), lambda seconds: length(words, seconds), ", ", MOST_LINES)
    if isinstance(what, EarlyEnd):
        return (f"{early_end(words, manner, what)}.", by_own_choice(words), words.say("1: yes. 2: no."))
    told_lines = (f"{one}." for one in lines(words, manner, what))
    head = heading(words, local, manner, what, setting.now)
    return (f"{head}.", *told_lines, total(words, manner, what), words.say("1: right. 2: not right."))


def why(words: Words) -> tuple[str, ...]:
    """Why it ended early, with a key for each reason."""
    reasons = (f"{place}: {reason(words, one)}." for place, one in enumerate(EarlyReason, 1))
    return (why_early(words), *reasons)


def thanks(words: Words) -> str:
    """It is kept."""
    return words.say("Thank you.")


def disputed(words: Words) -> str:
    """They said that it is not right."""
    return words.say("Noted: not right. Your supervisor will see that you do not agree.")
