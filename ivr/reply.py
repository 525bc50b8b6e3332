"""What a caller hears next and what may follow it: values without XML, so that tests and prompts know no Twilio."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Keys:
    """Wait for keys, and bring them to `address` (a path with its query). No key at all is brought there too.

    `digits`: how many keys end the input by themselves; None where `#` ends it. With `hints` the words may be spoken.
    """

    address: str
    digits: int | None = None
    timeout_s: int = 5
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """Record what the caller says, until silence, a key or `longest_s`; the recording is told to `address`.

    `status_address` hears of it once it is stored at Twilio, also when the caller just hung up.
    """

    address: str
    status_address: str
    longest_s: int


@dataclass(frozen=True, slots=True)
class Connect:
    """Ring `number` (E.164 or as a person would dial it); go on at `address` when that call is over."""

    number: str
    address: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """The call ends here."""


Then = Keys | Message | Connect | HangUp


@dataclass(frozen=True, slots=True)
class Reply:
    """`sentences` are said one after another in `locale` (a voice of Twilio's, such as fr-CA).

    Before keys are awaited, keys interrupt what is being said.
    """

    sentences: tuple[str, ...]
    then: Then = field(default_factory=HangUp)
    locale: str = "en-US"
