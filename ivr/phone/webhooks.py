"""Twilio's side of HTTP: signed requests, 15 seconds for an answer, one more try when the connection fails.

Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides (the defaults), errors 11200 and 11205
"""

from dataclasses import dataclass
from types import TracebackType

import requests
import urllib3

from ivr.phone.faults import NO_ANSWER, RETRIEVAL, Fault, NoDocument
from ivr.phone.route import Route, as_sent, credentials_in
from ivr.phone.settings import Settings
from ivr.phone.signing import Fields, with_port_as, without_credentials
from ivr.phone.twiml_reader import LARGEST_BYTES
from shared.clock import SystemClock, new_id

TRIES = 2
SHORTEST_S = 0.001
FORM = "application/x-www-form-urlencoded; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; of the body no more than what shows that it is too large."""

    status: int
    content_type: str
    body: bytes


class Webhooks:
    """The requests of one call: they share cookies, as Twilio's do. A context manager."""

    def __init__(self, settings: Settings, clock: SystemClock) -> None:
        self._settings = settings
        self._clock = clock
        self._route = Route.between(settings.signed_url, settings.url)
        self._session = requests.Session()
        self._session.trust_env = False

    def __enter__(self) -> "Webhooks":
        """Ready to send."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Lets go of the connections."""
        self._session.close()

    def send(self, address: str, method: str, fields: Fields) -> list[Answer]:
        """The answer to one webhook; two of them where every request is repeated. Raises NoDocument without one.

        `address` is absolute and the one Twilio knows. A GET carries `fields` in its query.
        """
        headers = {"I-Twilio-Idempotency-Token": new_id(self._clock.now())}
        times = 2 if self._settings.repeat_every_request else 1
        return [self._with_retry(address, method, fields, headers) for _ in range(times)]

    def _with_retry(self, address: str, method: str, fields: Fields, headers: dict[str, str]) -> Answer:
        began_s = self._clock.boottime_s()
        shown = without_credentials(address)
        for attempt in range(1, TRIES + 1):
            rest_s = max(self._settings.answer_limit_s - (self._clock.boottime_s() - began_s), SHORTEST_S)
            try:
                answer = self._once(address, method, fields, headers, rest_s)
            except requests.RequestException as error:
                late = self._clock.boottime_s() - began_s >= self._settings.answer_limit_s
                if _is_connection_failure(error) and not late and attempt < TRIES:
                    continue
                raise NoDocument(Fault(*self._explained(error, late=late), shown)) from error
            if self._clock.boottime_s() - began_s >= self._settings.answer_limit_s:
                raise NoDocument(Fault(NO_ANSWER, self._too_late(), shown))
            return answer
        raise AssertionError("the last try answers or raises")

    def _once(self, address: str, method: str, fields: Fields, headers: dict[str, str], rest_s: float) -> Answer:
        in_query, in_body = (list(fields), []) if method == "GET" else ([], list(fields))
        signed = as_sent(address, in_query)
        limits = urllib3.Timeout(connect=min(self._settings.connect_limit_s, rest_s), total=rest_s)
        with self._session.request(
            method,
            self._route.local(signed),
            data=in_body or None,
            headers={**self._headers(signed, in_body), **headers},
            auth=credentials_in(address),
            timeout=limits,  # type: ignore[arg-type]  # requests passes urllib3's own limits on
            allow_redirects=False,
            stream=True,
        ) as response:
            body = _beginning(response)
        return Answer(response.status_code, response.headers.get("Content-Type", ""), body)

    def _headers(self, signed: str, in_body: Fields) -> dict[str, str]:
        headers = {"User-Agent": "TwilioProxy/1.1", "Accept": "*/*"}
        if in_body:
            headers["Content-Type"] = FORM
        if self._settings.signer is not None:
            known_as = with_port_as(without_credentials(signed), self._settings.port_signed)
            headers |= self._settings.signer.headers(known_as, in_body)
        return headers

    def _explained(self, error: requests.RequestException, *, late: bool) -> tuple[int, str]:
        if late or isinstance(error, requests.ReadTimeout):
            return NO_ANSWER, self._too_late()
        if isinstance(error, requests.ConnectionError):
            return NO_ANSWER, "nothing answers there, or the connection broke"
        return RETRIEVAL, f"no request can be made of this address, or no sense of its answer: {type(error).__name__}"

    def _too_late(self) -> str:
        return f"no whole answer in {self._settings.answer_limit_s:g} s"


def _is_connection_failure(error: requests.RequestException) -> bool:
    """Whether it is tried once more. A connection that breaks before the answer counts: the line may get it twice."""
    return isinstance(error, requests.ConnectionError)


def _beginning(response: requests.Response) -> bytes:
    """The body, cut off where it is larger than any document may be."""
    body = b""
    for piece in response.iter_content(LARGEST_BYTES):
        body += piece
        if len(body) > LARGEST_BYTES:
            break
    return body[: LARGEST_BYTES + 1]
