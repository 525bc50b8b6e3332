"""The API over HTTP: what every request passes through before and after its service."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.sandbox.answer import Answer
from shared.sandbox.tamigo import replies
from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.entity import Entity, response_message
from shared.sandbox.tamigo.formats import Form, form_asked, form_sent, read_body, write_entity
from shared.sandbox.tamigo.rejected import NotAllowed, Refused, Rejected
from shared.sandbox.tamigo.services import LOGINS, ROOT, Service, find_service, is_known
from shared.sandbox.tamigo.switches import TokenHeader, Writes

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
TOKEN_HEADER = "x-tamigo-token"  # noqa: S105 - the name of a header
TOKEN_NAMES = ("securitytoken", "token")
REFUSED = "The rota cannot be changed at the moment."


def api_routes(company: Company) -> list[Route]:
    """Everything below the root."""
    return [Route(ROOT + "/{rest:path}", partial(_answered, company), methods=METHODS)]


async def _answered(company: Company, request: Request) -> Response:
    now = company.now()
    company.rate.count(now)
    form = form_asked(request.headers, company.switches.format_by)
    raw = await request.body()
    try:
        answer = _served(company, request, raw, form, now)
    except Rejected as rejected:
        answer = replies.error_answer(rejected.status, rejected.message, company.switches)
    response = answer.as_response()
    if company.switches.rate_limit_headers:
        response.headers.update(company.rate.headers(company.switches.rate_limit_per_min, now))
    return response


def _served(company: Company, request: Request, raw: bytes, form: Form, now: datetime) -> Answer:
    if company.rate.is_over(company.switches.rate_limit_per_min):
        raise Rejected(429, "Too many requests; wait a minute.")
    path = request.url.path.removeprefix(ROOT)
    begin = LOGINS.get(path.rstrip("/").lower()) if request.method == "POST" else None
    if begin is not None:
        entity = begin(company, read_body(raw, form_sent(request.headers)), form, now)
        return write_entity(entity, form, company.switches)
    found = find_service(request.method, path)
    if found is None:
        raise Rejected(405 if is_known(path) else 404, f"There is no {request.method} {path}.")
    return _of_service(company, request, raw, form, now, *found)


def _of_service(
    company: Company,
    request: Request,
    raw: bytes,
    form: Form,
    now: datetime,
    service: Service,
    parts: dict[str, str],
) -> Answer:
    switches = company.switches
    query = {name.lower(): value for name, value in request.query_params.items()}
    token = _token(company, request.headers, query)
    session = company.sessions.find(token, now, switches.session_s, switches.session_end)
    if session is None:
        return replies.session_lost(form, switches)
    body_form = form_sent(request.headers)
    body = read_body(raw, body_form) if service.is_write else {}
    call = Call(company, session, parts, query, body, body_form, form, now)
    try:
        entity = _acted(service, call)
    except NotAllowed as error:
        how = switches.forbidden_write if service.is_write else switches.forbidden_read
        return replies.not_allowed(str(error), how, form, switches)
    except Refused as error:
        return replies.not_done(str(error), form, switches)
    return write_entity(entity, form, switches)


def _token(company: Company, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
    in_header = headers.get(TOKEN_HEADER, "") if company.switches.token_header is TokenHeader.TAKEN else ""
    found = in_header or next((query[name] for name in TOKEN_NAMES if name in query), "")
    return found.lower()


def _acted(service: Service, call: Call) -> Entity:
    writes = call.switches.writes
    if not service.is_write or writes is Writes.DONE:
        return service.act(call)
    if writes is Writes.UNDONE:
        return response_message(None, success=True)
    if writes is Writes.DONE_AND_DENIED:
        service.act(call)
    return response_message(REFUSED, success=False)
