"""A shift as tamigo tells it: who, when, and whether that is work or absence."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from shared.upstream.tamigo.times import Doubt


class ShiftKind(StrEnum):
    """The three kinds of service e). What is planned and approved is the rota; what is worked is for payroll."""

    ORIGINAL = "original"
    PLANNED = "planned"
    WORKED = "worked"


class Duty(StrEnum):
    """What a shift's activity makes of it. The reason for an absence is not kept."""

    WORK = "work"
    ABSENCE = "absence"
    UNSAID = "unsaid"  # it has an activity, and neither tamigo nor the settings say whether that is work


@dataclass(frozen=True, slots=True)
class TamigoShift:
    """One shift of services a) to d) and f). Times are UTC; None where tamigo wrote none.

    `employee` is None for a shift that is nobody's, or of somebody not told: `tells_employee` is which. `break_code`
    is the company's own letter. `comment` is kept because service h) deletes what is not sent back, and shown nowhere.
    `activity` is None for an absence. `doubts` are those of times that came without a zone.
    """

    kind: ShiftKind
    starts_at: datetime | None
    ends_at: datetime | None
    shift_id: UUID | None = None
    employee: UUID | None = None
    tells_employee: bool = False
    department: UUID | None = None
    department_name: str = ""
    break_code: str = ""
    comment: str = field(default="", repr=False)
    duty: Duty = Duty.WORK
    activity: UUID | None = None
    is_available: bool = False
    is_exchange: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class AvailableShift:
    """One shift that is up for bids, by the deprecated service g). `extended_*` are None unless it was extended."""

    shift_id: UUID
    starts_at: datetime | None
    ends_at: datetime | None
    department: UUID | None
    department_name: str
    break_code: str
    comment: str = field(repr=False)
    week: int | None
    provider: UUID | None
    is_bid_placed: bool
    others_have_bid: bool
    has_shift_same_day: bool
    is_extended: bool
    extended_starts_at: datetime | None
    extended_ends_at: datetime | None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Keyed:
    """Somebody of tamigo with the company's own keys; empty where none is set."""

    employee: UUID | None
    pos_key: str = field(repr=False)
    wage_number: str = field(default="", repr=False)
    custom_id: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DayShift:
    """One of the three kinds in a row of service e): hours without times. `hours` is None where there is none."""

    kind: ShiftKind
    hours: Decimal | None
    duty: Duty
    activity: UUID | None


@dataclass(frozen=True, slots=True)
class EmployeeDay:
    """One employee's day by service e). The three keys are the company's own; empty where none is set."""

    day: date
    department: UUID | None
    department_key: str
    department_name: str
    employee: UUID | None
    pos_key: str = field(repr=False)
    wage_number: str = field(repr=False)
    custom_id: str = field(repr=False)
    original: DayShift
    planned: DayShift
    worked: DayShift
