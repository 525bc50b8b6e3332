"""What a call about a break says, and what the message reads: to its person alone."""

from ivr.prompts.setting import Setting
from ivr.prompts.short_message import fitted
from ivr.prompts.spoken import when
from shared.domain.breaks import BreakCall
from shared.words.break_calls import break_call


def call_about_break(setting: Setting, call: BreakCall) -> tuple[str, ...]:
    """The whole call, said twice: whoever picks up misses the beginning."""
    words = setting.words
    said = (words.say("This is the clock of {site}.", site=setting.site), f"{_told(setting, call)}.")
    return (*said, *said)


def message_about_break(setting: Setting, call: BreakCall) -> str:
    """One short message."""
    return fitted(setting.site, lambda site: f"{site}: {_told(setting, call)}.")


def _told(setting: Setting, call: BreakCall) -> str:
    return break_call(setting.words, call, when(setting.words, setting.local, call.since, setting.now))
