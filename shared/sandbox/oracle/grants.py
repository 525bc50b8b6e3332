"""The headless sign-in: authorization code with PKCE (RFC 7636), single-use codes, id, access and refresh tokens.

Tokens remember when they were issued; how long they are good is asked with every use, so that a lifetime which is
shortened ends the tokens that are out.
"""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.clock import new_id
from shared.sandbox.oracle.rejected import NoGrant
from shared.sandbox.oracle.sign_in_switches import AccessToken, ExpiresIn, RefreshField, Rotation, SignInSwitches
from shared.sandbox.oracle.world import Account

VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")
CHALLENGE = re.compile(r"[A-Za-z0-9\-_]{43}")
COOKIE = "OIDC_SESSION"
FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """An authorize request that waits for a sign-in (by its cookie), or for its code to be used."""

    challenge: str
    redirect_uri: str
    since: datetime


class Grants:
    """What was asked, and which codes and tokens are out."""

    def __init__(self) -> None:
        self._asked: dict[str, Asked] = {}
        self._codes: dict[str, Asked] = {}
        self._tokens: dict[str, tuple[str, datetime]] = {}  # the kind (id, access, refresh) and when

    def __len__(self) -> int:
        """How many id tokens are out."""
        return sum(kind == "id" for kind, _ in self._tokens.values())

    def ask(self, query: Mapping[str, str], account: Account, now: datetime) -> str:
        """An authorize request; returns the cookie it is known by. Raises `NoGrant`."""
        if query.get("client_id") != account.client_id:
            raise NoGrant("unauthorized_client", "The client is not known.")
        if query.get("response_type") != "code":
            raise NoGrant("unsupported_response_type", "response_type is code.")
        if "openid" not in query.get("scope", "").split():
            raise NoGrant("invalid_scope", "scope holds openid.")
        if query.get("redirect_uri") != account.redirect_uri:
            raise NoGrant("invalid_request", f"redirect_uri is {account.redirect_uri}.")
        challenge = query.get("code_challenge", "")
        if query.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(challenge):
            raise NoGrant("invalid_request", "code_challenge is a SHA-256 in 43 letters, its method S256.")
        cookie = secrets.token_urlsafe(24)
        self._asked = {key: asked for key, asked in self._asked.items() if now - asked.since < FORGOTTEN_AFTER}
        self._asked[cookie] = Asked(challenge, account.redirect_uri, now)
        return cookie

    def is_asked(self, cookie: str) -> bool:
        """Whether a cookie belongs to an authorize request that waits for a sign-in."""
        return cookie in self._asked

    def sign_in(self, cookie: str, now: datetime) -> str:
        """The address with the code that a good sign-in leads to."""
        asked = self._asked.pop(cookie)
        code = secrets.token_urlsafe(24)
        self._codes[code] = Asked(asked.challenge, asked.redirect_uri, now)
        return f"{asked.redirect_uri}?code={code}"

    def exchange(
        self, fields: Mapping[str, str], account: Account, now: datetime, switches: SignInSwitches
    ) -> dict[str, Any]:
        """The answer to a request for tokens; raises `NoGrant`."""
        if fields.get("client_id") != account.client_id:
            raise NoGrant("invalid_client", "The client is not known.")
        grant = fields.get("grant_type")
        if grant == "authorization_code":
            self._use_code(fields, now, switches)
            return self._issue(account, now, switches, None)
        if grant == "refresh_token":
            return self._issue(account, now, switches, self._used_refresh(fields, now, switches))
        raise NoGrant("unsupported_grant_type", "grant_type is authorization_code or refresh_token.")

    def is_good(self, token: str, now: datetime, switches: SignInSwitches) -> bool:
        """Whether a token opens the API: the id_token does."""
        kind, since = self._tokens.get(token, ("", now))
        is_taken = kind == "id" or (kind == "access" and switches.access_token is AccessToken.TAKEN)
        return is_taken and now < since + timedelta(seconds=switches.id_token_s)

    def expire(self, *, refresh_too: bool) -> int:
        """No token for the API is good any more (nor any refresh token); returns how many id tokens there were."""
        count = len(self)
        kept = {} if refresh_too else {token: it for token, it in self._tokens.items() if it[0] == "refresh"}
        self._tokens = kept
        return count

    def end_all(self) -> None:
        """Forgets everybody."""
        self._asked.clear()
        self._codes.clear()
        self._tokens.clear()

    def snapshot(self) -> dict[str, Any]:
        """For the state file. Sign-ins that are half done are not kept."""
        return {token: [kind, since.isoformat()] for token, (kind, since) in self._tokens.items()}

    def restore(self, data: Mapping[str, Any]) -> None:
        """From the state file."""
        self._tokens = {token: (kind, datetime.fromisoformat(since)) for token, (kind, since) in data.items()}

    def _use_code(self, fields: Mapping[str, str], now: datetime, switches: SignInSwitches) -> None:
        asked = self._codes.pop(fields.get("code", ""), None)
        if asked is None or now >= asked.since + timedelta(seconds=switches.code_s):
            raise NoGrant("invalid_grant", "The code is unknown, used or too old.")
        verifier = fields.get("code_verifier", "")
        if not VERIFIER.fullmatch(verifier) or _challenge_of(verifier) != asked.challenge:
            raise NoGrant("invalid_grant", "code_verifier has 43 to 128 letters and fits the challenge.")
        if fields.get("redirect_uri") != asked.redirect_uri:
            raise NoGrant("invalid_grant", "redirect_uri is that of the authorize request.")

    def _used_refresh(self, fields: Mapping[str, str], now: datetime, switches: SignInSwitches) -> str:
        names = ["refresh_token", "code"]
        if switches.refresh_field is not RefreshField.EITHER:
            names = [switches.refresh_field.value]
        token = next((fields[name] for name in names if fields.get(name)), "")
        kind, since = self._tokens.get(token, ("", now))
        if kind != "refresh" or now >= since + timedelta(seconds=switches.refresh_token_s):
            raise NoGrant("invalid_grant", "The refresh token is unknown, used or too old.")
        return token

    def _issue(self, account: Account, now: datetime, switches: SignInSwitches, used: str | None) -> dict[str, Any]:
        granted = {"id_token": _jwt(account, now, switches.id_token_s), "access_token": secrets.token_urlsafe(48)}
        refresh = _refresh_token(used, switches.refresh_rotation)
        if used is not None and refresh is not None and refresh != used:
            del self._tokens[used]
        if refresh is not None and refresh != used:
            self._tokens[refresh] = ("refresh", now)
        self._tokens[granted["id_token"]] = ("id", now)
        self._tokens[granted["access_token"]] = ("access", now)
        expires_in: int | str = switches.id_token_s
        if switches.expires_in is ExpiresIn.STRING:
            expires_in = str(expires_in)
        told = {"token_type": "Bearer", "scope": "openid", "expires_in": expires_in, **granted}
        return told if refresh is None else {**told, "refresh_token": refresh}


def _refresh_token(used: str | None, rotation: Rotation) -> str | None:
    if used is not None and rotation is Rotation.SAME:
        return used
    if used is not None and rotation is Rotation.LEFT_OUT:
        return None
    return secrets.token_urlsafe(48)


def _challenge_of(verifier: str) -> str:
    return _base64(hashlib.sha256(verifier.encode("ascii")).digest())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _jwt(account: Account, now: datetime, lifetime_s: int) -> str:
    issued = int(now.timestamp())
    claims = {"sub": account.username, "aud": account.client_id, "tenant": account.org, "jti": new_id(now)}
    times = {"iat": issued, "exp": issued + lifetime_s}
    parts = [
        json.dumps(part, separators=(",", ":")).encode() for part in ({"typ": "JWT", "alg": "RS256"}, claims | times)
    ]
    return ".".join([*map(_base64, parts), secrets.token_urlsafe(256)])
