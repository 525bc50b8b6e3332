"""The breaks that a site plans: settings that decisions depend on."""

from dataclasses import dataclass
from enum import StrEnum


class BreakKind(StrEnum):
    MEAL = "meal"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class BreakRule:
    """`times` breaks, one after each `due_after_s` of work since the clock-in. `position_id` None: every position."""

    kind: BreakKind
    due_after_s: int
    length_s: int
    paid: bool = False
    times: int = 1
    position_id: int | None = None
