"""The API over HTTP: POST /bi/v1/{organisation}/{operation}, and what every request passes through before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.sandbox.oracle import dimensions, fields
from shared.sandbox.oracle.dimensions import Dimension, dimension
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.posting import catch_up
from shared.sandbox.oracle.rejected import Rejected
from shared.sandbox.oracle.replies import error_answer
from shared.sandbox.oracle.time_cards import time_card_details
from shared.sandbox.oracle.world import Permission

ROOT = "/oracle"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
Act = Callable[[Enterprise, fields.Body, datetime], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Operation:
    """What an operation needs and does."""

    permission: Permission
    act: Act


def _of(kind: Dimension) -> Act:
    return lambda enterprise, body, _: dimension(kind, enterprise, body)


OPERATIONS = {
    "getTimeCardDetails": Operation(Permission.TIME_CARDS, time_card_details),
    "getLocationDimensions": Operation(Permission.LOCATIONS, _of(dimensions.LOCATIONS)),
    "getEmployeeDimensions": Operation(Permission.EMPLOYEES, _of(dimensions.EMPLOYEES)),
    "getJobCodeDimensions": Operation(Permission.JOB_CODES, _of(dimensions.JOB_CODES)),
    "getRevenueCenterDimensions": Operation(Permission.REVENUE_CENTERS, _of(dimensions.REVENUE_CENTERS)),
}


def api_routes(enterprise: Enterprise) -> list[Route]:
    """Everything below the root that is not of the sign-in; those routes come before."""
    return [Route(ROOT + "/{rest:path}", partial(_answered, enterprise), methods=METHODS)]


async def _answered(enterprise: Enterprise, request: Request) -> Response:
    now = enterprise.now()
    enterprise.rate.count(now)
    raw = await request.body()
    try:
        return JSONResponse(_served(enterprise, request, raw, now))
    except Rejected as rejected:
        return error_answer(rejected, enterprise.switches).as_response()


def _served(enterprise: Enterprise, request: Request, raw: bytes, now: datetime) -> dict[str, Any]:
    switches, account = enterprise.switches, enterprise.account
    if enterprise.rate.is_over(switches.rate_limit_per_min):
        raise Rejected(429, "Too many requests.")
    parts = request.path_params["rest"].split("/")
    if len(parts) != 4 or parts[:2] != ["bi", "v1"]:
        raise Rejected(404, "There is no such resource.")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not enterprise.grants.is_good(token, now, switches):
        raise Rejected(401, "The token is missing, expired or invalid.")
    operation = OPERATIONS.get(parts[3])
    if operation is None:
        raise Rejected(404, "There is no such operation.")
    if parts[2] != account.org:
        raise Rejected(int(switches.unknown_org), "The token is not of this organization.")
    if request.method != "POST":
        raise Rejected(405, "Operations are asked for by POST.")
    if operation.permission not in account.permissions:
        raise Rejected(403, "The API account has no permission for this operation.")
    catch_up(enterprise, now)
    return operation.act(enterprise, fields.read_body(raw), now)
