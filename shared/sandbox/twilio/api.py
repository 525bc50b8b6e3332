"""The API 2010-04-01 over HTTP: Basic sign-in with the account's SID and token, JSON answers, recordings as .mp3."""

import base64
import binascii
import hmac
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.sandbox.twilio import outgoing_api
from shared.sandbox.twilio.exchange import Exchange
from shared.sandbox.twilio.filters import numbers_asked, recordings_asked
from shared.sandbox.twilio.media import sound_of
from shared.sandbox.twilio.number_update import updated
from shared.sandbox.twilio.paging import page_of
from shared.sandbox.twilio.rejected import AUTHENTICATE, Rejected, unknown
from shared.sandbox.twilio.rows import ROOT, account_row, number_row, recording_row

Answering = Callable[[Exchange, Request, dict[str, str]], Response]


def api_routes(exchange: Exchange) -> list[Route]:
    """The documented requests that a phone line needs, and 404 for the others."""
    account = ROOT + "/Accounts/{account}"
    table: tuple[tuple[str, str, Answering], ...] = (
        ("GET", account + ".json", _account),
        ("GET", account + "/IncomingPhoneNumbers.json", _numbers),
        ("GET", account + "/IncomingPhoneNumbers/{sid}.json", _number),
        ("POST", account + "/IncomingPhoneNumbers/{sid}.json", _change_number),
        ("GET", account + "/Calls.json", outgoing_api.calls),
        ("POST", account + "/Calls.json", outgoing_api.place),
        ("GET", account + "/Calls/{sid}.json", outgoing_api.call),
        ("GET", account + "/Messages.json", outgoing_api.messages),
        ("POST", account + "/Messages.json", outgoing_api.send),
        ("GET", account + "/Messages/{sid}.json", outgoing_api.message),
        ("GET", account + "/Recordings.json", _recordings),
        ("GET", account + "/Recordings/{sid}.json", _recording),
        ("GET", account + "/Recordings/{sid}.mp3", _sound),
    )
    routes = [Route(path, partial(_answered, exchange, act), methods=[method]) for method, path, act in table]
    everything_else = Route(ROOT + "/{rest:path}", partial(_answered, exchange, _nothing), methods=["GET", "POST"])
    return [*routes, everything_else]


async def _answered(exchange: Exchange, act: Answering, request: Request) -> Response:
    body = (await request.body()).decode("utf-8", "replace")
    try:
        _check_sign_in(exchange, request)
        if request.path_params.get("account", exchange.account.sid) != exchange.account.sid:
            raise unknown(request.url.path)
        return act(exchange, request, dict(parse_qsl(body, keep_blank_values=True)))
    except Rejected as rejected:
        return rejected.answer().as_response()


def _check_sign_in(exchange: Exchange, request: Request) -> None:
    scheme, _, told = request.headers.get("authorization", "").partition(" ")
    expected = f"{exchange.account.sid}:{exchange.account.auth_token}"
    try:
        given = base64.b64decode(told, validate=True)
    except binascii.Error:
        given = b""
    if scheme.lower() != "basic" or not hmac.compare_digest(given, expected.encode()):
        raise Rejected(401, AUTHENTICATE, "Authenticate")


def _account(exchange: Exchange, _: Request, __: dict[str, str]) -> Response:
    return JSONResponse(account_row(exchange.account))


def _numbers(exchange: Exchange, request: Request, _: dict[str, str]) -> Response:
    found = numbers_asked(reversed(exchange.numbers.values()), request.query_params)
    rows = [number_row(exchange.account, number) for number in found]
    return JSONResponse(page_of("incoming_phone_numbers", request.url.path, rows, request.query_params))


def _number(exchange: Exchange, request: Request, _: dict[str, str]) -> Response:
    number = exchange.numbers.get(request.path_params["sid"])
    if number is None:
        raise unknown(request.url.path)
    return JSONResponse(number_row(exchange.account, number))


def _change_number(exchange: Exchange, request: Request, fields: dict[str, str]) -> Response:
    number = exchange.numbers.get(request.path_params["sid"])
    if number is None:
        raise unknown(request.url.path)
    return JSONResponse(number_row(exchange.account, exchange.put_number(updated(number, fields))))


def _recordings(exchange: Exchange, request: Request, _: dict[str, str]) -> Response:
    found = recordings_asked(exchange.recordings.values(), request.query_params)
    found.sort(key=lambda item: (item.date_created, item.sid), reverse=True)
    rows = [recording_row(exchange.account, item) for item in found]
    return JSONResponse(page_of("recordings", request.url.path, rows, request.query_params))


def _recording(exchange: Exchange, request: Request, _: dict[str, str]) -> Response:
    recording = exchange.recordings.get(request.path_params["sid"])
    if recording is None:
        raise unknown(request.url.path)
    return JSONResponse(recording_row(exchange.account, recording))


def _sound(exchange: Exchange, request: Request, _: dict[str, str]) -> Response:
    recording = exchange.recordings.get(request.path_params["sid"])
    if recording is None:
        raise unknown(request.url.path)
    return sound_of(recording, request.url.path).as_response()


def _nothing(_: Exchange, request: Request, __: dict[str, str]) -> Response:
    raise unknown(request.url.path)
