"""Whoever has something to tell a person after their tap: their outcome stands first, and a badge ends it at once."""

from typing import Protocol

from kiosk.states import State
from kiosk.views import OutcomeView
from shared.domain.model import Person
from shared.recording import Outcome
from shared.words import Words


class Teller(Protocol):
    """What the stage asks: `Stage.teller`."""

    def announced(self, outcome: Outcome, view: OutcomeView) -> OutcomeView:
        """The outcome's view, with a line where something follows it."""
        ...

    def tells_after(self, state: State) -> bool:
        """What stood has had its time: show what follows it, if anything does."""
        ...


class TellsAfterTap(Protocol):
    """One subject that is told after a tap; `kiosk.after_tap` puts them in order."""

    def announces(self, person: Person, words: Words) -> str:
        """The line under the outcome where there is something to tell this person, else "". Raises no StoreError."""
        ...

    def begins(self, person: Person) -> bool:
        """Show the first thing that this person has to be told; False where there is none."""
        ...

    def goes_on(self, state: State) -> bool:
        """What stood was of this subject and has had its time: show what follows, if anything does."""
        ...
