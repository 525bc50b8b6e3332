"""What stands of a notice on the screen, as the presenter remembers it."""

from dataclasses import dataclass

from shared.domain.model import Person
from shared.domain.notice import Notice


@dataclass(frozen=True, slots=True)
class Noticing:
    """What a supervisor changed is told to whoever tapped. `notice` is None once they said that it is not right.

    `others` follow at this tap, of `of` in all; `more` wait for the next one.
    """

    person: Person
    notice: Notice | None
    others: tuple[Notice, ...]
    of: int
    more: int
