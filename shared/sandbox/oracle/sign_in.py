"""The identity provider over HTTP: authorize, signin and token, as they go without a browser.

docs.oracle.com, "Authenticate" (Simphony Transaction Services): authorize answers with cookies that go back with
signin; signin answers JSON with the address that carries the code; token takes the code and the PKCE verifier.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from shared.sandbox.answer import json_answer
from shared.sandbox.oracle.api import ROOT
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.grants import COOKIE
from shared.sandbox.oracle.rejected import NoGrant
from shared.sandbox.oracle.replies import no_grant_answer
from shared.sandbox.oracle.sign_in_switches import Authorize, NotSignedIn, Password, Refreshing, SignedIn

PROVIDER = ROOT + "/oidc-provider/v1"
HINT = "OIDC_STATE"  # the second cookie: both must come back
NO_STORE = {"cache-control": "no-store"}


def sign_in_routes(enterprise: Enterprise) -> list[Route]:
    """The provider's endpoints; they come before the routes of the API."""
    table = (
        ("GET", "/.well-known/openid-configuration", _configuration),
        ("GET", "/oauth2/authorize", _authorize),
        ("GET", "/login", _login_page),
        ("POST", "/oauth2/signin", _sign_in),
        ("POST", "/oauth2/token", _token),
    )
    return [Route(PROVIDER + path, partial(act, enterprise), methods=[method]) for method, path, act in table]


async def _configuration(_: Enterprise, request: Request) -> Response:
    root = f"{request.url.scheme}://{request.url.netloc}{PROVIDER}"
    return JSONResponse(
        {
            "issuer": root,
            "authorization_endpoint": f"{root}/oauth2/authorize",
            "token_endpoint": f"{root}/oauth2/token",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid"],
        }
    )


async def _authorize(enterprise: Enterprise, request: Request) -> Response:
    try:
        cookie = enterprise.grants.ask(request.query_params, enterprise.account, enterprise.now())
    except NoGrant as error:
        return no_grant_answer(error, 400).as_response()
    how = enterprise.switches.authorize
    answer: Response = RedirectResponse(f"{PROVIDER}/login", int(how))
    if how is Authorize.OK:
        answer = HTMLResponse("<html><body>Sign in</body></html>")
    answer.set_cookie(COOKIE, cookie, path=PROVIDER, httponly=True)
    answer.set_cookie(HINT, cookie[::-1], path=PROVIDER, httponly=True)
    return answer


async def _login_page(_: Enterprise, __: Request) -> Response:
    """The page for people; reading it ends the headless sign-in, whose cookies it replaces."""
    answer = HTMLResponse("<html><body>Sign in</body></html>")
    answer.set_cookie(COOKIE, "page", path=PROVIDER, httponly=True)
    return answer


async def _sign_in(enterprise: Enterprise, request: Request) -> Response:
    cookie = request.cookies.get(COOKIE, "")
    if not enterprise.grants.is_asked(cookie) or request.cookies.get(HINT) != cookie[::-1]:
        return no_grant_answer(NoGrant("invalid_request", "The cookies of authorize are missing."), 400).as_response()
    try:
        fields = await _form(request)
    except NoGrant as error:
        return no_grant_answer(error, 400).as_response()
    switches, account = enterprise.switches, enterprise.account
    known = {"username": account.username, "password": account.password, "orgname": account.org}
    if any(fields.get(name) != value for name, value in known.items()):
        return _not_signed_in(switches.not_signed_in)
    if switches.password is Password.EXPIRED:
        return JSONResponse({"nextOp": "expired"}, headers=NO_STORE)
    address = enterprise.grants.sign_in(cookie, enterprise.now())
    if switches.signed_in is SignedIn.LOCATION:
        return RedirectResponse(address, 302, headers=NO_STORE)
    return JSONResponse({"success": True, "redirectUrl": address}, headers=NO_STORE)


def _not_signed_in(how: NotSignedIn) -> Response:
    if how is NotSignedIn.SUCCESS_FALSE:
        return JSONResponse({"success": False, "errorMessage": "Invalid credentials."}, headers=NO_STORE)
    return json_answer(int(how), {"success": False}).as_response()


async def _token(enterprise: Enterprise, request: Request) -> Response:
    try:
        granted = _granted(enterprise, await _form(request))
    except NoGrant as error:
        return no_grant_answer(error, int(enterprise.switches.token_error)).as_response()
    enterprise.changes.mark()
    return JSONResponse(granted, headers=NO_STORE)


def _granted(enterprise: Enterprise, fields: Mapping[str, str]) -> dict[str, Any]:
    switches = enterprise.switches
    is_locked = switches.refresh_with_expired_password is Refreshing.REFUSED
    if is_locked and switches.password is Password.EXPIRED and fields.get("grant_type") == "refresh_token":
        raise NoGrant("invalid_grant", "The password is expired.")
    return enterprise.grants.exchange(fields, enterprise.account, enterprise.now(), switches)


async def _form(request: Request) -> Mapping[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise NoGrant("invalid_request", "The body is a urlencoded form.")
    try:
        return dict(parse_qsl((await request.body()).decode("utf-8"), keep_blank_values=True))
    except ValueError as error:
        raise NoGrant("invalid_request", "The body is a form in UTF-8.") from error
