"""What an employee is told of a supervisor's word about their hours, and what they answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from shared.domain.model import Kind


class NoticeKind(StrEnum):
    CLOCKED = "clocked"  # a supervisor clocked them in or out
    CORRECTED = "corrected"  # a time was corrected
    PLACED = "placed"  # position or shift was corrected
    VOIDED = "voided"
    ADJUSTED = "adjusted"  # a manager changed a time of their card in another system: the ledger stays as it is
    CARD_PLACED = "card_placed"  # likewise, what the card counts for


OF_TIME_CARDS: Final = frozenset({NoticeKind.ADJUSTED, NoticeKind.CARD_PLACED})
"""Notices that speak of a card of another system: their target is a `CardPlace`, and no event of the ledger."""


class NoticeAnswer(StrEnum):
    """`NOT_ANSWERED` is an answer of its own: whoever walked away has agreed to nothing."""

    NOT_ANSWERED = "not_answered"
    AGREED = "agreed"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Notice:
    """One change to tell. `event_id` is the event of the ledger that made it, `target` the event it speaks of.

    Of a changed time card, `event_id` is made of the adjustment, so that each is kept once; `because` and `by` are then
    the other system's own words. `old_at` is None where there was no event before, `new_at` where there is none now.
    `answer` is empty until it was shown for the first time; `shown` counts how often. `account_id` is the site's, None
    where the target's event knows it.
    """

    event_id: str
    employee: str
    kind: NoticeKind
    target: str
    target_kind: Kind
    old_at: datetime | None
    new_at: datetime | None
    because: str
    by: str
    site: str
    made_at: datetime
    shown: int = 0
    answer: str = ""
    answered_at: datetime | None = None
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """What the sentences about a notice need besides it: who it was, and the position that the event counts for now."""

    by: str
    position: str = ""
