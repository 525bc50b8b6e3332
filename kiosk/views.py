"""What the screens show, as values: every word already chosen and in the right language, nothing of Kivy.

The presenter makes them, the screens draw them, tests compare them.
"""

from dataclasses import dataclass

from kiosk.board_view import BoardLine, BoardView, Count, LineKind, Mark
from kiosk.card_view import CardView
from kiosk.summary_view import SummaryRow, SummaryView
from kiosk.view_parts import Act, Button, Icon, Intent, Pill, Sound, Status, Tone

__all__ = [
    "Act",
    "BoardLine",
    "BoardView",
    "Button",
    "CannotRecordView",
    "CardView",
    "ChoiceView",
    "Count",
    "Icon",
    "IdleView",
    "Intent",
    "KeypadView",
    "LineKind",
    "Mark",
    "OutcomeView",
    "Pill",
    "Sound",
    "Status",
    "SummaryRow",
    "SummaryView",
    "Tone",
    "View",
]


@dataclass(frozen=True, slots=True)
class IdleView:
    """Nobody is there: the time, the site, "Tap your badge", and the truth in one line.

    `clock` is "--:--" while the time is not trusted; `clock_note` then says so, or carries AM/PM or the zone's letters.
    `notice` is a warning under the date (position of the terminal, no reader, cannot record). `held` is what it means
    to hold the corner.
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
    held: Intent | None = None


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
    """Digits: a number, a PIN, a time. `typed` is what the box shows: digits, or dots for a PIN.

    `others` stand beside `close`.
    """

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
    others: tuple[Button, ...] = ()


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


View = IdleView | OutcomeView | ChoiceView | KeypadView | BoardView | CardView | SummaryView | CannotRecordView
