"""The one cookie of a signed-in browser, and the one that a sign-in form is bound to.

By TLS both carry the prefix __Host- (RFC 6265bis, section 4.1.3.2): no other host and no plain text can set them.
"""

import hmac
import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

SESSION: Final = "clockpost"
SIGN_IN: Final = "clockpost-sign-in"
LONGEST_TOKEN: Final = 100


def token_of(request: Request, *, secure: bool) -> str:
    """The session id that the browser brings, "" for none."""
    return request.cookies.get(_name(SESSION, secure=secure), "")[:LONGEST_TOKEN]


def set_token(response: Response, token: str, *, secure: bool) -> None:
    """Sign the browser in: until it is closed, or the session ends."""
    _set(response, SESSION, token, secure=secure)


def forget(response: Response, *, secure: bool) -> None:
    """Sign the browser out."""
    response.delete_cookie(_name(SESSION, secure=secure), path="/", secure=secure, httponly=True, samesite="strict")


class FormSeal:
    """Binds a sign-in form to the browser that asked for it: nobody can sign somebody else in as themselves."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def seal(self, request: Request, *, secure: bool) -> tuple[str, str]:
        """What the form carries, and the mark of the browser: a new one where it has none."""
        mark = self._mark(request, secure=secure) or secrets.token_urlsafe(24)
        return self._of(mark), mark

    def keep(self, response: Response, mark: str, *, secure: bool) -> None:
        """Give the browser its mark."""
        _set(response, SIGN_IN, mark, secure=secure)

    def fits(self, request: Request, sealed: str, *, secure: bool) -> bool:
        """Is it the form that this browser asked for?"""
        mark = self._mark(request, secure=secure)
        return bool(mark) and secrets.compare_digest(self._of(mark).encode(), sealed.encode())

    def _mark(self, request: Request, *, secure: bool) -> str:
        return request.cookies.get(_name(SIGN_IN, secure=secure), "")[:LONGEST_TOKEN]

    def _of(self, mark: str) -> str:
        return hmac.new(self._key, mark.encode("utf-8", "replace"), "sha256").hexdigest()


def _name(name: str, *, secure: bool) -> str:
    return f"__Host-{name}" if secure else name


def _set(response: Response, name: str, value: str, *, secure: bool) -> None:
    response.set_cookie(_name(name, secure=secure), value, path="/", secure=secure, httponly=True, samesite="strict")
