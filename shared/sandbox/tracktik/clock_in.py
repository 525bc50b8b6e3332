"""POST /work-sessions: the document's rules for a clock-in, and those its switches leave open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.sandbox.tracktik import bodies
from shared.sandbox.tracktik.directory import Directory
from shared.sandbox.tracktik.distance import outside_m
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.sessions import Method, WorkSession
from shared.sandbox.tracktik.switches import Geofence, Overlap, Unscheduled
from shared.sandbox.tracktik.world import Account, Employee, Position, Shift

CONSTRAINT = "A database constraint was not respected."


@dataclass(frozen=True, slots=True)
class ClockIn:
    """A clock-in whose every id leads to something."""

    employee: Employee
    account: Account
    position: Position
    shift: Shift | None
    started_on: datetime
    method: Method
    latitude: float | None
    longitude: float | None


def read_clock_in(body: bodies.Body, directory: Directory) -> ClockIn:
    """The order in a request's body; raises `Rejected` for a missing field or an id nobody has."""
    if body.get("status", "OPEN") != "OPEN":
        raise Rejected(400, f"status: a work session is created OPEN, not {body['status']!r}.")
    shift = bodies.number(body, "shift")
    return ClockIn(
        employee=_found(directory.employees, "employee", bodies.needed_number(body, "employee")),
        account=_found(directory.accounts, "account", bodies.needed_number(body, "account")),
        position=_found(directory.positions, "position", bodies.needed_number(body, "position")),
        shift=None if shift is None else _found(directory.shifts, "shift", shift),
        started_on=bodies.needed_time(body, bodies.STARTED),
        method=bodies.needed_method(body, bodies.CLOCK_IN_METHOD),
        latitude=bodies.coordinate(body, "latitude", 90),
        longitude=bodies.coordinate(body, "longitude", 180),
    )


def clock_in(portal: Portal, body: bodies.Body, now: datetime) -> WorkSession:
    """Creates the OPEN session that `body` asks for, or raises `Rejected`."""
    order = read_clock_in(body, portal.directory)
    _check_places(order)
    _check_person(portal, order)
    _check_switches(portal, order)
    away = _check_geofence(portal, order)
    session = portal.put(_session(portal, order, now))
    if away is not None:
        message = f"Clocked in {away:.0f} m from {order.account.name}, radius {order.account.radius_m:.0f} m."
        portal.note_exception("GEOFENCE", session, message, distance_m=round(away))
    return session


def _found(known: Mapping[int, Any], kind: str, number: int) -> Any:
    item = known.get(number)
    if item is None:
        raise Rejected(400, f"{kind}: {kind} {number} does not exist.")
    return item


def _check_places(order: ClockIn) -> None:
    account, shift = order.account, order.shift
    if order.position.account != account.id:
        raise Rejected(400, f"position: position {order.position.id} is not at account {account.id}.")
    if shift is None:
        return
    if shift.account != account.id:
        raise Rejected(400, f"shift: shift {shift.id} is not at account {account.id}.")
    if shift.employee not in (None, order.employee.id):
        raise Rejected(400, f"shift: shift {shift.id} is not a shift of employee {order.employee.id}.")


def _check_person(portal: Portal, order: ClockIn) -> None:
    if order.employee.status != "ACTIVE":
        raise Rejected(400, f"employee: employee {order.employee.id} is {order.employee.status}.")
    if not portal.directory.may_work(order.employee.id, order.account.id, order.shift):
        raise Rejected(400, f"employee: employee {order.employee.id} is not assigned to location {order.account.id}.")


def _check_switches(portal: Portal, order: ClockIn) -> None:
    switches = portal.switches
    if order.shift is None and switches.unscheduled is Unscheduled.REFUSED:
        raise Rejected(400, "shift: this field is required.")
    if switches.overlap is Overlap.ALLOWED:
        return
    already = portal.sessions.open_of(order.employee.id)
    if already and switches.overlap is Overlap.CONSTRAINT:
        raise Rejected(500, CONSTRAINT)
    if already:
        raise Rejected(400, f"employee: employee {order.employee.id} has open work session {already[0].id}.")


def _check_geofence(portal: Portal, order: ClockIn) -> float | None:
    rule = portal.switches.geofence
    if rule is Geofence.OFF:
        return None
    away = outside_m(order.account, order.latitude, order.longitude)
    if away is not None and rule is Geofence.REJECT:
        raise Rejected(400, f"LAT and LONG do not match: {away:.0f} m from location {order.account.id}.")
    return away


def _session(portal: Portal, order: ClockIn, now: datetime) -> WorkSession:
    return WorkSession(
        id=portal.sessions.take_id(),
        employee=order.employee.id,
        account=order.account.id,
        position=order.position.id,
        shift=None if order.shift is None else order.shift.id,
        started_on=order.started_on,
        clock_in_method=order.method,
        received_on=now,
        by="api",
    )
