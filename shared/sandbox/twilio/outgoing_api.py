"""The requests about calls and messages: place or send one, read one, list them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.sandbox.twilio.exchange import Exchange
from shared.sandbox.twilio.outgoing_rows import message_row, placed_row
from shared.sandbox.twilio.paging import page_of
from shared.sandbox.twilio.placing import place_call, send_message
from shared.sandbox.twilio.rejected import BAD_PARAMETER, Rejected, unknown
from shared.sandbox.twilio.rows import Row, call_row

CALL_FILTERS: Final = {"To": "to", "From": "from", "Status": "status", "ParentCallSid": "parent_call_sid"}
MESSAGE_FILTERS: Final = {"To": "to", "From": "from"}
Comparing = Callable[[date, date], bool]
BOUNDS: Final[Mapping[str, Comparing]] = {
    "": lambda day, bound: day == bound,
    ">": lambda day, bound: day >= bound,
    "<": lambda day, bound: day <= bound,
}
"""Documented for dates: `StartTime`, `StartTime>=2026-05-01` (the sign belongs to the name) and `StartTime<=`."""


def place(exchange: Exchange, _: Request, fields: dict[str, str]) -> Response:
    """POST Calls.json."""
    call = place_call(exchange, fields)
    row = placed_row(exchange.account, call, exchange.now(), exchange.pace.step_s, fresh=True)
    return JSONResponse(row, 201)


def call(exchange: Exchange, request: Request, _: dict[str, str]) -> Response:
    """GET Calls/{sid}.json: one that came in, or one that was placed."""
    sid = request.path_params["sid"]
    found = [row for row in _calls(exchange) if row["sid"] == sid]
    if not found:
        raise unknown(request.url.path)
    return JSONResponse(found[0])


def calls(exchange: Exchange, request: Request, _: dict[str, str]) -> Response:
    """GET Calls.json: newest first, by To, From, Status and StartTime. What was not dialled yet has no StartTime."""
    rows = _narrowed(_newest_first(_calls(exchange)), request.query_params, CALL_FILTERS, "StartTime", "start_time")
    return JSONResponse(page_of("calls", request.url.path, rows, request.query_params))


def send(exchange: Exchange, _: Request, fields: dict[str, str]) -> Response:
    """POST Messages.json."""
    message = send_message(exchange, fields)
    row = message_row(exchange.account, message, exchange.now(), exchange.pace.step_s, fresh=True)
    return JSONResponse(row, 201)


def message(exchange: Exchange, request: Request, _: dict[str, str]) -> Response:
    """GET Messages/{sid}.json."""
    found = exchange.messages.get(request.path_params["sid"])
    if found is None:
        raise unknown(request.url.path)
    return JSONResponse(message_row(exchange.account, found, exchange.now(), exchange.pace.step_s))


def messages(exchange: Exchange, request: Request, _: dict[str, str]) -> Response:
    """GET Messages.json: newest first, by To, From and DateSent."""
    now, step_s = exchange.now(), exchange.pace.step_s
    rows = _newest_first(message_row(exchange.account, one, now, step_s) for one in exchange.messages.values())
    found = _narrowed(rows, request.query_params, MESSAGE_FILTERS, "DateSent", "date_sent")
    return JSONResponse(page_of("messages", request.url.path, found, request.query_params))


def _calls(exchange: Exchange) -> list[Row]:
    now, step_s = exchange.now(), exchange.pace.step_s
    placed = [placed_row(exchange.account, one, now, step_s) for one in exchange.placed.values()]
    return placed + [call_row(exchange.account, one) for one in exchange.calls.values()]


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (parsedate_to_datetime(row["date_created"]), row["sid"]), reverse=True)


def _narrowed(
    rows: list[Row], query: Mapping[str, str], filters: Mapping[str, str], time_name: str, time_field: str
) -> list[Row]:
    for name, field in filters.items():
        rows = [row for row in rows if query.get(name, row[field]) == row[field]]
    for sign, fits in BOUNDS.items():
        if time_name + sign in query:
            bound = _day(time_name, query[time_name + sign])
            rows = [row for row in rows if row[time_field] and fits(_day_of(row[time_field]), bound)]
    return rows


def _day(name: str, text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise Rejected(400, BAD_PARAMETER, f"{name} is not a date") from error


def _day_of(told: str) -> date:
    return parsedate_to_datetime(told).astimezone(UTC).date()
