"""The dimensions that time cards join to: locations, employees, job codes and revenue centers.

Their complete schemas were not found. Fields are those of the pages on docs.oracle.com ("Report data warehouse",
"Get Employee Dimensions") and those that clients read (fName, lName, homeLocRef; flat labor categories).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shared.sandbox.oracle import fields
from shared.sandbox.oracle.criteria import read_criteria
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.included import Included
from shared.sandbox.oracle.lists import with_list
from shared.sandbox.oracle.switches import LaborCategory, PayrollKeys

NAMES = ("applicationName", "include", "locRef", "searchCriteria")
Row = dict[str, Any]
Rows = Callable[[Enterprise, str], list[Row]]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One kind: the name of its list, its rows at a location ("" for the kind that is of the organisation).

    `fields` can be named in a request also when no row has them.
    """

    list_name: str
    rows: Rows
    fields: tuple[str, ...]
    of_location: bool = True


def dimension(kind: Dimension, enterprise: Enterprise, body: fields.Body) -> Row:
    """The answer to a request for a dimension; raises `Rejected`."""
    switches = enterprise.switches
    fields.check_names(body, NAMES, switches.unknown_field)
    fields.text(body, "applicationName")
    loc_ref = fields.known_location(body, enterprise.locations) if kind.of_location else ""
    rows = kind.rows(enterprise, loc_ref)
    known = {*kind.fields, *(name for row in rows for name in row)}
    include = Included(fields.text(body, "include"), (kind.list_name,), known, switches.unknown_include)
    criteria = read_criteria(fields.text(body, "searchCriteria"), known)
    found = [include.of(row) for row in rows if criteria(row)]
    return with_list({"locRef": loc_ref} if kind.of_location else {}, kind.list_name, found, switches.empty_list)


def _locations(enterprise: Enterprise, _: str) -> list[Row]:
    return [
        item.model_dump(mode="json", by_alias=True, exclude={"day_starts_at"}) for item in enterprise.world.locations
    ]


def _employees(enterprise: Enterprise, _: str) -> list[Row]:
    keys = ("payrollID", "extPayrollID")
    if enterprise.switches.payroll_keys is PayrollKeys.AS_IN_CLIENTS:
        keys = ("payrollId", "externalPayrollID")
    rows = []
    for item in enterprise.world.employees:
        row: Row = {"num": item.num}
        if enterprise.account.sees_personal_data:
            ids = {key: value for key, value in zip(keys, (item.payroll_id, item.ext_payroll_id), strict=True) if value}
            row |= {"fName": item.first_name, "lName": item.last_name, **ids}
        row |= {"homeLocRef": item.home_loc_ref} if item.home_loc_ref else {}
        rows.append(row | ({"classNum": item.class_num, "className": item.class_name} if item.class_num else {}))
    return rows


def _job_codes(enterprise: Enterprise, _: str) -> list[Row]:
    rows = []
    for item in enterprise.world.job_codes:
        category: Row = {"lbrCatNum": item.lbr_cat_num, "lbrCatName": item.lbr_cat_name}
        if enterprise.switches.labor_category is LaborCategory.NESTED:
            category = {"lbrCat": {"num": item.lbr_cat_num, "name": item.lbr_cat_name}}
        rows.append({"jobCodeRef": item.job_code_ref, "num": item.num, "name": item.name, **category})
    return rows


def _revenue_centers(enterprise: Enterprise, loc_ref: str) -> list[Row]:
    centers = enterprise.world.revenue_centers
    return [{"num": item.num, "name": item.name} for item in centers if item.loc_ref == loc_ref]


LOCATIONS = Dimension("locations", _locations, ("locRef", "name", "active"), of_location=False)
EMPLOYEES = Dimension("employees", _employees, ("num", "fName", "lName", "payrollID", "extPayrollID", "homeLocRef"))
JOB_CODES = Dimension("jobCodes", _job_codes, ("num", "name", "jobCodeRef"))
REVENUE_CENTERS = Dimension("revenueCenters", _revenue_centers, ("num", "name"))
