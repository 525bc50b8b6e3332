"""What views are made of: tones, shapes, sounds, and what a touch means. Nothing of Kivy."""

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
    BACKSPACE = "backspace"
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
    AUTHORISE = "authorise"  # a supervisor lifts a refusal, here and now
    KEY = "key"
    CLEAR = "clear"
    BACKSPACE = "backspace"
    NEXT = "next"
    CLOSE = "close"
    SITE = "site"  # a supervisor wants to see the site
    NARROW = "narrow"  # the board to those who stand like this, or to a position
    PANEL = "panel"  # the board's keys or positions, shown and hidden
    CLOSE_OUTAGES = "close_outages"
    STAY = "stay"  # somebody reads: what stands here stays
    DESK = "desk"  # from the board to what waits on the desk
    ENTRY = "entry"  # a line of the desk
    PERSON = "person"  # a line of the board
    PICK = "pick"  # an act, or an answer to what an act asks
    MORE = "more"  # what did not fit
    BACK = "back"
    MUSTER = "muster"  # who is on site when the building must be left
    ABOUT = "about"  # who is this terminal, for the help desk
    TICK = "tick"  # seen at the muster point, or not


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
