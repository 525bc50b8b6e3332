"""What a supervisor's word needs and what stands against it: values that every desk shares."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_LETTERS: Final = 200
"""A note is a sentence, no file."""


class Obstacle(StrEnum):
    """Why nothing was changed."""

    # Rights
    NOT_YOUR_SITE = "not_your_site"
    OTHER_SITE = "other_site"  # it happened at another site than the one it is decided for
    OWN_EVENT = "own_event"  # another supervisor must decide it
    SUPERVISORS_OWN = "supervisors_own"  # badges and PINs of supervisors are changed in the register alone
    # What it is about
    NO_SUCH_EVENT = "no_such_event"
    NO_SUCH_CLAIM = "no_such_claim"
    NO_SUCH_PERSON = "no_such_person"
    NO_SUCH_ITEM = "no_such_item"
    NO_SUCH_BADGE = "no_such_badge"
    SETTLED = "settled"  # somebody decided it meanwhile
    CHANGED_MEANWHILE = "changed_meanwhile"
    VOIDED = "voided"
    NOT_CORRECTABLE = "not_correctable"
    ALREADY_SO = "already_so"
    # Times
    IN_THE_FUTURE = "in_the_future"
    OUT_OF_ORDER = "out_of_order"  # before they came, or after they left
    OVERLAPS = "overlaps"  # another work session of the same person lies there
    OVERTAKEN = "overtaken"  # newer events of that person stand already
    NOT_ON_DUTY = "not_on_duty"
    AT_OTHER_SITE = "at_other_site"
    # Clocking somebody in
    NEEDS_A_POSITION = "needs_a_position"
    REFUSED_BY_RULE = "refused_by_rule"  # the detail is the refusal
    # Badges and PINs
    NOT_A_BADGE = "not_a_badge"  # the claim is of a typed number
    HELD_BY_SOMEBODY = "held_by_somebody"
    # Deliveries
    NOT_PARKED = "not_parked"
    DOES_NOT_FIT = "does_not_fit"  # this remedy mends nothing here
    SESSION_TAKEN = "session_taken"  # that upstream session belongs to another event of ours
    IN_DELIVERY = "in_delivery"  # it may be on its way: wait until that is settled
    NOT_ANSWERABLE = "not_answerable"  # somebody else's notice, or one that was answered


@dataclass(frozen=True, slots=True)
class NotDone:
    """Nothing was changed. `detail` names what stands against it, for people."""

    obstacle: Obstacle
    detail: str = ""


class Because(StrEnum):
    """Why a supervisor decides: a word that may stay for good. What is said beside it can be erased."""

    FORGOT = "forgot"
    WRONG_CHOICE = "wrong_choice"
    TERMINAL_OFF = "terminal_off"
    NO_BADGE = "no_badge"
    BADGE_OF_OTHER = "badge_of_other"
    AGREED = "agreed"  # agreed with the employee
    DOUBLE = "double"
    AS_UPSTREAM = "as_upstream"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a word and a note. The note is never chained."""

    because: Because = Because.OTHER
    note: str = ""

    def __post_init__(self) -> None:
        if len(self.note) > MOST_LETTERS:
            raise ValueError(f"a note has at most {MOST_LETTERS} letters")


NO_REASON: Final = Reason(Because.OTHER)
"""Of a door that asks for none: a telephone."""
