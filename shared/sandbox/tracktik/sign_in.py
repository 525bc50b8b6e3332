"""POST /rest/oauth2/access_token over HTTP: bodies in three forms, and the lock-out of an address."""

from datetime import datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.sandbox.answer import AWSELB, html_answer
from shared.sandbox.tracktik.forms import read_fields
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.replies import error_answer

TOKEN_PATH = "/rest/oauth2/access_token"  # noqa: S105 - a path


def sign_in_routes(portal: Portal) -> list[Route]:
    """The one endpoint for tokens."""
    return [Route(TOKEN_PATH, partial(_sign_in, portal), methods=["POST"])]


async def _sign_in(portal: Portal, request: Request) -> Response:
    now = portal.now()
    address = request.client.host if request.client else ""
    if portal.lockout.is_locked(address, now, portal.switches.auth_lock_s):
        return html_answer(403, "403 Forbidden", AWSELB).as_response()
    try:
        granted = _granted(portal, request.headers.get("content-type", ""), await request.body(), now)
    except Rejected as rejected:
        if rejected.status == 401:
            portal.lockout.failed(address, now)
        return error_answer(rejected, portal.switches.error_body).as_response()
    return JSONResponse(granted, headers={"cache-control": "no-store"})


def _granted(portal: Portal, content_type: str, body: bytes, now: datetime) -> dict[str, object]:
    try:
        fields = read_fields(content_type, body)
    except ValueError as error:
        raise Rejected(400, f"invalid_request: {error}.") from error
    known = portal.directory.world.credentials
    granted = portal.tokens.grant(fields, known, now, portal.switches.token_lifetime_s)
    portal.changes.mark()
    return granted
