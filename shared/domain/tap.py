"""What a person presents at a door, and what may be answered to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.model import Door


class Choice(StrEnum):
    """What a person can choose, on the screen or by key."""

    CLOCK_IN = "clock_in"
    CLOCK_OUT = "clock_out"
    START_BREAK = "start_break"
    END_BREAK = "end_break"
    CHANGE_POSITION = "change_position"
    MOVE_HERE = "move_here"
    LEFT_EARLIER = "left_earlier"
    LEFT_THEN = "left_then"
    STILL_HERE = "still_here"
    NOT_ME = "not_me"


class Question(StrEnum):
    """Why a tap asks instead of recording at once."""

    WHAT_NOW = "what_now"
    WHICH_DIRECTION = "which_direction"
    OPEN_TAP = "open_tap"
    OTHER_SITE = "other_site"
    WHICH_POSITION = "which_position"


class Unidentified(StrEnum):
    """Why a tap names nobody. The words at the door tell an unknown number and a wrong PIN alike."""

    UNKNOWN_BADGE = "unknown_badge"
    LOST_BADGE = "lost_badge"
    UNKNOWN_NUMBER = "unknown_number"
    WRONG_PIN = "wrong_pin"
    LOCKED = "locked"
    NO_BADGE_KEY = "no_badge_key"
    NO_PIN = "no_pin"  # a badge that wants a PIN, and nobody gave one


class Refusal(StrEnum):
    """Why a clock-in of somebody identified is refused."""

    INACTIVE = "inactive"
    NOT_ASSIGNED = "not_assigned"
    OUTSIDE_GEOFENCE = "outside_geofence"
    TOO_EARLY = "too_early"
    MINIMUM_REST = "minimum_rest"
    CALLER_NOT_KNOWN = "caller_not_known"
    CALLER_NOT_AT_SITE = "caller_not_at_site"
    OVERTAKEN = "overtaken"  # a supervisor accepts a claim, and newer events of that person stand already


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person chose, and the position where one was asked."""

    choice: Choice
    position_id: int | None = None


@dataclass(frozen=True, slots=True)
class Tap:
    """Somebody identified at a door. `at` is the wall clock when the badge was read or the PIN was right.

    A choice made later is judged at `at` too. `wish` is what a caller asked for before anything was asked of them.
    `accepted_by` is the number of the supervisor who makes an event of a claim; `lifted` is the refusal, where that
    is what they lift.
    """

    tap_id: str
    at: datetime
    door: Door
    terminal: str
    site: str
    account_id: int
    answer: Answer | None = None
    wish: Choice | None = None
    accepted_by: str = ""
    lifted: str = ""
