"""The thin layer on requests under every upstream: one request, one answer, or an error that says what it means.

Nothing is repeated here: what is sent again, and when, is decided by the outbox row, where it survives a restart.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from shared.clock import Reading
from shared.ports import Clock
from shared.upstream import outcome
from shared.upstream.call import Answer, Call
from shared.upstream.http_date import parse_http_date
from shared.upstream.transport import OneExchange, UpstreamAdapter, environment_of

REFUSAL_BYTES = 64 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OUR_HEADERS = {"User-Agent": "clockpost", "Accept": "application/json", "Accept-Encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """`connect_s` bounds each step of connecting, `answer_s` the whole answer from the request's last byte on."""

    connect_s: float = 5
    answer_s: float = 60
    pool_size: int = 32
    answer_bytes: int = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class UpstreamDate:
    """The upstream's clock, which tells whole seconds, beside ours when it was heard.

    It was written at some time of the `took_s` between the request and the end of its answer.
    """

    date: datetime
    told_at: Reading
    took_s: float = 0.0


def read_json(content: bytes) -> object:
    """The value of a JSON text; ValueError when it is none."""
    try:
        value: object = json.loads(content)
    except RecursionError as error:
        raise ValueError("JSON nested too deeply") from error
    return value


class Http:
    """Exchanges with one upstream system, from any number of threads at once."""

    def __init__(self, system: str, clock: Clock, limits: HttpLimits | None = None) -> None:
        self._system = system
        self._clock = clock
        self._limits = limits or HttpLimits()
        self._adapter = UpstreamAdapter(self._limits.pool_size)
        self._of_thread = threading.local()
        self._environments: dict[str, dict[str, Any]] = {}
        self._heard: tuple[str, Reading, float] | None = None

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
        read: Callable[[bytes], object] = read_json,
        secrets: tuple[str, ...] = (),
        private: bool = False,
        redirects_are_answers: bool = False,
    ) -> Answer:
        """Send one request and give back its answer, its content turned into a value by `read`.

        Raises an `UpstreamError` for everything but a 2xx that `read` can read (it raises ValueError otherwise).
        `secrets` are struck out of what errors show of the answer; of a `private` answer they show nothing.
        Where `redirects_are_answers`, a redirect is one, without a value; it is never followed.
        """
        call = Call(self._system, method, url, secrets, private)
        request = self._prepared(call, headers, body)
        began = self._clock.read()
        response = self._exchange(call, request)
        try:
            status = response.status_code
            cookies = tuple(response.raw.headers.getlist("Set-Cookie"))
            if redirects_are_answers and status in REDIRECTS:
                return Answer(call, status, None, b"", response.headers, cookies)
            if not 200 <= status < 300:
                refusal = self._refusal(response)
                raise outcome.of_status(call, status, response.headers, refusal, self._clock.read().wall)
            content = self._content(call, response)
        finally:
            response.close()
        value = None if status == 204 else self._value(call, status, content, read)
        self._hear(response.headers.get("Date"), began)
        return Answer(call, status, value, content, response.headers, cookies)

    @property
    def last_date(self) -> UpstreamDate | None:
        """The `Date` of the last good answer, from whatever thread."""
        heard = self._heard
        date = parse_http_date(heard[0]) if heard else None
        return UpstreamDate(date, heard[1], heard[2]) if heard and date else None

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._adapter.close()

    def _prepared(self, call: Call, headers: Mapping[str, str] | None, body: str | None) -> requests.PreparedRequest:
        # Not by the session: it would read ~/.netrc at each request and let it replace the Authorization header.
        request = requests.PreparedRequest()
        data = None if body is None else body.encode("utf-8")
        try:
            request.prepare(method=call.method, url=call.url, headers={**OUR_HEADERS, **(headers or {})}, data=data)
        except (requests.RequestException, ValueError) as error:
            raise outcome.of_unsendable(call, error) from error
        return request

    def _exchange(self, call: Call, request: requests.PreparedRequest) -> requests.Response:
        timeout = (self._limits.connect_s, self._limits.answer_s)
        try:
            return self._session().send(
                request, stream=True, allow_redirects=False, timeout=timeout, **self._environment(call.url)
            )
        except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
            cause = outcome.cause_of(error)
            raise outcome.of_failure(call, cause) from cause

    def _content(self, call: Call, response: requests.Response) -> bytes:
        limit = self._limits.answer_bytes
        try:
            content: bytes = response.raw.read(limit + 1, decode_content=True)
        except (HTTPError, OSError) as error:
            raise outcome.of_lost_answer(call, response.status_code, error) from error
        if len(content) > limit:
            raise outcome.of_content(call, response.status_code, f"with over {limit} bytes", content)
        return content

    def _refusal(self, response: requests.Response) -> bytes:
        try:
            content: bytes = response.raw.read(REFUSAL_BYTES, decode_content=True)
        except (HTTPError, OSError):
            return b""  # the status alone decides; its words are only for the desk
        return content

    def _value(self, call: Call, status: int, content: bytes, read: Callable[[bytes], object]) -> object:
        if not content.strip():
            raise outcome.of_content(call, status, "with nothing in it", content)
        try:
            return read(content)
        except ValueError as error:
            raise outcome.of_content(call, status, "not in its own format", content) from error

    def _hear(self, date: str | None, began: Reading) -> None:
        if date:
            now = self._clock.read()
            self._heard = (date, now, now.boottime_s - began.boottime_s)

    def _session(self) -> OneExchange:
        try:
            session: OneExchange = self._of_thread.session
        except AttributeError:
            session = self._of_thread.session = OneExchange(self._adapter)
        return session

    def _environment(self, url: str) -> dict[str, Any]:
        origin = "/".join(url.split("/", 3)[:3])
        if origin not in self._environments:
            self._environments[origin] = environment_of(url)
        return self._environments[origin]
