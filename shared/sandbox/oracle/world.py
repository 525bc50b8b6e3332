"""The organisation that the API knows: who may ask, its locations, people, job codes, revenue centers and time cards.

The body of `PUT /control/oracle/world` is JSON with any of these keys. A key that is left out keeps what was there.

    {"account":        {"org": "harbour", "clientId": "clockpost", "username": "api-terminal", "password": "...",
                        "permissions": ["locations", "employees", "jobCodes", "revenueCenters", "timeCards"],
                        "seesPersonalData": true},
     "payRules":       {"overtimeAfterH": [8, 10, 12, 14], "overtimeFactors": [1.5, 2, 2.5, 3],
                        "premiumFrom": "22:00", "premiumTo": "06:00", "premiumRate": 2.5},
     "locations":      [{"locRef": "687", "name": "Harbour Tower", "tz": "America/Montreal", "dayStartsAt": "04:00"}],
     "employees":      [{"num": 1053, "firstName": "Ana", "lastName": "Ribeiro", "payrollID": "1053",
                         "extPayrollID": "1053"}],
     "jobCodes":       [{"num": 382, "name": "Guard, Gate 2", "jobCodeRef": 3, "payRt": 21.5}],
     "revenueCenters": [{"num": 1, "name": "Gate 2", "locRef": "687"}],
     "cards":          [see `card`]}

Times without a zone are UTC; "now", "now-90m" and "now+8h" count from the moment of reading.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import time
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from shared.sandbox.oracle.card import OracleShape, TimeCard

LEVELS = 4  # of overtime


class Permission(StrEnum):
    """What an API account may ask for. Oracle's own names for these were not all found."""

    LOCATIONS = "locations"
    EMPLOYEES = "employees"
    JOB_CODES = "jobCodes"
    REVENUE_CENTERS = "revenueCenters"
    TIME_CARDS = "timeCards"


class Account(OracleShape):
    """The API account, and the client it signs in with."""

    org: str
    client_id: str
    username: str
    password: str
    redirect_uri: str = "apiaccount://callback"
    permissions: tuple[Permission, ...] = tuple(Permission)
    sees_personal_data: bool = True


class PayRules(OracleShape):
    """Hours of one employee on one business date beyond each limit are overtime of its level; premium is by night."""

    overtime_after_h: tuple[float, ...] = Field(default=(8, 10, 12, 14), min_length=LEVELS, max_length=LEVELS)
    overtime_factors: tuple[float, ...] = Field(default=(1.5, 2, 2.5, 3), min_length=LEVELS, max_length=LEVELS)
    premium_from: time = time(22)
    premium_to: time = time(6)
    premium_rate: float = Field(default=2.5, ge=0)  # for each hour of it

    @field_validator("overtime_after_h")
    @classmethod
    def _rises(cls, hours: tuple[float, ...]) -> tuple[float, ...]:
        if list(hours) != sorted(hours):
            raise ValueError("the limits must rise")
        return hours


class Workstation(OracleShape):
    ws_num: int
    ws_name: str = ""


class Location(OracleShape):
    """A store. Its business date begins at `day_starts_at` on its own clock."""

    loc_ref: str = Field(min_length=1, max_length=99)
    name: str
    tz: str
    open_dt: str = "2020-01-01"
    active: bool = True
    src_name: str = "Simphony"
    src_ver: str = "19.7"
    curr: str = "CAD"
    day_starts_at: time = time(4)
    workstations: tuple[Workstation, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the store."""
        return ZoneInfo(self.tz)

    @field_validator("tz")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {name!r}") from error
        return name


class Employee(OracleShape):
    """A person, at work at every location."""

    num: int
    first_name: str
    last_name: str = ""
    payroll_id: str = Field(default="", max_length=32)
    ext_payroll_id: str = Field(default="", max_length=32)
    home_loc_ref: str = ""
    class_num: int = 0
    class_name: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class JobCode(OracleShape):
    num: int
    name: str
    job_code_ref: int = 0
    pay_rt: float = Field(default=0, ge=0)
    lbr_cat_num: int = 0
    lbr_cat_name: str = ""


class RevenueCenter(OracleShape):
    num: int
    name: str
    loc_ref: str


class World(OracleShape):
    """Everything above; numbers are unique and references lead somewhere."""

    account: Account
    pay_rules: PayRules = PayRules()
    locations: tuple[Location, ...] = Field(min_length=1)
    employees: tuple[Employee, ...] = ()
    job_codes: tuple[JobCode, ...] = ()
    revenue_centers: tuple[RevenueCenter, ...] = ()
    cards: tuple[TimeCard, ...] = ()

    @model_validator(mode="after")
    def _references_lead_somewhere(self) -> "World":
        locations = _once("location", (item.loc_ref for item in self.locations))
        employees = _once("employee", (item.num for item in self.employees))
        job_codes = _once("job code", (item.num for item in self.job_codes))
        centers = _once("revenue center", ((item.loc_ref, item.num) for item in self.revenue_centers))
        _once("time card", (item.tc_id for item in self.cards))
        for center in self.revenue_centers:
            _must_be(center.loc_ref, locations, "location")
        for card in self.cards:
            _must_be(card.loc_ref, locations, "location")
            _must_be(card.emp_num, employees, "employee")
            _must_be(card.jc_num, job_codes, "job code")
            _must_be((card.loc_ref, card.rvc_num), centers, "revenue center")
        return self


def _once(kind: str, keys: Iterable[object]) -> set[object]:
    counts = Counter(keys)
    twice = [str(key) for key, count in counts.items() if count > 1]
    if twice:
        raise ValueError(f"{kind} {', '.join(twice)} is there twice")
    return set(counts)


def _must_be(key: object, known: set[object], kind: str) -> None:
    if key not in known:
        raise ValueError(f"{kind} {key} does not exist")
