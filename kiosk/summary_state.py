"""What stands of a question about breaks on the screen, as the presenter remembers it."""

from dataclasses import dataclass

from shared.domain.break_summary import BreakQuestion, EarlyEnd, ShiftSummary
from shared.domain.model import Person


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Whoever tapped is asked about their breaks. `question` is None once they said that it is not right.

    `others` follow at this tap, of `of` in all. `asks_why`: they said that a break did not end early by their choice.
    """

    person: Person
    question: BreakQuestion | None
    told: ShiftSummary | EarlyEnd | None
    others: tuple[BreakQuestion, ...]
    of: int
    asks_why: bool = False
