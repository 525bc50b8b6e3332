"""How long to wait before the next attempt at a device that went away."""


class Backoff:
    """Waits that double from `first_s` up to `most_s`, until something worked."""

    def __init__(self, first_s: float, most_s: float) -> None:
        self._first_s = first_s
        self._most_s = most_s
        self._next_s = first_s

    def next_s(self) -> float:
        """The wait that is due now."""
        wait_s = self._next_s
        self._next_s = min(self._next_s * 2, self._most_s)
        return wait_s

    def worked(self) -> None:
        """The device answered: the next wait is the shortest again."""
        self._next_s = self._first_s
