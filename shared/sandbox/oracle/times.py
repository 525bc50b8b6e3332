"""Dates and times as the time-card document writes them: local and UTC alike without a zone, to the second."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from shared.sandbox.oracle.switches import UtcForm

ENDINGS = {UtcForm.BARE: "", UtcForm.Z: "Z", UtcForm.OFFSET: "+00:00", UtcForm.MILLISECONDS: ".000"}
LONGEST = 35  # a time with microseconds and an offset of seconds


def read_date(text: str) -> date:
    """A date of a request, "2024-05-31"; raises ValueError for anything else."""
    found = date.fromisoformat(text)
    if found.isoformat() != text:
        raise ValueError(f"{text!r} is not a date like 2024-05-31")
    return found


def read_utc(text: str, *, with_zone: bool) -> datetime:
    """A time of a request; without a zone it is UTC, and one is an error unless `with_zone`. Raises ValueError."""
    if "T" not in text or len(text) > LONGEST:
        raise ValueError(f"{text[:LONGEST]!r} is not a time like 2024-05-31T17:59:59")
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        return found.replace(tzinfo=UTC)
    if not with_zone:
        raise ValueError(f"{text!r} has a zone")
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} is outside the calendar") from error


def write_utc(moment: datetime, form: UtcForm) -> str:
    """An aware time in UTC, ending as the switch `utc_form` says."""
    return _bare(moment.astimezone(UTC)) + ENDINGS[form]


def write_local(moment: datetime, zone: ZoneInfo) -> str:
    """An aware time on the clock of the store."""
    return _bare(moment.astimezone(zone))


def _bare(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")
