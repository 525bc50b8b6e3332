"""How long things are kept: from days to the instant before which they go."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Kept:
    """For how many days; None for good."""

    evidence_days: int | None = None
    refusals_days: int | None = None
    notes_days: int | None = None
    voice_days: int | None = None
    contacts_days: int | None = None
    names_days: int | None = None
    events_days: int | None = None


def before(days: int | None, now: datetime) -> datetime | None:
    """What is before this goes; None where nothing does. Aware UTC."""
    return None if days is None else now - timedelta(days=days)
