"""What a manager changed in a time card, one change a time of day or place: what it was, and what it became.

An adjustment keeps what was before; what it became is what the next one found, or what the card says now. Whether an
adjustment lists every value of the card or those alone that changed is not documented: both are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.clock_status import ClockStatus
from shared.domain.model import Kind
from shared.domain.time_card import Adjustment, CardType, TimeCard
from shared.domain.time_card_match import INTO_BREAK


class Side(StrEnum):
    """What of a card was changed."""

    CAME = "came"
    LEFT = "left"
    PLACE = "place"  # job code or revenue centre, and no time


@dataclass(frozen=True, slots=True)
class CardChange:
    """One change by a manager. `old_at` is None where there was no time before, `new_at` where there is none now.

    `kind` is what the time is to the employee: the end of a card may be the start of a break. Of a place both times are
    that of coming.
    """

    card: TimeCard
    adjustment: Adjustment
    side: Side
    kind: Kind
    old_at: datetime | None
    new_at: datetime | None


def card_changes(card: TimeCard, *, after_break: bool = False) -> list[CardChange]:
    """Every change of the card, oldest first. `after_break`: work that goes on after a break begins with it."""
    ordered = sorted(card.adjustments, key=lambda one: (one.at, one.adjustment_id))
    found: list[CardChange] = []
    for place, one in enumerate(ordered):
        later = ordered[place + 1 :]
        times = [*_came(card, one, later, after_break=after_break), *_left(card, one, later, found)]
        found += times or _placed(card, one, later)
    return found


def _came(card: TimeCard, one: Adjustment, later: Sequence[Adjustment], *, after_break: bool) -> list[CardChange]:
    new = _came_after(card, later)
    if one.came_at is None or one.came_at == new:
        return []
    return [CardChange(card, one, Side.CAME, _kind_of_coming(card, after_break=after_break), one.came_at, new)]


def _left(
    card: TimeCard, one: Adjustment, later: Sequence[Adjustment], found: Sequence[CardChange]
) -> list[CardChange]:
    new = _left_after(card, later)
    if one.left_at == new or (one.left_at is None and not _was_open(card, one, later, found)):
        return []
    return [CardChange(card, one, Side.LEFT, _kind_of_leaving(card), one.left_at, new)]


def _placed(card: TimeCard, one: Adjustment, later: Sequence[Adjustment]) -> list[CardChange]:
    is_job = one.job_code is not None and one.job_code != _job_after(card, later)
    is_centre = one.revenue_centre is not None and one.revenue_centre != _centre_after(card, later)
    # What a break counts for is nobody's question.
    if card.card_type is not CardType.WORK or not (is_job or is_centre):
        return []
    at = _came_after(card, later)
    return [CardChange(card, one, Side.PLACE, Kind.CLOCKED_IN, at, at)]


def _was_open(card: TimeCard, one: Adjustment, later: Sequence[Adjustment], found: Sequence[CardChange]) -> bool:
    """Had nobody clocked out before? A time that was not there is left out, as is one that was left alone."""
    if _lists_everything(card, one, later):
        return True
    tells_nothing = one.came_at is None and one.job_code is None and one.revenue_centre is None
    ended_by_now = any(change.side is Side.LEFT for change in found)
    return tells_nothing and not ended_by_now and card.left_status is ClockStatus.MANAGER_CLOCK_OUT


def _lists_everything(card: TimeCard, one: Adjustment, later: Sequence[Adjustment]) -> bool:
    """It names a value that did not change: so it names all that there were."""
    told = (
        (one.came_at, _came_after(card, later)),
        (one.job_code, _job_after(card, later)),
        (one.revenue_centre, _centre_after(card, later)),
    )
    return any(old is not None and old == new for old, new in told)


def _came_after(card: TimeCard, later: Sequence[Adjustment]) -> datetime:
    return next((one.came_at for one in later if one.came_at is not None), card.came_at)


def _left_after(card: TimeCard, later: Sequence[Adjustment]) -> datetime | None:
    for place, one in enumerate(later):
        if one.left_at is not None or _lists_everything(card, one, later[place + 1 :]):
            return one.left_at
    return card.left_at


def _job_after(card: TimeCard, later: Sequence[Adjustment]) -> int:
    return next((one.job_code for one in later if one.job_code is not None), card.job_code)


def _centre_after(card: TimeCard, later: Sequence[Adjustment]) -> int:
    return next((one.revenue_centre for one in later if one.revenue_centre is not None), card.revenue_centre)


def _kind_of_coming(card: TimeCard, *, after_break: bool) -> Kind:
    if card.card_type is not CardType.WORK:
        return Kind.BREAK_STARTED
    from_break = card.came_status in (ClockStatus.EARLY_FROM_BREAK, ClockStatus.LATE_FROM_BREAK)
    return Kind.BREAK_ENDED if from_break or after_break else Kind.CLOCKED_IN


def _kind_of_leaving(card: TimeCard) -> Kind:
    if card.card_type is not CardType.WORK:
        return Kind.BREAK_ENDED
    return Kind.BREAK_STARTED if card.left_status in INTO_BREAK else Kind.CLOCKED_OUT
