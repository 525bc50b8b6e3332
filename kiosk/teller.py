"""Whoever has something to tell a person after their tap: their outcome stands first, and a badge ends it at once."""

from typing import Protocol

from kiosk.states import State
from kiosk.views import OutcomeView
from shared.recording import Outcome


class Teller(Protocol):
    """Registers itself as `Stage.teller`."""

    def announced(self, outcome: Outcome, view: OutcomeView) -> OutcomeView:
        """The outcome's view, with a line where something follows it."""
        ...

    def tells_after(self, state: State) -> bool:
        """What stood has had its time: show what follows it, if anything does."""
        ...
