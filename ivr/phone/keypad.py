"""What Gather makes of keys: pure rules, no line.

Keys beyond what the question takes stay for the next one. The finishing key ends the input and is not part of it;
pressed alone it is no input. Source: https://www.twilio.com/docs/voice/twiml/gather
"""

from dataclasses import dataclass

from ivr.phone.verbs import Gather


@dataclass(frozen=True, slots=True)
class Heard:
    """What a question got: keys or words, or nothing when both are empty."""

    digits: str = ""
    finished_on_key: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether Gather counts this as no input."""
        return not self.digits and not self.words


@dataclass(frozen=True, slots=True)
class Pressed:
    """Where a question stands after some keys; `complete` when it waits for no more, `left` are keys not used."""

    heard: Heard
    complete: bool
    left: str


def pressed(gather: Gather, keys: str) -> Pressed:
    """What `gather` makes of `keys`, pressed one after another."""
    for place, key in enumerate(keys):
        if key in gather.finish_on_key:
            return Pressed(Heard(keys[:place], key), complete=True, left=keys[place + 1 :])
        if gather.digits is not None and place + 1 == gather.digits:
            return Pressed(Heard(keys[: place + 1]), complete=True, left=keys[place + 1 :])
    return Pressed(Heard(keys), complete=False, left="")
