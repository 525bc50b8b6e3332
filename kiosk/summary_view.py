"""The breaks of a shift, as a value: a list to be read, and what can be touched about it."""

from dataclasses import dataclass

from kiosk.view_parts import Button, Sound, Tone

MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One break: what kind, when, and how long with what it came to. `tone` WARN marks one that is not as planned."""

    name: str
    when: str = ""
    what: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class SummaryView:
    """At most `MOST_ROWS` rows, in the order of the day. `heading` is the shift, `total` the time of all breaks.

    `note` is which of how many questions this is. The choices answer whether all of it is right; `corner` is the way
    out.
    """

    who: str
    heading: str
    total: str
    rows: tuple[SummaryRow, ...]
    note: str
    choices: tuple[Button, ...]
    corner: Button
    closes_after_s: float
    sound: Sound
    demo: str = ""
