"""What of a comparison with time cards a supervisor should see beside a name: kept, so that a wall compares nothing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from shared.domain.time_card_match import Compared, Found

USUAL_DELAY: Final = timedelta(hours=1)
"""A card may come that late without anything being wrong: their calculation runs every 15 minutes."""


@dataclass(frozen=True, slots=True)
class CardFinding:
    """One session that differs, is missing on one side, or was changed there. Instants are aware UTC."""

    employee: str
    found: Found
    business_date: date
    came_at: datetime | None
    left_at: datetime | None
    their_came_at: datetime | None
    their_left_at: datetime | None
    adjusted_by: str = ""


def card_finding(line: Compared, business_date: date, now: datetime) -> CardFinding | None:
    """What of this line a supervisor should see; None where both sides agree, or a card may simply be on its way."""
    if line.found in (Found.AGREES, Found.OPEN) and not line.is_adjusted:
        return None
    if line.found is Found.MISSING_THERE and now - line.begins < USUAL_DELAY:
        return None
    ours, theirs = line.ours, line.theirs
    return CardFinding(
        line.employee,
        line.found,
        business_date,
        ours.started_at if ours else None,
        ours.ended_at if ours else None,
        theirs.came_at if theirs else None,
        theirs.left_at if theirs else None,
        theirs.adjustments[-1].manager if theirs and theirs.adjustments else "",
    )
