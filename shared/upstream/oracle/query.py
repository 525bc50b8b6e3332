"""What is asked of `getTimeCardDetails`, with the limits of its document. No I/O."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

# Limits in characters, from the request's schema.
MOST_LETTERS: Final = {
    "applicationName": 128,
    "locRef": 99,
    "extPayrollID": 32,
    "include": 2000,
    "searchCriteria": 2000,
}
LARGEST_EMPLOYEE_NUM: Final = 9_999_999_999


class QueryError(ValueError):
    """The document does not allow to ask this; the text says why."""


@dataclass(frozen=True, slots=True)
class TimeCardQuery:
    """One question about one location. `business_date` and `posted_date` are joined by "and" where both are given.

    `changed_since` is aware: the `asked_at` of the last answer gives what changed since. `employee_num` or
    `external_payroll_id`, not both. `include` and `search` are in the document's own languages. Raises QueryError.
    """

    location: str
    business_date: date | None = None
    posted_date: date | None = None
    changed_since: datetime | None = None
    employee_num: int | None = None
    external_payroll_id: str = ""
    include: str = ""
    search: str = ""
    with_adjustments: bool = False

    def __post_init__(self) -> None:
        if not self.location:
            raise QueryError("locRef must be given")
        if self.business_date is None and self.posted_date is None:
            # With changedSinceUTC too: without one of the two dates the service answers 400.
            raise QueryError("busDt or postedDt must be given")
        if self.employee_num is not None and self.external_payroll_id:
            raise QueryError("empNum or extPayrollID, not both")
        if self.employee_num is not None and not 0 < self.employee_num <= LARGEST_EMPLOYEE_NUM:
            raise QueryError("empNum has at most 10 digits")
        if self.changed_since is not None and self.changed_since.tzinfo is None:
            raise QueryError("changedSinceUTC must be an aware time")
        check_lengths(self.body(""))

    def body(self, application: str) -> dict[str, object]:
        """The request's JSON, without what was not asked for."""
        told: dict[str, object | None] = {
            "applicationName": application or None,
            "locRef": self.location,
            "busDt": self.business_date.isoformat() if self.business_date else None,
            "postedDt": self.posted_date.isoformat() if self.posted_date else None,
            "changedSinceUTC": _utc(self.changed_since) if self.changed_since else None,
            "empNum": self.employee_num,
            "extPayrollID": self.external_payroll_id or None,
            "include": self.include or None,
            "searchCriteria": self.search or None,
            "includeAdjustments": True if self.with_adjustments else None,
        }
        return {name: value for name, value in told.items() if value is not None}


def check_lengths(body: dict[str, object]) -> None:
    """Raises QueryError where a text is longer than the document allows."""
    for name, most in MOST_LETTERS.items():
        told = body.get(name)
        if isinstance(told, str) and len(told) > most:
            raise QueryError(f"{name} has at most {most} characters")


def _utc(at: datetime) -> str:
    """Zone-less UTC, as every time of this API is written. Down to the second: a later second could miss a change."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
