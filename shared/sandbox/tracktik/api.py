"""The table of endpoints under /rest/v1, and what every request to them passes through."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.sandbox.tracktik import bodies, breaks
from shared.sandbox.tracktik.clock_in import clock_in
from shared.sandbox.tracktik.clock_out import clock_out, edit, found
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.query import Pairs, read_query
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.replies import Reply, enveloped, error_answer, page_reply
from shared.sandbox.tracktik.resources import RESOURCES, WORK_SESSIONS, Page, Resource, find_page, shown
from shared.sandbox.tracktik.sessions import WorkSession

API_ROOT = "/rest/v1"


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """What an endpoint needs to know of a request. `number` is the id in the path, 0 when there is none."""

    number: int
    pairs: Pairs
    body: bodies.Body
    now: datetime


Act = Callable[[Portal, ApiRequest], Reply]


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    path: str
    act: Act


def _list(resource: Resource, portal: Portal, request: ApiRequest) -> Reply:
    query = read_query(request.pairs)
    return page_reply(find_page(portal, resource, query), query)


def _one(resource: Resource, portal: Portal, request: ApiRequest) -> Reply:
    row = resource.one(portal, request.number)
    if row is None:
        raise Rejected(404, f"{resource.name}: {request.number} does not exist.")
    return Reply(shown(portal, resource, row, read_query(request.pairs)))


def _one_session(portal: Portal, request: ApiRequest) -> Reply:
    found(portal, request.number)
    return _one(WORK_SESSIONS, portal, request)


def _clock_in(portal: Portal, request: ApiRequest) -> Reply:
    session = clock_in(portal, request.body, request.now)
    return _session_reply(portal, session, int(portal.switches.created_status))


def _clock_out(portal: Portal, request: ApiRequest) -> Reply:
    return _session_reply(portal, clock_out(portal, request.number, request.body, request.now))


def _edit(portal: Portal, request: ApiRequest) -> Reply:
    return _session_reply(portal, edit(portal, request.number, request.body))


def _session_reply(portal: Portal, session: WorkSession, status: int = 200) -> Reply:
    return Reply(portal.sessions.rows[session.id], status)


def _add_break(portal: Portal, request: ApiRequest) -> Reply:
    return Reply(breaks.add(portal, request.body))


def _list_breaks(portal: Portal, request: ApiRequest) -> Reply:
    rows = breaks.listed(portal, request.pairs)
    query = read_query([pair for pair in request.pairs if pair[0] in breaks.PAGING])
    return page_reply(Page(rows[query.offset : query.offset + query.limit], len(rows)), query)


ENDPOINTS = (
    Endpoint("POST", "/break-sessions", _add_break),
    Endpoint("GET", "/break-sessions", _list_breaks),
    Endpoint("POST", "/work-sessions", _clock_in),
    Endpoint("POST", "/work-sessions/{number:int}/actions/clock-out", _clock_out),
    Endpoint("GET", "/work-sessions/{number:int}", _one_session),
    Endpoint("PUT", "/work-sessions/{number:int}", _edit),
    Endpoint("PATCH", "/work-sessions/{number:int}", _edit),
    *(Endpoint("GET", f"/{resource.name}", partial(_list, resource)) for resource in RESOURCES),
    *(Endpoint("GET", f"/{resource.name}/{{number:int}}", partial(_one, resource)) for resource in RESOURCES),
)


def api_routes(portal: Portal) -> list[Route]:
    """A route for every endpoint, and one that answers 404 or 405 for everything else under /rest/v1."""
    routes = [_route(portal, endpoint) for endpoint in ENDPOINTS]
    return [*routes, Route(API_ROOT + "/{rest:path}", partial(_unknown, portal), methods=list(_METHODS))]


_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _route(portal: Portal, endpoint: Endpoint) -> Route:
    async def serve(request: Request) -> Response:
        now = portal.now()
        portal.rate.count(now)
        try:
            response = _answered(portal, endpoint, request, await request.body(), now)
        except Rejected as rejected:
            response = _rejected(portal, rejected)
        if portal.switches.rate_limit_headers:
            response.headers.update(portal.rate.headers(portal.switches.rate_limit_per_min, now))
        return response

    return Route(API_ROOT + endpoint.path, serve, methods=[endpoint.method])


def _answered(portal: Portal, endpoint: Endpoint, request: Request, raw: bytes, now: datetime) -> Response:
    if portal.rate.is_over(portal.switches.rate_limit_per_min):
        raise Rejected(429, "Too many requests in the past minute; wait one minute.")
    portal.tokens.check(request.headers.get("authorization"), now)
    body = bodies.read_json(raw) if request.method != "GET" else {}
    pairs = request.query_params.multi_items()
    number = int(request.path_params.get("number", 0))
    reply = endpoint.act(portal, ApiRequest(number, pairs, body, now))
    segments = request.url.path.removeprefix(API_ROOT).strip("/").split("/")
    return JSONResponse(enveloped(reply, request.method, segments, portal.switches.envelope), reply.status)


async def _unknown(portal: Portal, request: Request) -> Response:
    rejected = Rejected(404, f"There is no {request.method} {request.url.path}.")
    try:
        portal.tokens.check(request.headers.get("authorization"), portal.now())
    except Rejected as unauthorized:
        rejected = unauthorized
    return _rejected(portal, rejected)


def _rejected(portal: Portal, rejected: Rejected) -> Response:
    return error_answer(rejected, portal.switches.error_body).as_response()
