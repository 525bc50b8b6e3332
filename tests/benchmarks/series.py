"""Many durations of one act, what they come to, and two acts measured side by side."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

Act = Callable[[], float]
"""Does one thing and says how many milliseconds it took; what it prepares is not counted."""


@dataclass(frozen=True, slots=True)
class Series:
    """Milliseconds, in the order they were measured."""

    ms: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.ms:
            raise ValueError("nothing was measured: give the benchmark more time or larger sizes")

    @property
    def p50(self) -> float:
        """Half of them were as fast."""
        return self._at(0.5)

    @property
    def p99(self) -> float:
        """99 of 100 were as fast, by the nearest rank: with fewer than 100 it is the slowest."""
        return self._at(0.99)

    def _at(self, part: float) -> float:
        return sorted(self.ms)[math.ceil(part * len(self.ms)) - 1]


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that `act` takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def block(count: int, act: Act) -> Series:
    """`act`, again and again."""
    return Series(tuple(act() for _ in range(count)))


def side_by_side(
    count: int, *acts: Act, pause_s: float = 0.0, go_on: Callable[[], bool] = lambda: True
) -> list[Series]:
    """Each act `count` times, turn by turn, while `go_on()`; whoever goes first changes from turn to turn."""
    taken: list[list[float]] = [[] for _ in acts]
    for turn in range(count):
        if not go_on():
            break
        for place in range(len(acts)):
            which = (place + turn) % len(acts)
            taken[which].append(acts[which]())
        if pause_s:
            time.sleep(pause_s)
    return [Series(tuple(one)) for one in taken]


def drift(before: Series, after: Series) -> float:
    """How much slower the same baseline was at the end than at the beginning."""
    return after.p50 / before.p50
