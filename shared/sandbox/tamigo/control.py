"""What happens at tamigo without a request of ours: another company, a planner's changes, closed days, sessions lost.

None of the services' rules apply here.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.sandbox.control_body import control_answer, read_object
from shared.sandbox.shapes import BadShape, read_shape
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.guid import new_guid
from shared.sandbox.tamigo.world import ClosedDay, PascalShape, Shift, World, read_world, with_times

SECRETS: Any = {"application": {"key"}, "employees": {"__all__": {"password"}}}


class DayToClose(PascalShape):
    """The body of PUT /control/tamigo/closed-days; without a department the first one's day is closed."""

    day: date
    department_id: str = ""
    closed: bool = True


def control_routes(company: Company) -> list[Route]:
    """The control requests that belong to tamigo."""
    table = (
        ("GET", "", _show),
        ("DELETE", "", _forget),
        ("GET", "/world", _show_world),
        ("PUT", "/world", _put_world),
        ("GET", "/switches", _show_switches),
        ("PUT", "/switches", _turn_switches),
        ("DELETE", "/switches", _default_switches),
        ("GET", "/shifts", _show_shifts),
        ("POST", "/shifts", _add_shift),
        ("PATCH", "/shifts/{shift}", _change_shift),
        ("DELETE", "/shifts/{shift}", _delete_shift),
        ("PUT", "/closed-days", _close_day),
        ("DELETE", "/sessions", _end_sessions),
    )
    return [
        Route("/control/tamigo" + path, partial(control_answer, partial(act, company)), methods=[method])
        for method, path, act in table
    ]


async def _show(company: Company, _: Request) -> Response:
    shown = {
        "now": company.now().isoformat(),
        "sessions": len(company.sessions),
        "switches": company.switchboard.shown(),
        "world": _shown_world(company),
        "punches": company.punches,
    }
    return JSONResponse(shown)


async def _forget(company: Company, request: Request) -> Response:
    company.forget()
    return await _show(company, request)


async def _show_world(company: Company, _: Request) -> Response:
    return JSONResponse(_shown_world(company))


async def _put_world(company: Company, request: Request) -> Response:
    company.move_to(read_world(await read_object(request), company.world, company.now()))
    return await _show_world(company, request)


async def _show_switches(company: Company, _: Request) -> Response:
    return JSONResponse(company.switchboard.shown())


async def _turn_switches(company: Company, request: Request) -> Response:
    company.switchboard.update(await read_object(request))
    return await _show_switches(company, request)


async def _default_switches(company: Company, request: Request) -> Response:
    company.switchboard.update(company.switchboard.defaults())
    return await _show_switches(company, request)


async def _show_shifts(company: Company, _: Request) -> Response:
    return JSONResponse([_shown(shift) for shift in company.shifts.values()])


async def _add_shift(company: Company, request: Request) -> Response:
    first = next(iter(company.departments))
    usual = {"ShiftId": new_guid(company.now()), "DepartmentId": first}
    shift = _read(company, usual | await read_object(request))
    if shift.shift_id in company.shifts:
        raise BadShape(f"shift {shift.shift_id} is there already")
    return JSONResponse(_shown(company.put(shift)), 201)


async def _change_shift(company: Company, request: Request) -> Response:
    shift = _known(company, request)
    changes = await read_object(request)
    changed = _read(company, {**_shown(shift), **changes, "ShiftId": shift.shift_id})
    return JSONResponse(_shown(company.put(changed)))


async def _delete_shift(company: Company, request: Request) -> Response:
    shift = _known(company, request)
    company.remove(shift.shift_id)
    return JSONResponse({"deleted": shift.shift_id})


async def _close_day(company: Company, request: Request) -> Response:
    wanted = read_shape(DayToClose, await read_object(request))
    department = wanted.department_id.lower() or next(iter(company.departments))
    if department not in company.departments:
        raise BadShape(f"there is no department {department}")
    company.set_closed(department, wanted.day, closed=wanted.closed)
    closed: tuple[ClosedDay, ...] = company.world.closed_days
    return JSONResponse([item.model_dump(mode="json", by_alias=True) for item in closed])


async def _end_sessions(company: Company, _: Request) -> Response:
    ended = company.sessions.end_all()
    company.changes.mark()
    return JSONResponse({"ended": ended})


def _shown_world(company: Company) -> dict[str, Any]:
    return company.world.model_dump(mode="json", by_alias=True, exclude=SECRETS)


def _shown(shift: Shift) -> dict[str, Any]:
    return shift.model_dump(mode="json", by_alias=True)


def _known(company: Company, request: Request) -> Shift:
    shift = company.shifts.get(request.path_params["shift"].lower())
    if shift is None:
        raise BadShape(f"there is no shift {request.path_params['shift']}")
    return shift


def _read(company: Company, data: Mapping[str, Any]) -> Shift:
    """A shift whose department, employee and activity the world has; raises `BadShape`."""
    shift = read_shape(Shift, with_times(data, company.now()))
    world = {field.alias: getattr(company.world, name) for name, field in World.model_fields.items()}
    read_shape(World, {**world, "Shifts": (shift,)})
    return shift
