"""Who of the system of record goes by which number: how people of another system's rota are joined to it."""

from shared.store import people, roster, roster_of_site
from shared.store.database import Store
from shared.store.roster import Part


def upstream_ids(store: Store, site: str) -> dict[str, int] | None:
    """The system of record's employee id by the register's number and by `customId`; None before the first download.

    The register's word goes before `customId`. A number that several have, and one of the register that the system of
    record does not know, joins nobody.
    """
    parts = roster.states(store, site)
    snapshot = parts[Part.EMPLOYEES].snapshot if Part.EMPLOYEES in parts else 0
    if not snapshot:
        return None
    employees = roster_of_site.employees(store, snapshot)
    uses_custom_ids = any(one.custom_id for one in employees.values())
    wanted = {one.custom_id if uses_custom_ids else str(one.employee_id): None for one in employees.values()}
    asked: dict[str, int | None] = {**wanted, **{one.number: one.upstream_id for one in people.everybody(store)}}
    found = {
        number: roster.employee(store, snapshot, number=number, upstream_id=upstream_id)
        for number, upstream_id in asked.items()
        if number
    }
    return {number: employee.employee_id for number, employee in found.items() if employee is not None}


def numbers_of(store: Store, site: str) -> dict[int, str]:
    """The number of each of them by the system of record's id; the register's where it has one."""
    joined = upstream_ids(store, site) or {}
    register = {one.number for one in people.everybody(store)}
    # The register's last: of two numbers of one person, the later one stays.
    return {joined[number]: number for number in sorted(joined, key=register.__contains__)}
