"""What the twilio library sends its requests through: our own HTTP layer.

The library's own client waits for ever by default, knows one time-out per packet, and leaves what requests raises to
its callers. Ours bounds the whole answer and raises the `UpstreamError` that says what a failure means.
"""

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlencode

from twilio.http.response import Response

from shared.upstream.errors import NotReached
from shared.upstream.http import Http


def authorization(account_sid: str, token: str) -> str:
    """The header of HTTP's Basic sign-in."""
    return "Basic " + b64encode(f"{account_sid}:{token}".encode()).decode("ascii")


class TwilioTransport:
    """Stands where the library expects its `HttpClient`. Every request is signed in with `signed_in`.

    Only addresses under `base_url` are asked, whatever address of the next page an answer names: the token travels.
    """

    is_async = False

    def __init__(self, http: Http, base_url: str, signed_in: str) -> None:
        self._http = http
        self._base_url = base_url
        self._signed_in = signed_in

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> Response:
        """One request, one 2xx answer with JSON in it; raises an `UpstreamError` for everything else."""
        if not url.startswith(self._base_url + "/"):
            raise NotReached(f"Twilio {method}: not asked at an address outside {self._base_url}")
        query = urlencode(params or {})
        answer = self._http.send(
            method,
            f"{url}{'&' if '?' in url else '?'}{query}" if query else url,
            headers={**(headers or {}), "Authorization": self._signed_in},
            body=urlencode(data) if data else None,
            secrets=(self._signed_in,),
        )
        return Response(answer.status, answer.content.decode("utf-8"), answer.headers)
