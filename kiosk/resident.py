"""Screens on which somebody stays: a badge sets them aside, and they come back when its outcome has closed."""

from typing import Any, Protocol


class Resident(Protocol):
    """Whoever shows such a screen registers here, by the type of its state, in `Stage.residents`."""

    def comes_back(self, state: Any, left_s: float) -> None:
        """Show it again as it stood, gathered anew, for the time that it has left."""
        ...

    def is_stale(self, state: Any) -> bool:
        """Would it tell something else, gathered now?"""
        ...

    def tells_anew(self, state: Any, left_s: float) -> None:
        """Show it as it is now, untouched, for the time that it has left."""
        ...
