"""Attempts to reach somebody about a person who is late or missing, and whom may be called."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Way(StrEnum):
    """How somebody is reached."""

    CALL = "call"
    SMS = "sms"


class AttemptState(StrEnum):
    """What became of an attempt."""

    INTENDED = "intended"  # written before the request; left behind by a crash, it may have been placed
    UNKNOWN = "unknown"  # sent without an answer: it may have been placed
    SENT = "sent"  # Twilio took it and has not told an end
    ANSWERED = "answered"  # by a person or by a mailbox: nobody can tell
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"  # Twilio could not carry it out
    REFUSED = "refused"  # Twilio takes nothing for this number as it is
    NOT_PLACED = "not_placed"  # it is known that Twilio has none
    WITHDRAWN = "withdrawn"  # the person clocked in before the request was sent


UNSETTLED: Final = frozenset({AttemptState.INTENDED, AttemptState.UNKNOWN})
"""Twilio must be looked at before anything else is placed."""
COUNTS_NOT: Final = frozenset({AttemptState.NOT_PLACED, AttemptState.WITHDRAWN})
"""Nobody's telephone rang."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt. `callee` is the employee number of whom it was for, never a telephone number."""

    callee: str
    at: datetime
    state: AttemptState


@dataclass(frozen=True, slots=True)
class ChaseTold:
    """The newest attempt about a person, as a board tells it."""

    at: datetime
    way: Way
    state: AttemptState
    is_to_employee: bool


@dataclass(frozen=True, slots=True)
class Callee:
    """Somebody who may be called, by employee number. `consents`: they agreed to it in the people register."""

    number: str
    consents: bool = False
    has_phone: bool = False

    @property
    def may_be_called(self) -> bool:
        """Both agreed and with a telephone."""
        return self.consents and self.has_phone
