"""What an installer hears who tries a call."""

from ivr.prompts.setting import Setting


def try_call(setting: Setting) -> tuple[str, ...]:
    """The whole call, said twice: whoever picks up misses the beginning."""
    words = setting.words
    said = (
        words.say("This is the clock of {site}.", site=setting.site),
        words.say("This is a test call. Nothing has to be done."),
    )
    return (*said, *said)
