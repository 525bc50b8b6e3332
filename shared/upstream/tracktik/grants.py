"""The two grants of TrackTik's token endpoint: password and refresh.

Documents: support.tracktik.com articles 23505374605463 (password grant) and 23952249474839 (refresh, single use).
No `scope` is sent: it is configured on the client record (article 23672739298199).
"""

from urllib.parse import urlencode

from shared.upstream.call import Answer
from shared.upstream.http import Http
from shared.upstream.sign_in_record import Tokens, is_token
from shared.upstream.tracktik.credentials import Credentials
from shared.upstream.tracktik.settings import TrackTikSettings

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
USUAL_LIFETIME_S = 3600.0


def by_password(http: Http, settings: TrackTikSettings, credentials: Credentials) -> Tokens:
    """Tokens for the service user; raises an `UpstreamError`."""
    fields = {"grant_type": "password", "username": settings.username, "password": credentials.password}
    return _ask(http, settings, credentials, fields)


def by_refresh(http: Http, settings: TrackTikSettings, credentials: Credentials, refresh_token: str) -> Tokens:
    """Tokens for a refresh token, which is used up by this whatever comes of it; raises an `UpstreamError`."""
    fields = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return _ask(http, settings, credentials, fields)


def _ask(http: Http, settings: TrackTikSettings, credentials: Credentials, fields: dict[str, str]) -> Tokens:
    form = {**fields, "client_id": settings.client_id, "client_secret": credentials.client_secret}
    answer = http.send("POST", settings.token_url, headers=FORM, body=urlencode(form), private=True)
    return _tokens(answer)


def _tokens(answer: Answer) -> Tokens:
    told = answer.value if isinstance(answer.value, dict) else {}
    access_token, refresh_token = told.get("access_token"), told.get("refresh_token")
    if not is_token(access_token):
        raise answer.unreadable("the answer holds no access_token")
    return Tokens(
        access_token=str(access_token),
        refresh_token=str(refresh_token) if is_token(refresh_token) else "",
        lifetime_s=_lifetime_s(told.get("expires_in")),
    )


def _lifetime_s(value: object) -> float:
    """Clients report 3600 s; no page of the vendor promises that `expires_in` is there."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9:
        return float(value)
    return USUAL_LIFETIME_S
