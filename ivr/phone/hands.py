"""Whoever holds the telephone: a script, or a person at a keyboard."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Protocol

from ivr.phone.presses import HangUp, Keys, Press
from ivr.phone.verbs import Gather, Record

Question = Gather | Record


class Hand(Protocol):
    """Does what a caller does. Asked by the call, in the order in which things are heard."""

    def while_heard(self) -> Keys | HangUp | None:
        """What is done while the line speaks its next words; None to listen on."""
        ...

    def answer(self, question: Question) -> Press:
        """What is done now that the line has spoken and waits."""
        ...


class ScriptedHand:
    """Goes through a script, one press a question; hangs up when it is over and the line still waits."""

    def __init__(self, presses: Iterable[Press]) -> None:
        self._presses = deque(presses)

    def while_heard(self) -> Keys | HangUp | None:
        """The next press, where it is one to be made at once."""
        match self._presses[0] if self._presses else None:
            case (Keys(at_once=True) | HangUp(at_once=True)) as press:
                self._presses.popleft()
                return press
        return None

    def answer(self, question: Question) -> Press:  # noqa: ARG002 (a script does not listen)
        """The next press of the script."""
        return self._presses.popleft() if self._presses else HangUp()


class AskedHand:
    """Asks a function at each question: a person at a keyboard, or a test that decides as the call goes."""

    def __init__(self, ask: Callable[[Question], Press]) -> None:
        self._ask = ask

    def while_heard(self) -> None:
        """Listens to the end."""

    def answer(self, question: Question) -> Press:
        """What the function says."""
        return self._ask(question)
