"""The roster board as a value: a supervisor sees the site, one line a person."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.view_parts import Button, Intent, Sound, Tone


class LineKind(StrEnum):
    HEADING = "heading"
    PERSON = "person"
    NOTE = "note"  # an outage, a silent terminal, a day without a rota


class Mark(StrEnum):
    """The shape before a line: where somebody stands, without colour."""

    IN = "square"
    ON_BREAK = "break"
    LATE = "alert"
    ABSENT = "cross"
    UNSURE = "question"
    DUE = "circle"
    PLANNED = "clock"
    GONE = "dash"
    OUTAGE = "power"
    BOX = "box"
    TICKED = "ticked"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One line. A heading has `who` and perhaps a `detail`; a note both of them.

    `tone` colours mark and `state`; `detail_tone` WARN marks what a supervisor should not miss. `intent` is what a
    touch on the line means; None: nothing.
    """

    kind: LineKind
    who: str
    plan: str = ""
    state: str = ""
    detail: str = ""
    mark: Mark = Mark.NONE
    tone: Tone = Tone.PLAIN
    detail_tone: Tone = Tone.PLAIN
    intent: Intent | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many stand like this. Touched, the board is narrowed to them; its `button` is primary while it is."""

    number: str
    button: Button


@dataclass(frozen=True, slots=True)
class BoardView:
    """Who is due, here, late and gone. Where `scope` differs, other lines are looked at: from the top, then.

    `corner` says how old this is. `panel` are keys or positions, `panel_note` what they narrowed the board to. `empty`
    stands where no line does.
    """

    scope: str
    title: str
    corner: str
    corner_tone: Tone
    counts: tuple[Count, ...]
    lines: tuple[BoardLine, ...]
    empty: str
    panel: tuple[Button, ...]
    panel_note: str
    buttons: tuple[Button, ...]
    close: Button
    closes_after_s: float
    sound: Sound = Sound.NONE
    demo: str = ""
