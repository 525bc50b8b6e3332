"""In which order the rows of a roster board are read: what needs a person comes first."""

from datetime import date
from typing import Final

from shared.domain.board_row import BoardRow, Place, Rota, Standing
from shared.domain.flags import Flag

NOT_TO_MISS: Final = frozenset(
    {
        Flag.OUTSIDE_GEOFENCE,
        Flag.SIMULATED_POSITION,
        Flag.NOT_ASSIGNED,
        Flag.NOT_KNOWN_UPSTREAM,
        Flag.FORGOTTEN_CLOCK_OUT,
        Flag.PRESENCE_UNKNOWN,
        Flag.NOT_ON_DUTY,
        Flag.CALLER_AT_OTHER_SITE,
        Flag.CALLER_NOT_VERIFIED,
        Flag.SEVERAL_FROM_ONE_PHONE,
        Flag.SELF_ACCEPTED,
        Flag.CLOCK_UNTRUSTED,
    }
)
"""Flags that bring their row up among its like; the others say only what could not be checked."""

_PLACES: Final = {place: number for number, place in enumerate(Place)}
_REMARKABLE: Final = -1
_STANDINGS: Final = {
    standing: number
    for number, standing in enumerate(
        (
            Standing.LATE,
            Standing.ABSENT,
            Standing.UNSURE,
            Standing.ON_BREAK,
            Standing.IN,
            Standing.DUE,
            Standing.PLANNED,
            Standing.GONE,
        )
    )
}


def needs_somebody(row: BoardRow) -> bool:
    """Must a supervisor look at this row before all others?"""
    if not row.is_now or row.announced:
        return False
    return row.standing in (Standing.LATE, Standing.ABSENT, Standing.UNSURE) or row.open_tap_at is not None


def is_remarkable(row: BoardRow) -> bool:
    """Is there more to say of it than where they stand?"""
    told = row.notes or row.past_end_s is not None or row.rota is Rota.NOT_SCHEDULED
    return bool(told) or not NOT_TO_MISS.isdisjoint(row.flags)


def reading_order(row: BoardRow) -> tuple[int, date, int, float, str, str]:
    """Sorts rows: by their place and day, those to look at first, then by the start of the shift and the name."""
    at = row.shift.starts_at if row.shift is not None else row.since
    day = date.min if row.place is Place.FIRST else row.day
    return (
        _PLACES[row.place],
        day,
        _rank(row),
        at.timestamp() if at is not None else 0.0,
        row.name.casefold(),
        row.number,
    )


def _rank(row: BoardRow) -> int:
    if row.announced:
        # It asks nothing of anybody: it stands where the planned stand.
        return _STANDINGS[Standing.PLANNED]
    on_duty = row.standing in (Standing.IN, Standing.ON_BREAK)
    if on_duty and row.place is not Place.FIRST and is_remarkable(row):
        return _REMARKABLE
    return _STANDINGS[row.standing]
