"""What happens at Twilio without a request of ours: another kind of account, numbers bought, people who rang.

`callees` says how calls and messages to a number end, `pace` how fast they get there.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.sandbox.control_body import control_answer, read_object
from shared.sandbox.shapes import BadShape, Shape, read_shape
from shared.sandbox.tracktik.times import read_moment
from shared.sandbox.twilio.exchange import Exchange
from shared.sandbox.twilio.outgoing import Callee, Pace
from shared.sandbox.twilio.resources import FIRST_NUMBER, Media, Number, PhoneCall, Recording

ShapeT = TypeVar("ShapeT", bound=Shape)
SPOKEN_AFTER = timedelta(seconds=10)


class NewRecording(Shape):
    """The body of POST /control/twilio/recordings: what somebody said to the line.

    Without `call_sid` the call is made too, from `caller` to `called`, `started` ("now-90m"), the recording ten seconds
    into it. The body of POST /control/twilio/calls has the first four.
    """

    caller: str = "+15145550123"
    called: str = FIRST_NUMBER
    started: str = "now"
    direction: str = "inbound"
    call_sid: str = ""
    duration_s: int = Field(default=5, ge=0)
    status: str = "completed"
    source: str = "RecordVerb"
    media: Media = Media.MP3


class NewCall(Shape):
    """The body of POST /control/twilio/calls."""

    caller: str = "+15145550123"
    called: str = FIRST_NUMBER
    started: str = "now"
    direction: str = "inbound"


def control_routes(exchange: Exchange) -> list[Route]:
    """The control requests that belong to Twilio."""
    table = (
        ("GET", "", _show),
        ("DELETE", "", _forget),
        ("PATCH", "/account", _change_account),
        ("POST", "/numbers", _add_number),
        ("PATCH", "/numbers/{sid}", _change_number),
        ("POST", "/calls", _add_call),
        ("DELETE", "/calls/{sid}", _delete_call),
        ("PUT", "/callees", _put_callee),
        ("PUT", "/pace", _put_pace),
        ("POST", "/recordings", _add_recording),
        ("PATCH", "/recordings/{sid}", _change_recording),
        ("DELETE", "/recordings/{sid}", _delete_recording),
    )
    return [
        Route("/control/twilio" + path, partial(control_answer, partial(act, exchange)), methods=[method])
        for method, path, act in table
    ]


async def _show(exchange: Exchange, _: Request) -> Response:
    shown = exchange.snapshot()
    del shown["account"]["auth_token"]
    return JSONResponse(shown)


async def _forget(exchange: Exchange, request: Request) -> Response:
    exchange.forget()
    return await _show(exchange, request)


async def _change_account(exchange: Exchange, request: Request) -> Response:
    exchange.account = _changed(exchange.account, await read_object(request))
    exchange.changes.mark()
    return await _show(exchange, request)


async def _add_number(exchange: Exchange, request: Request) -> Response:
    number = exchange.put_number(read_shape(Number, await read_object(request)))
    return JSONResponse(number.model_dump(mode="json"), 201)


async def _change_number(exchange: Exchange, request: Request) -> Response:
    number = _changed(_known(exchange.numbers, request), await read_object(request))
    return JSONResponse(exchange.put_number(number).model_dump(mode="json"))


async def _add_call(exchange: Exchange, request: Request) -> Response:
    wanted = read_shape(NewCall, await read_object(request))
    return JSONResponse(_call(exchange, wanted).model_dump(mode="json"), 201)


async def _delete_call(exchange: Exchange, request: Request) -> Response:
    return _deleted(exchange, exchange.calls, request)


async def _put_callee(exchange: Exchange, request: Request) -> Response:
    callee = exchange.put_callee(read_shape(Callee, await read_object(request)))
    return JSONResponse(callee.model_dump(mode="json"))


async def _put_pace(exchange: Exchange, request: Request) -> Response:
    exchange.pace = read_shape(Pace, await read_object(request))
    exchange.changes.mark()
    return JSONResponse(exchange.pace.model_dump(mode="json"))


async def _add_recording(exchange: Exchange, request: Request) -> Response:
    wanted = read_shape(NewRecording, await read_object(request))
    call_sid = wanted.call_sid or _call(exchange, wanted).sid
    recording = Recording(
        call_sid=call_sid,
        date_created=_moment(exchange, wanted.started) + SPOKEN_AFTER,
        duration_s=wanted.duration_s,
        status=wanted.status,
        source=wanted.source,
        media=wanted.media,
    )
    return JSONResponse(exchange.put_recording(recording).model_dump(mode="json"), 201)


async def _change_recording(exchange: Exchange, request: Request) -> Response:
    recording = _changed(_known(exchange.recordings, request), await read_object(request))
    return JSONResponse(exchange.put_recording(recording).model_dump(mode="json"))


async def _delete_recording(exchange: Exchange, request: Request) -> Response:
    return _deleted(exchange, exchange.recordings, request)


def _call(exchange: Exchange, wanted: NewCall | NewRecording) -> PhoneCall:
    started = _moment(exchange, wanted.started)
    call = PhoneCall(caller=wanted.caller, called=wanted.called, start_time=started, direction=wanted.direction)
    return exchange.put_call(call)


def _moment(exchange: Exchange, text: str) -> datetime:
    try:
        return read_moment(text, exchange.now())
    except ValueError as error:
        raise BadShape(str(error)) from error


def _changed(before: ShapeT, changes: dict[str, object]) -> ShapeT:
    return read_shape(type(before), before.model_dump() | changes)


def _known(kept: dict[str, ShapeT], request: Request) -> ShapeT:
    sid = request.path_params["sid"]
    if sid not in kept:
        raise BadShape(f"there is no {sid}")
    return kept[sid]


def _deleted(exchange: Exchange, kept: dict[str, ShapeT], request: Request) -> Response:
    _known(kept, request)
    sid = request.path_params["sid"]
    del kept[sid]
    exchange.changes.mark()
    return JSONResponse({"deleted": sid})
