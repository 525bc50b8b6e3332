"""getTimeCardDetails: the request's fields and how they are joined, and the answer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.sandbox.oracle import fields
from shared.sandbox.oracle.card import TimeCard
from shared.sandbox.oracle.card_row import FIELDS, adjustment_row, card_row
from shared.sandbox.oracle.criteria import Test, read_criteria
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.included import Included
from shared.sandbox.oracle.lists import with_list
from shared.sandbox.oracle.rejected import Rejected
from shared.sandbox.oracle.switches import (
    BusinessDate,
    ChangedSince,
    JobCodeRefShown,
    NoCards,
    OpenCards,
    PostedDate,
    Preprocessing,
    UnknownEmployee,
    Zone,
)
from shared.sandbox.oracle.times import read_utc, write_utc

NAMES = (
    "applicationName",
    "busDt",
    "changedSinceUTC",
    "empNum",
    "extPayrollID",
    "include",
    "includeAdjustments",
    "locRef",
    "postedDt",
    "searchCriteria",
)
LISTS = ("businessDates", "timeCardDetails")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that keeps the document's rules. `employees` None means all."""

    loc_ref: str
    bus_dt: date | None
    posted_dt: date | None
    since: datetime | None
    employees: set[int] | None
    include: Included
    criteria: Test
    with_adjustments: bool


def read_wanted(enterprise: Enterprise, body: fields.Body) -> Wanted:
    """The request in `body`; raises `Rejected`."""
    switches = enterprise.switches
    fields.check_names(body, NAMES, switches.unknown_field)
    fields.text(body, "applicationName")
    bus_dt, posted_dt = fields.day(body, "busDt"), fields.day(body, "postedDt")
    if bus_dt is None and (posted_dt is None or switches.bus_dt is BusinessDate.REQUIRED):
        raise Rejected(400, "Either busDt or postedDt must be present.")
    return Wanted(
        loc_ref=fields.known_location(body, enterprise.locations),
        bus_dt=bus_dt,
        posted_dt=posted_dt,
        since=_since(body, with_zone=switches.changed_since_zone is Zone.TAKEN),
        employees=_employees(enterprise, body),
        include=Included(fields.text(body, "include"), LISTS, FIELDS, switches.unknown_include),
        criteria=read_criteria(fields.text(body, "searchCriteria"), FIELDS),
        with_adjustments=fields.flag(body, "includeAdjustments"),
    )


def time_card_details(enterprise: Enterprise, body: fields.Body, now: datetime) -> dict[str, Any]:
    """The answer to a request; raises `Rejected`."""
    switches = enterprise.switches
    wanted = read_wanted(enterprise, body)
    if switches.payroll_preprocessing is Preprocessing.FORBIDDEN:
        raise Rejected(403, "Payroll preprocessing is not enabled.")
    days: defaultdict[date, list[dict[str, Any]]] = defaultdict(list)
    if switches.payroll_preprocessing is Preprocessing.ON:
        for card in sorted(enterprise.cards.values(), key=lambda item: (item.bus_dt, item.tc_id)):
            row = _row(enterprise, card)
            if card.added_utc <= now and is_wanted(enterprise, card, wanted) and wanted.criteria(row):
                days[card.bus_dt].append(_shown(enterprise, card, row, wanted))
    if wanted.bus_dt is not None and switches.empty_business_date is not NoCards.LEFT_OUT:
        days.setdefault(wanted.bus_dt, [])
    dates = [_date(day, rows, switches.empty_business_date) for day, rows in sorted(days.items())]
    told = {"curUTC": write_utc(now, switches.utc_form), "locRef": wanted.loc_ref}
    return with_list(told, "businessDates", dates, switches.empty_list)


def is_wanted(enterprise: Enterprise, card: TimeCard, wanted: Wanted) -> bool:
    """Whether a card passes every filter but the search criteria."""
    switches = enterprise.switches
    if card.loc_ref != wanted.loc_ref or (wanted.employees is not None and card.emp_num not in wanted.employees):
        return False
    goes_on = wanted.since is not None and card.is_open
    if goes_on and switches.open_cards is OpenCards.SINCE_AND_DATES:
        return True
    posted = card.last_updated_utc if switches.posted_dt is PostedDate.LAST_UPDATED else card.added_utc
    if wanted.bus_dt not in (None, card.bus_dt) or wanted.posted_dt not in (None, posted.date()):
        return False
    if goes_on or wanted.since is None:
        return True
    if switches.changed_since is ChangedSince.AFTER:
        return card.last_updated_utc > wanted.since
    return card.last_updated_utc >= wanted.since


def _since(body: fields.Body, *, with_zone: bool) -> datetime | None:
    value = body.get("changedSinceUTC")
    if value is None or value == "":
        return None
    try:
        return read_utc(value, with_zone=with_zone)
    except (TypeError, ValueError) as error:
        raise Rejected(400, "changedSinceUTC is not a time like 2024-05-31T17:59:59.") from error


def _employees(enterprise: Enterprise, body: fields.Body) -> set[int] | None:
    number, payroll = fields.number(body, "empNum"), fields.text(body, "extPayrollID")
    if number is not None and payroll is not None:
        raise Rejected(400, "Only one of empNum and extPayrollID is allowed.")
    if number is None and payroll is None:
        return None
    people = enterprise.employees.values()
    found = {item.num for item in people if number == item.num or (payroll and payroll == item.ext_payroll_id)}
    unknown = enterprise.switches.unknown_employee
    if not found and unknown is not UnknownEmployee.EMPTY:
        raise Rejected(int(unknown), "The employee does not exist.")
    return found


def _row(enterprise: Enterprise, card: TimeCard) -> dict[str, Any]:
    return card_row(
        card,
        enterprise.employees[card.emp_num],
        enterprise.job_codes[card.jc_num],
        enterprise.locations[card.loc_ref].zone,
        enterprise.switches,
        sees_ids=enterprise.account.sees_personal_data,
    )


def _shown(enterprise: Enterprise, card: TimeCard, row: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    if not wanted.include.names("jobCodeRef") and enterprise.switches.job_code_ref_shown is JobCodeRefShown.INCLUDED:
        row.pop("jobCodeRef", None)
    if wanted.with_adjustments and card.adjustments:
        zone = enterprise.locations[card.loc_ref].zone
        row["adjustments"] = [adjustment_row(was, zone, enterprise.switches) for was in card.adjustments]
    return wanted.include.of(row)


def _date(day: date, rows: list[dict[str, Any]], form: NoCards) -> dict[str, Any]:
    cards = None if not rows and form is NoCards.NULL else rows
    return {"busDt": day.isoformat(), "timeCardDetails": cards}
