"""The control requests of the whole sandbox: what it remembers, its switches, and the faults that are armed.

They are answered also while the link is down, and never meet a fault.
"""

from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.sandbox.control_body import control_answer, read_json, read_object, whole_number
from shared.sandbox.faults import Fault
from shared.sandbox.sandbox import Sandbox
from shared.sandbox.shapes import read_shape
from shared.sandbox.tracktik import control as tracktik_control


def control_routes(sandbox: Sandbox) -> list[Route]:
    """Every control request, those of the systems included."""
    table = (
        ("GET", "/control/records", _show_records),
        ("DELETE", "/control/records", _forget_records),
        ("GET", "/control/switches", _show_switches),
        ("PUT", "/control/switches", _turn_switches),
        ("DELETE", "/control/switches", _default_switches),
        ("GET", "/control/faults", _show_faults),
        ("POST", "/control/faults", _arm),
        ("DELETE", "/control/faults", _disarm),
    )
    routes = [
        Route(path, partial(control_answer, partial(act, sandbox)), methods=[method]) for method, path, act in table
    ]
    return [*routes, *tracktik_control.control_routes(sandbox.portal)]


async def _show_records(sandbox: Sandbox, request: Request) -> Response:
    employee, limit = whole_number(request, "employee"), whole_number(request, "limit")
    content = {"version": sandbox.version(), **tracktik_control.records(sandbox.portal, employee, limit)}
    return JSONResponse({**content, "requests": sandbox.traffic.as_json(limit)})


async def _forget_records(sandbox: Sandbox, _: Request) -> Response:
    sandbox.portal.forget_records()
    sandbox.traffic.forget()
    return JSONResponse({"forgotten": True})


async def _show_switches(sandbox: Sandbox, _: Request) -> Response:
    return JSONResponse(sandbox.switchboard.shown())


async def _turn_switches(sandbox: Sandbox, request: Request) -> Response:
    sandbox.switchboard.update(await read_object(request))
    return await _show_switches(sandbox, request)


async def _default_switches(sandbox: Sandbox, request: Request) -> Response:
    sandbox.switchboard.update(sandbox.switchboard.defaults())
    return await _show_switches(sandbox, request)


async def _show_faults(sandbox: Sandbox, _: Request) -> Response:
    return JSONResponse([armed.as_json() for armed in sandbox.armed])


async def _arm(sandbox: Sandbox, request: Request) -> Response:
    data = await read_json(request)
    wanted = data if isinstance(data, list) else [data]
    faults = [read_shape(Fault, item) for item in wanted]
    return JSONResponse([sandbox.armed.arm(fault).as_json() for fault in faults], 201)


async def _disarm(sandbox: Sandbox, _: Request) -> Response:
    return JSONResponse({"disarmed": sandbox.armed.disarm()})
