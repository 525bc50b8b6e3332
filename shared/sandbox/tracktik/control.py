"""What happens behind the client's back: sessions made, ended, edited and deleted by others, another world, and
tokens that are suddenly no good. None of the API's rules apply here."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.sandbox.control_body import control_answer, read_object
from shared.sandbox.shapes import BadShape, CamelShape, Shape, read_shape
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.sessions import Method, Status, WorkSession, session_row
from shared.sandbox.tracktik.times import read_moment, write_time
from shared.sandbox.tracktik.world import read_world

Item = TypeVar("Item")
PLACES = ("employee", "account", "position", "shift", "clock_in_method")
SECRETS = {"credentials": {"client_secret", "password"}}


class SessionChange(CamelShape):
    """The body of PATCH /control/sessions/{id}: any of these. Times may be "now-90m".

    A method, an end or the status CLOSED ends an open session: by SYSTEM and now where nothing else is said. The
    status OPEN opens a closed one again.
    """

    employee: int | None = None
    account: int | None = None
    position: int | None = None
    shift: int | None = None
    started_on: str | None = None
    ended_on: str | None = None
    clock_in_method: Method | None = None
    clock_out_method: Method | None = None
    status: Status | None = None


class NewSession(SessionChange):
    """The body of POST /control/sessions: an employee, and what else matters.

    Left out: the account is the employee's first, the position the account's first, the start is now, the method
    ADMIN; the session is closed when it has an end, a clock-out method or the status CLOSED.
    """

    employee: int


class Expiry(Shape):
    """The body of POST /control/tokens/expire."""

    refresh_too: bool = False


def control_routes(portal: Portal) -> list[Route]:
    """The control requests that belong to TrackTik."""
    table = (
        ("POST", "/control/sessions", _create),
        ("PATCH", "/control/sessions/{number:int}", _change),
        ("DELETE", "/control/sessions/{number:int}", _delete),
        ("GET", "/control/world", _show_world),
        ("PUT", "/control/world", _put_world),
        ("POST", "/control/tokens/expire", _expire),
    )
    return [Route(path, partial(control_answer, partial(act, portal)), methods=[method]) for method, path, act in table]


def watched_row(session: WorkSession) -> dict[str, Any]:
    """A session with all its fields, and when and by whom (api, control, auto) it was committed."""
    return {**session_row(session), "receivedOn": session.received_on.isoformat(), "by": session.by}


async def _create(portal: Portal, request: Request) -> Response:
    wanted = read_shape(NewSession, await read_object(request))
    now = portal.now().replace(microsecond=0)
    account = wanted.account or portal.directory.usual_account(wanted.employee)
    if account is None:
        raise BadShape(f"account: employee {wanted.employee} has none by assignment; say which.")
    session = WorkSession(
        id=portal.sessions.take_id(),
        employee=wanted.employee,
        account=account,
        position=wanted.position or portal.directory.usual_position(account),
        shift=wanted.shift,
        started_on=_moment(wanted.started_on, now),
        clock_in_method=wanted.clock_in_method or Method.ADMIN,
        received_on=portal.now(),
        by="control",
    )
    session = replace(session, **_end(wanted, session, now, Method.ADMIN))
    return JSONResponse(watched_row(portal.put(session)), 201)


async def _change(portal: Portal, request: Request) -> Response:
    session = _session(portal, request)
    wanted = read_shape(SessionChange, await read_object(request))
    now = portal.now().replace(microsecond=0)
    changes = {name: getattr(wanted, name) for name in PLACES if name in wanted.model_fields_set}
    if None in (changes.get("employee", 0), changes.get("account", 0), changes.get("clock_in_method", "")):
        raise BadShape("employee, account and clockInMethod cannot be null")
    if wanted.started_on is not None:
        changes["started_on"] = _moment(wanted.started_on, now)
    changed = replace(session, **changes, **_end(wanted, session, now, Method.SYSTEM))
    return JSONResponse(watched_row(portal.put(changed)))


async def _delete(portal: Portal, request: Request) -> Response:
    session = _session(portal, request)
    portal.sessions.remove(session.id)
    portal.changes.mark()
    return JSONResponse({"deleted": session.id})


async def _show_world(portal: Portal, _: Request) -> Response:
    world = portal.directory.world
    return JSONResponse(world.model_dump(mode="json", by_alias=True, exclude=SECRETS))


async def _put_world(portal: Portal, request: Request) -> Response:
    portal.move_to(read_world(await read_object(request), portal.directory.world, portal.now()))
    return await _show_world(portal, request)


async def _expire(portal: Portal, request: Request) -> Response:
    wanted = read_shape(Expiry, await read_object(request))
    expired = portal.tokens.expire(refresh_too=wanted.refresh_too)
    portal.changes.mark()
    return JSONResponse({"expired": expired})


def _session(portal: Portal, request: Request) -> WorkSession:
    session = portal.sessions.get(request.path_params["number"])
    if session is None:
        raise BadShape(f"there is no work session {request.path_params['number']}")
    return session


def _moment(text: str | None, now: datetime) -> datetime:
    try:
        return now if text is None else read_moment(text, now)
    except ValueError as error:
        raise BadShape(str(error)) from error


def _end(wanted: SessionChange, session: WorkSession, now: datetime, method: Method) -> dict[str, Any]:
    if wanted.status is Status.OPEN:
        return {"ended_on": None, "clock_out_method": Method.LIVE}
    if wanted.ended_on is None and wanted.clock_out_method is None and wanted.status is None:
        return {}
    ended_on = session.ended_on or now
    if wanted.ended_on is not None:
        ended_on = _moment(wanted.ended_on, now)
    was_closed = session.status is Status.CLOSED
    return {
        "ended_on": ended_on,
        "clock_out_method": wanted.clock_out_method or (session.clock_out_method if was_closed else method),
    }


def records(portal: Portal, employee: int | None, limit: int | None) -> dict[str, Any]:
    """The part of GET /control/records that TrackTik fills: sessions and exceptions by id, the newest `limit`."""
    sessions = [session for session in portal.sessions if employee in (None, session.employee)]
    exceptions = [item for item in portal.exceptions if employee in (None, item["employee"])]
    return {
        "now": write_time(portal.now()),
        "breaks": newest(portal.breaks, limit),
        "session_count": len(portal.sessions),
        "sessions": [watched_row(session) for session in newest(sessions, limit)],
        "exceptions": newest(exceptions, limit),
    }


def newest(items: list[Item], limit: int | None) -> list[Item]:
    """The last `limit` of `items`, all of them when it is None."""
    return items if limit is None else items[max(0, len(items) - limit) :]
