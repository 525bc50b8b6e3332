"""What stands around every answer: headers that bind the browser, and who may speak to us at all.

Sources: OWASP's HTTP headers cheat sheet; the Content Security Policy Level 3 document for the directives.
"""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

Network = IPv4Network | IPv6Network

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " manifest-src 'self'; media-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
ALWAYS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Without any referrer a browser sends "Origin: null" with a form, and our own forms would be refused.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
HSTS: Final = "max-age=31536000"


def bound(app: ASGIApp, *, secure: bool) -> ASGIApp:
    """The application, each of its answers with the headers; pages are not stored unless they say otherwise."""
    always = {**ALWAYS, **({"strict-transport-security": HSTS} if secure else {})}

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in always.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await app(scope, receive, with_headers if scope["type"] == "http" else send)

    return answer


def behind(app: ASGIApp, proxies: Sequence[Network]) -> ASGIApp:
    """The application for whoever comes through one of these proxies by TLS; others are refused."""
    told = ProxyHeadersMiddleware(app, trusted_hosts=[str(one) for one in proxies])  # type: ignore[arg-type]

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not (_is_among(scope, proxies) and _came_by_tls(scope)):
            await _refuse(send)
            return
        await told(scope, receive, send)  # type: ignore[arg-type]

    return answer


def _is_among(scope: Scope, proxies: Sequence[Network]) -> bool:
    client = scope.get("client")
    try:
        return client is not None and any(ip_address(client[0]) in proxy for proxy in proxies)
    except ValueError:
        return False


def _came_by_tls(scope: Scope) -> bool:
    told = [value for name, value in scope["headers"] if name == b"x-forwarded-proto"]
    return told == [b"https"]


async def _refuse(send: Send) -> None:
    body = b"Only by TLS, through the proxy of board.behind_proxy.\n"
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
