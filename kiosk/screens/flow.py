"""Where things of different widths stand in a row that breaks when it is full."""

from collections.abc import Sequence

Place = tuple[float, float]


def rows(widths: Sequence[float], width: float, gap: float) -> list[list[int]]:
    """Indexes of the things in each row, in their order; a thing wider than `width` has a row of its own."""
    found: list[list[int]] = []
    used = 0.0
    for index, one in enumerate(widths):
        if found and used + gap + one <= width:
            found[-1].append(index)
            used += gap + one
        else:
            found.append([index])
            used = one
    return found


def shared_widths(wanted: Sequence[float], width: float, gap: float, least: float) -> list[float]:
    """The widths things get side by side: as wanted if there is room, else the widest give way first."""
    room = width - gap * (len(wanted) - 1)
    given = [max(least, one) for one in wanted]
    while sum(given) > room + 0.5 and max(given) > least:
        widest = max(given)
        fewer = [one for one in given if one == widest]
        second = max([one for one in given if one < widest], default=least)
        cut = min(widest - max(second, least), (sum(given) - room) / len(fewer))
        given = [one - cut if one == widest else one for one in given]
    return given
