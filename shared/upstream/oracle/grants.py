"""Signing in to Oracle without a browser: OpenID Connect's code flow with PKCE (RFC 7636), then its refresh.

Source: Oracle's "Authenticate" page of the Simphony APIs, and the field clients that follow it. What travels with each
call afterwards is the id_token, not the access_token.
"""

import base64
import hashlib
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode, urlsplit

from shared.upstream.call import Answer
from shared.upstream.errors import NotAsItIs
from shared.upstream.http import Http
from shared.upstream.oracle.credentials import Credentials
from shared.upstream.oracle.settings import OracleSettings
from shared.upstream.sign_in_record import Tokens, is_token

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
REDIRECT = "apiaccount://callback"
USUAL_LIFETIME_S = 14 * 86_400.0
"""Of an id_token; its refresh token works for 28 days."""


def by_password(http: Http, settings: OracleSettings, credentials: Credentials) -> Tokens:
    """Tokens for the API account; raises an `UpstreamError`, NotAsItIs for a password that is wrong or has expired."""
    verifier = secrets.token_urlsafe(64)
    cookies = _begin(http, settings, verifier)
    code = _code(http, settings, credentials, cookies)
    fields = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
    return _tokens(_ask(http, settings, fields))


def by_refresh(http: Http, settings: OracleSettings, refresh_token: str) -> Tokens:
    """Tokens for a refresh token, which may be used up by this whatever comes of it; raises an `UpstreamError`."""
    return _tokens(_ask(http, settings, {"grant_type": "refresh_token", "refresh_token": refresh_token}))


def _begin(http: Http, settings: OracleSettings, verifier: str) -> str:
    """Announces the sign-in; the cookies that the next step has to bring back, as one header's value."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = {
        "response_type": "code",
        "client_id": settings.client_id,
        "scope": "openid",
        "redirect_uri": REDIRECT,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    url = _url(settings, f"authorize?{urlencode(query)}")
    # It shows a page or points to one: what counts are the cookies.
    answer = http.send("GET", url, read=bytes, private=True, redirects_are_answers=True)
    jar: SimpleCookie = SimpleCookie()
    for cookie in answer.cookies:
        try:
            jar.load(cookie)
        except CookieError as error:
            raise answer.unreadable("its cookies cannot be read") from error
    return "; ".join(f"{name}={morsel.coded_value}" for name, morsel in jar.items())


def _code(http: Http, settings: OracleSettings, credentials: Credentials, cookies: str) -> str:
    form = {"username": settings.username, "password": credentials.password, "orgname": settings.org}
    headers = {**FORM, **({"Cookie": cookies} if cookies else {})}
    answer = http.send(
        "POST",
        _url(settings, "signin"),
        headers=headers,
        body=urlencode(form),
        private=True,
        redirects_are_answers=True,
    )
    told = answer.value if isinstance(answer.value, dict) else {}
    if told.get("nextOp") == "expired":
        raise NotAsItIs(f"{answer.call.name}: the password has expired. Somebody must set a new one at Oracle.")
    target = told.get("redirectUrl") or answer.headers.get("Location", "")
    code = parse_qs(urlsplit(target).query).get("code", [""])[0] if isinstance(target, str) else ""
    if told.get("success") is False or not code:
        raise NotAsItIs(f"{answer.call.name}: the sign-in was refused", status=answer.status)
    return code


def _ask(http: Http, settings: OracleSettings, fields: dict[str, str]) -> Answer:
    form = {"scope": "openid", "client_id": settings.client_id, "redirect_uri": REDIRECT, **fields}
    return http.send("POST", _url(settings, "token"), headers=FORM, body=urlencode(form), private=True)


def _url(settings: OracleSettings, path: str) -> str:
    return f"{settings.auth_url}/oidc-provider/v1/oauth2/{path}"


def _tokens(answer: Answer) -> Tokens:
    told = answer.value if isinstance(answer.value, dict) else {}
    id_token, refresh_token = told.get("id_token"), told.get("refresh_token")
    if not is_token(id_token):
        raise answer.unreadable("the answer holds no id_token")
    kept = str(refresh_token) if is_token(refresh_token) else ""
    return Tokens(str(id_token), kept, _lifetime_s(told.get("expires_in")))


def _lifetime_s(value: object) -> float:
    """`expires_in` comes as a number or as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9:
        return float(value)
    return USUAL_LIFETIME_S
