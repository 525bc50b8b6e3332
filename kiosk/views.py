"""What the screens show, as values: every word already chosen and in the right language, nothing of Kivy.

The presenter makes them, the screens draw them, tests compare them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """Green, amber, red, or neither. Colour never speaks alone: an icon or a word says the same."""

    OK = "ok"
    WARN = "warn"
    STOP = "stop"
    PLAIN = "plain"


class Icon(StrEnum):
    """The shapes read at two metres."""

    IN = "in"  # an arrow into a door
    OUT = "out"  # an arrow out of it
    BREAK = "break"  # a cup
    BACK = "back"  # the cup, crossed by an arrow back: break ended
    REPEAT = "repeat"  # a check: already recorded
    CROSS = "cross"  # refused
    HAND = "hand"  # kept as a claim
    ALERT = "alert"  # a triangle
    MOVE = "move"  # two positions and an arrow between them
    CLOCK = "clock"  # a time in the past
    PERSON = "person"
    NONE = "none"


class Sound(StrEnum):
    IN = "in"  # two rising notes
    OUT = "out"  # two falling notes
    BREAK = "break"  # two level notes
    REFUSED = "refused"  # one low note
    CLAIM = "claim"  # a soft low double note
    ASK = "ask"  # one soft note
    OPEN = "open"  # low: a question was left open
    KEY = "key"  # a soft tick
    NONE = "none"


class Act(StrEnum):
    """What a touch means. `Intent.value` carries the rest (a digit, a choice, a position)."""

    NO_BADGE = "no_badge"
    CHOOSE = "choose"
    NOT_ME = "not_me"
    NOT_RIGHT = "not_right"
    KEY = "key"
    CLEAR = "clear"
    BACKSPACE = "backspace"
    NEXT = "next"
    CLOSE = "close"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Intent:
    """A touch on a button."""

    act: Act
    value: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to touch. `primary` is the likeliest; `tone` WARN draws it marked."""

    intent: Intent
    text: str
    icon: Icon = Icon.NONE
    primary: bool = False
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Status:
    """One word of the status line: a green dot, an amber square or a red diamond, and its text."""

    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class Pill:
    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class IdleView:
    """Nobody is there: the time, the site, "Tap your badge", and the truth in one line.

    `clock` is "--:--" while the time is not trusted; `clock_note` then says so, or carries AM/PM or the zone's letters.
    `notice` is a warning under the date (position of the terminal, no reader, cannot record).
    """

    clock: str
    clock_note: str
    date: str
    site: str
    corner: str
    tap: str
    notice: str
    notice_tone: Tone
    statuses: tuple[Status, ...]
    buttons: tuple[Button, ...]
    demo: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """Somebody is there, and this is what happened. `lines` are small print: what was not checked, where it is now."""

    tone: Tone
    icon: Icon
    who: str
    what: str
    detail: str
    pill: Pill | None
    lines: tuple[str, ...]
    buttons: tuple[Button, ...]
    closes_after_s: float
    sound: Sound
    demo: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A question, likeliest answer first. `corner` is the way out ("Not me")."""

    who: str
    where: str
    question: str
    choices: tuple[Button, ...]
    corner: Button | None
    note: str
    closes_after_s: float
    sound: Sound
    demo: str = ""


@dataclass(frozen=True, slots=True)
class KeypadView:
    """Employee number, then PIN. `typed` is what the box shows: digits, or dots for a PIN."""

    title: str
    step: str
    heading: str
    typed: str
    hint: str
    hint_tone: Tone
    clear: str
    backspace: str
    next: str
    close: Button
    closes_after_s: float
    sound: Sound = Sound.KEY
    demo: str = ""


@dataclass(frozen=True, slots=True)
class CannotRecordView:
    """The ledger cannot be written: nothing claims success. `phone` is the phone line's number, if one is set."""

    what: str
    why: str
    todo: str
    phone: str
    lines: tuple[str, ...]
    sound: Sound = Sound.REFUSED
    demo: str = ""


View = IdleView | OutcomeView | ChoiceView | KeypadView | CannotRecordView
