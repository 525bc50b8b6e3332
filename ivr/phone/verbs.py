"""The verbs of TwiML that this telephone follows, as values with Twilio's defaults.

Source: https://www.twilio.com/docs/voice/twiml, one page a verb. An `action` of None means the document's own address,
except for Dial, which then goes on with the next verb.
"""

from dataclasses import dataclass

ANY_KEY = "1234567890*#"


@dataclass(frozen=True, slots=True)
class Say:
    """Words read out; `language` such as fr-CA, "" for the voice's own."""

    text: str
    language: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Play:
    """A sound file, or keys (`digits`), played to the caller."""

    address: str
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence on the line."""

    length_s: int = 1


Audible = Say | Play | Pause


@dataclass(frozen=True, slots=True)
class Gather:
    """Waits for keys or spoken words, while `prompts` are heard."""

    prompts: tuple[Audible, ...] = ()
    action: str | None = None
    method: str = "POST"
    timeout_s: int = 5
    digits: int | None = None
    finish_on_key: str = "#"
    takes_keys: bool = True
    takes_speech: bool = False
    action_on_empty_result: bool = False
    speech_timeout: str = ""
    hints: tuple[str, ...] = ()
    language: str = "en-US"


@dataclass(frozen=True, slots=True)
class Record:
    """Keeps what the caller says. `events`: of in-progress, completed and absent, what `status_callback` hears of."""

    action: str | None = None
    method: str = "POST"
    timeout_s: int = 5
    longest_s: int = 3600
    play_beep: bool = True
    finish_on_key: str = ANY_KEY
    trim: str = "trim-silence"
    status_callback: str = ""
    status_method: str = "POST"
    events: tuple[str, ...] = ("completed",)


@dataclass(frozen=True, slots=True)
class Dial:
    """Rings another number and waits until that call is over."""

    number: str
    action: str | None = None
    method: str = "POST"
    timeout_s: int = 30
    caller_id: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Goes on with another document."""

    address: str
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Hangup:
    """Ends the call."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Ends the call without answering it; `reason` is "rejected" or "busy"."""

    reason: str = "rejected"


Verb = Audible | Gather | Record | Dial | Redirect | Hangup | Reject
