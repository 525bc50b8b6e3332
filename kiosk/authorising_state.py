"""What stands of a supervisor's word on a refused clock-in, as the presenter remembers it."""

from dataclasses import dataclass

from shared.domain.decision import Ask
from shared.domain.model import Person
from shared.recording import Outcome


@dataclass(frozen=True, slots=True)
class Authorising:
    """The supervisor `by` authorises what was `refused`, and only the position must still be chosen."""

    refused: Outcome
    by: Person
    ask: Ask
    page: int = 0
