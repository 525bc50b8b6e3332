"""Signing in: the password and refresh_token grants, tokens, and the lock-out of an address.

POST /rest/oauth2/access_token, outside /v1. Facts from support.tracktik.com: password grant (article
23505374605463), single-use refresh tokens (23952249474839), `scope` is not sent (23672739298199), and 40 failed
attempts from one address in under two minutes lock it out of all authentication for two hours (23794537688471).
"""

import base64
import json
import secrets
from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.clock import new_id
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.world import Credentials

FAILURES_TO_LOCK = 40
FAILURE_WINDOW = timedelta(minutes=2)


class Lockout:
    """Counts failed attempts by address."""

    def __init__(self) -> None:
        self._failures: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._locked_at: dict[str, datetime] = {}

    def is_locked(self, address: str, now: datetime, lock_s: int) -> bool:
        """Whether this address is shut out at `now`, `lock_s` seconds being the length of a lock-out."""
        locked_at = self._locked_at.get(address)
        if locked_at is None:
            return False
        if now < locked_at + timedelta(seconds=lock_s):
            return True
        del self._locked_at[address]
        return False

    def failed(self, address: str, now: datetime) -> None:
        """One more failed attempt; the fortieth within two minutes locks."""
        failures = self._failures[address]
        failures.append(now)
        while failures[0] <= now - FAILURE_WINDOW:
            failures.popleft()
        if len(failures) >= FAILURES_TO_LOCK:
            self._locked_at[address] = now
            failures.clear()


class Tokens:
    """The access and refresh tokens that are good."""

    def __init__(self) -> None:
        self._access: dict[str, datetime] = {}
        self._refresh: set[str] = set()

    def grant(self, fields: Mapping[str, str], known: Credentials, now: datetime, lifetime_s: int) -> dict[str, Any]:
        """The answer to a request for a token; raises `Rejected` (400 for its form, 401 for what it claims)."""
        _check_form(fields)
        if (fields["client_id"], fields["client_secret"]) != (known.client_id, known.client_secret):
            raise Rejected(401, "invalid_client: no client has this client_id and client_secret.")
        if fields["grant_type"] == "refresh_token":
            self._use_up(fields["refresh_token"])
        elif (fields["username"], fields["password"]) != (known.username, known.password):
            raise Rejected(401, "invalid_credentials: the user credentials were incorrect.")
        return self._issue(known, now, lifetime_s)

    def check(self, authorization: str | None, now: datetime) -> None:
        """Raises `Rejected` unless the Authorization header bears a good access token."""
        scheme, _, token = (authorization or "").partition(" ")
        expires = self._access.get(token)
        if scheme != "Bearer" or expires is None or now >= expires:
            raise Rejected(401, "The access token is missing, expired or invalid.")

    def expire(self, *, refresh_too: bool) -> int:
        """No access token is good any more (nor any refresh token); returns how many were."""
        count = len(self._access)
        self._access.clear()
        if refresh_too:
            self._refresh.clear()
        return count

    def snapshot(self) -> dict[str, Any]:
        """For the state file."""
        return {
            "access": {token: expires.isoformat() for token, expires in self._access.items()},
            "refresh": sorted(self._refresh),
        }

    def restore(self, data: Mapping[str, Any]) -> None:
        """From the state file."""
        self._access = {token: datetime.fromisoformat(text) for token, text in data["access"].items()}
        self._refresh = set(data["refresh"])

    def _use_up(self, refresh_token: str) -> None:
        if refresh_token not in self._refresh:
            raise Rejected(401, "invalid_grant: the refresh token is invalid or was used before.")
        self._refresh.remove(refresh_token)

    def _issue(self, known: Credentials, now: datetime, lifetime_s: int) -> dict[str, Any]:
        self._access = {token: expires for token, expires in self._access.items() if expires > now}
        expires = now + timedelta(seconds=lifetime_s)
        access, refresh = _jwt(known, now, expires), f"def5{secrets.token_hex(60)}"
        self._access[access] = expires
        self._refresh.add(refresh)
        return {
            "token_type": "Bearer",
            "expires_in": lifetime_s,
            "access_token": access,
            "refresh_token": refresh,
        }


def _check_form(fields: Mapping[str, str]) -> None:
    needed = {"password": ("username", "password"), "refresh_token": ("refresh_token",)}
    grant = fields.get("grant_type", "")
    if grant not in needed:
        raise Rejected(400, f"unsupported_grant_type: {grant!r}; use password or refresh_token.")
    missing = [name for name in ("client_id", "client_secret", *needed[grant]) if not fields.get(name)]
    if missing:
        raise Rejected(400, f"invalid_request: {', '.join(missing)} missing.")
    if "scope" in fields:
        raise Rejected(400, "invalid_scope: the scopes belong to the client's record and are not requested.")


def _jwt(known: Credentials, now: datetime, expires: datetime) -> str:
    issued = int(now.timestamp())
    claims = {"aud": known.client_id, "jti": new_id(now), "iat": issued, "nbf": issued}
    claims |= {"exp": int(expires.timestamp()), "sub": known.username, "scopes": []}
    head = {"typ": "JWT", "alg": "RS256"}
    return ".".join([_part(head), _part(claims), secrets.token_urlsafe(256)])


def _part(data: object) -> str:
    text = json.dumps(data, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode("ascii")
