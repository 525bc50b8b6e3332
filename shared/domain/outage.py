"""Whose taps may be missing after a terminal was off."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from shared.domain.board_row import Outage
from shared.domain.model import Shift

AROUND: Final = timedelta(minutes=15)
"""People come before their shift and leave after it."""


def is_touched(outage: Outage, shifts: Iterable[Shift]) -> bool:
    """Did a shift of this person begin or end while the terminal was off, or so near that they may have tapped then?"""
    instants = (at for one in shifts for at in (one.starts_at, one.ends_at))
    return any(outage.began_at - at <= AROUND and at - outage.ended_at <= AROUND for at in instants)
