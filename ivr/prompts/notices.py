"""What a supervisor changed, as it is said to its person."""

from ivr.prompts.setting import Setting
from ivr.prompts.spoken import clock
from shared.domain.notice import Background, Notice
from shared.words import Words
from shared.words.notices import change, who_and_why


def offer(words: Words) -> str:
    """The key to hear it, behind all others: whoever knows theirs waits for nothing."""
    return words.say("8: hear what was changed in your hours.")


def told(setting: Setting, notice: Notice, behind: Background, *, here: str) -> tuple[str, ...]:
    """Who and why, what, and the keys to answer with. `setting` is of where it happened, `here` the call's site."""
    words, local = setting.words, setting.local
    what = change(words, local, lambda at: clock(local, at), notice, setting.now, behind.position)
    where = (f"{notice.site}.",) if notice.site not in ("", here) else ()
    who = who_and_why(words, behind.by, notice)
    return (*where, f"{who}.", f"{what}.", words.say("1: right. 2: not right."))


def agreed(words: Words) -> str:
    """They said that it is right."""
    return words.say("Thank you.")


def disputed(words: Words) -> str:
    """They said that it is not right."""
    return words.say("Noted: not right. Your supervisor will see that you do not agree.")


def more(words: Words, count: int) -> str:
    """What is kept for the next call."""
    return words.say_n("And {n} more, next time.", "And {n} more, next time.", count)
