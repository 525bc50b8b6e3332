"""Against burn-in: what stands still for hours moves by a few pixels each minute."""

STEP_PX = 3
PATH = ((0, 0), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))


def drift_at(minute: int) -> tuple[int, int]:
    """How far the still screens stand from their place in this minute, to the right and up, in pixels."""
    right, up = PATH[minute % len(PATH)]
    return right * STEP_PX, up * STEP_PX
