"""How long to wait before the next try: exponential with full jitter, so that a whole fleet does not return at once."""

import random
from typing import Final

LONGEST_S: Final = 300.0


def wait_s(failures: int, first_s: float, draw: random.Random) -> float:
    """Uniform between 0 and `first_s` doubled per failure, at most five minutes; never under a twentieth of it."""
    most = min(LONGEST_S, first_s * 2 ** min(max(failures - 1, 0), 10))
    return draw.uniform(most / 20, most)
