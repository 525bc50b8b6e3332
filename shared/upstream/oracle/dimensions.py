"""The lists that tell what the numbers of a time card mean: locations, employees, job codes, revenue centres. No I/O.

Not every attribute of these lists is documented publicly; what is not there is read as unknown.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.upstream.oracle.fields import Row, needed, rows, text


@dataclass(frozen=True, slots=True)
class Location:
    """A store. `zone` is None where none that is known is told."""

    reference: str
    name: str
    active: bool
    zone: ZoneInfo | None


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody by their number at a location; the payroll ids and the name are "" where they are not told."""

    num: int
    payroll_id: str
    external_payroll_id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A job code or a revenue centre."""

    num: int
    name: str


def locations(told: object) -> list[Location]:
    """The answer of `getLocationDimensions`."""
    return [
        Location(text(row, "locRef"), text(row, "name"), row.get("active") is not False, _zone(row))
        for row in rows(told, "locations")
    ]


def employees(told: object) -> list[Employee]:
    """The answer of `getEmployeeDimensions`.

    Its full list of attributes is not public; clients in the field read either spelling of the two ids. An account
    without the permission for personal data gets numbers alone.
    """
    return [
        Employee(
            needed(row, "num"),
            text(row, "payrollID") or text(row, "payrollId"),
            text(row, "extPayrollID") or text(row, "externalPayrollID"),
            " ".join(part for part in (text(row, "fName").strip(), text(row, "lName").strip()) if part),
        )
        for row in rows(told, "employees")
    ]


def job_codes(told: object) -> list[Named]:
    """The answer of `getJobCodeDimensions`."""
    return [_named(row) for row in rows(told, "jobCodes")]


def revenue_centres(told: object) -> list[Named]:
    """The answer of `getRevenueCenterDimensions`."""
    return [_named(row) for row in rows(told, "revenueCenters")]


def _named(row: Row) -> Named:
    return Named(needed(row, "num"), text(row, "name"))


def _zone(row: Row) -> ZoneInfo | None:
    try:
        return ZoneInfo(text(row, "tz"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
