"""The table of what can be listed, and how a page of it is found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from shared.sandbox.tracktik.conditions import Condition, ValueOf, condition
from shared.sandbox.tracktik.directory import Row
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.query import Filter, Query, SortKey, whole
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.switches import UnknownFilter
from shared.sandbox.tracktik.times import read_time

BY_ID = itemgetter("id")
LONGEST_SHIFT_RANGE = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of rows. `rows` may leave out rows that the query excludes anyway, never others."""

    name: str
    fields: tuple[str, ...]
    rows: Callable[[Portal, Query], Iterable[Row]]
    one: Callable[[Portal, int], Row | None]


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, and how many there are in all."""

    rows: list[Row]
    count: int


def _session_rows(portal: Portal, query: Query) -> Iterable[Row]:
    if portal.switches.session_filter_required and not query.filters:
        raise Rejected(400, "At least one filter is required, for example employee.id or startDateTime.")
    employees = query.exact("employee", "employee.id")
    if employees is not None:
        return portal.sessions.rows_of(whole(word) for word in employees)
    if query.exact("status") == ["OPEN"]:
        return portal.sessions.open_rows()
    return portal.sessions.rows.values()


def _shift_rows(portal: Portal, query: Query) -> Iterable[Row]:
    _check_shift_range(query)
    return [_with_status(portal, row) for row in portal.directory.shift_rows.values()]


def _one_shift(portal: Portal, number: int) -> Row | None:
    row = portal.directory.shift_rows.get(number)
    return None if row is None else _with_status(portal, row)


def _with_status(portal: Portal, row: Row) -> Row:
    return {**row, "status": portal.sessions.shift_status(row["id"])}


def _check_shift_range(query: Query) -> None:
    for item in query.filters:
        first, bar, last = item.value.partition("|")
        is_range = item.function == "between" and bool(bar) and item.key == "startDateTime"
        if is_range and _time(item, last) - _time(item, first) > LONGEST_SHIFT_RANGE:
            raise Rejected(400, f"{item.key}:between: the range is longer than 31 days.")


def _time(item: Filter, text: str) -> datetime:
    try:
        return read_time(text)
    except ValueError as error:
        raise Rejected(400, f"{item.key}: {error}.") from error


SESSION_FIELDS = (
    *("startedOn", "endedOn", "startDateTime", "endDateTime", "initiationMethod", "clockInMethod"),
    *("terminationMethod", "clockOutMethod", "status", "employee", "shift", "position", "account", "id"),
)
EMPLOYEE_FIELDS = (
    *("jobTitle", "region", "employmentProfile", "address", "id", "customId", "firstName", "lastName", "name"),
    *("primaryPhone", "secondaryPhone", "email", "status", "avatar"),
)
POSITION_FIELDS = ("id", "customId", "name", "account", "status")
ACCOUNT_FIELDS = ("id", "customId", "name", "region", "status", "latitude", "longitude")
SHIFT_FIELDS = (
    *("id", "startedOn", "endedOn", "startDateTime", "endDateTime", "employee", "position", "account", "status"),
)

EMPLOYEES = Resource(
    "employees",
    EMPLOYEE_FIELDS,
    lambda portal, _: portal.directory.employee_rows.values(),
    lambda portal, number: portal.directory.employee_rows.get(number),
)
POSITIONS = Resource(
    "positions",
    POSITION_FIELDS,
    lambda portal, _: portal.directory.position_rows.values(),
    lambda portal, number: portal.directory.position_rows.get(number),
)
ACCOUNTS = Resource(
    "accounts",
    ACCOUNT_FIELDS,
    lambda portal, _: portal.directory.account_rows.values(),
    lambda portal, number: portal.directory.account_rows.get(number),
)
CLIENTS = Resource("clients", ACCOUNTS.fields, ACCOUNTS.rows, ACCOUNTS.one)
SHIFTS = Resource("shifts", SHIFT_FIELDS, _shift_rows, _one_shift)
WORK_SESSIONS = Resource(
    "work-sessions",
    SESSION_FIELDS,
    _session_rows,
    lambda portal, number: portal.sessions.rows.get(number),
)
RESOURCES = (EMPLOYEES, POSITIONS, ACCOUNTS, CLIENTS, SHIFTS, WORK_SESSIONS)
RELATIONS = {"employee": EMPLOYEES, "position": POSITIONS, "account": ACCOUNTS, "shift": SHIFTS}


def find_page(portal: Portal, resource: Resource, query: Query) -> Page:
    """The rows that `query` asks for, filtered, sorted and cut to a page; raises `Rejected`."""
    rows = resource.rows(portal, query)
    for test in _conditions(portal, resource, query):
        rows = filter(test, rows)
    found = _sorted(portal, resource, list(rows), query.sort)
    page = found[query.offset : query.offset + query.limit]
    return Page([shown(portal, resource, row, query) for row in page], len(found))


def shown(portal: Portal, resource: Resource, row: Row, query: Query) -> Row:
    """A row as the query wants it: relations put in place of their ids, other columns left out."""
    for name in query.include:
        if name in RELATIONS and name in resource.fields and row[name] is not None:
            row = {**row, name: RELATIONS[name].one(portal, row[name]) or row[name]}
    if query.fields:
        return {name: row[name] for name in query.fields if name in row}
    return row


def _conditions(portal: Portal, resource: Resource, query: Query) -> Iterable[Condition]:
    for item in query.filters:
        value_of = _value_of(portal, resource, item.key)
        if value_of is not None:
            yield condition(item, value_of)
        elif portal.switches.unknown_filter is UnknownFilter.BAD_REQUEST:
            raise Rejected(400, f"{item.key}: {resource.name} cannot be filtered by it.")


def _value_of(portal: Portal, resource: Resource, key: str) -> ValueOf | None:
    head, dot, tail = key.partition(".")
    if head not in resource.fields:
        return None
    if not dot:
        return itemgetter(head)
    relation = RELATIONS.get(head)
    if relation is None or tail not in relation.fields:
        return None
    if tail == "id":
        return itemgetter(head)
    return lambda row: _related(portal, relation, row[head]).get(tail)


def _related(portal: Portal, relation: Resource, number: int | None) -> dict[str, Any]:
    return {} if number is None else relation.one(portal, number) or {}


def _sorted(portal: Portal, resource: Resource, rows: list[Row], keys: tuple[SortKey, ...]) -> list[Row]:
    rows.sort(key=BY_ID)
    for key in reversed(keys):
        value_of = _value_of(portal, resource, key.key)
        if value_of is None:
            raise Rejected(400, f"sort: {resource.name} cannot be sorted by {key.key}.")
        rows.sort(key=BY_ID if key.key == "id" else _sort_value(value_of), reverse=key.descending)
    return rows


def _sort_value(value_of: ValueOf) -> Callable[[Row], tuple[bool, Any]]:
    """What a row is sorted by: rows without a value come first."""

    def sort_value(row: Row) -> tuple[bool, Any]:
        value = value_of(row)
        return value is not None, value

    return sort_value
