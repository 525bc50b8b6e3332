"""How a supervisor looks at the board: what it is narrowed to, and what stands over its foot."""

from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.board_search import Sought


class Panel(StrEnum):
    """What stands over the foot of the board."""

    NONE = "none"
    KEYS = "keys"
    POSITIONS = "positions"


@dataclass(frozen=True, slots=True)
class Look:
    """`page` turns the panel of positions."""

    sought: Sought = field(default_factory=Sought)
    panel: Panel = Panel.NONE
    page: int = 0
