"""Signed-in calls to TrackTik's API: a token on each, a second try after a 401, lists read to their end."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlencode

from shared.upstream.call import Answer
from shared.upstream.errors import NotAllowed, TryLater
from shared.upstream.http import Http
from shared.upstream.tracktik import records
from shared.upstream.tracktik.fields import Misread, Row
from shared.upstream.tracktik.pages import LARGEST_LIMIT, read_all
from shared.upstream.tracktik.records import Page
from shared.upstream.tracktik.sign_in import SignIn

# "Too many requests in the past minute ... wait one minute" (HTTP Status Codes, 23703421113239).
WAIT_AFTER_429_S = 60.0

Value = TypeVar("Value")
Query = Mapping[str, str | int]


class Api:
    """Calls below `base_url`; every one may raise an `UpstreamError`."""

    def __init__(self, base_url: str, http: Http, sign_in: SignIn) -> None:
        self._base_url = base_url.rstrip("/")
        self._http = http
        self._sign_in = sign_in

    def call(self, method: str, path: str, *, query: Query | None = None, body: str | None = None) -> Answer:
        """One call. A 401 says that it was not carried out, so it is made once more with a new token."""
        url = f"{self._base_url}{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            return self._signed_in(method, url, body)
        except TryLater as later:
            if later.retry_after_s is None:
                later.retry_after_s = WAIT_AFTER_429_S
            raise

    def rows(self, path: str, query: Query, read: Callable[[Row], Value]) -> tuple[list[Value], Answer]:
        """A whole list, and the answer that ended it; Unreadable when one row cannot be read or one is missing."""
        answers: list[Answer] = []

        def page_at(offset: int) -> Page:
            answers.append(self.call("GET", path, query={**query, "limit": LARGEST_LIMIT, "offset": offset}))
            return records.page_in(answers[-1].value)

        try:
            return read_all(page_at, read), answers[-1]
        except Misread as error:
            raise answers[-1].unreadable(str(error)) from error

    def _signed_in(self, method: str, url: str, body: str | None) -> Answer:
        token = self._sign_in.token()
        try:
            return self._send(method, url, body, token)
        except NotAllowed as refused:
            if refused.status != 401:
                raise
        return self._send(method, url, body, self._sign_in.another_token(token))

    def _send(self, method: str, url: str, body: str | None, token: str) -> Answer:
        headers = {"Authorization": f"Bearer {token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self._http.send(method, url, headers=headers, body=body, secrets=(token,))


def read_row(answer: Answer, read: Callable[[Row], Value]) -> Value | None:
    """The record of an answer as `read` turns it into a value, or None where the answer has none in it."""
    try:
        row = records.row_in(answer.value)
        return None if row is None else read(row)
    except Misread as error:
        raise answer.unreadable(str(error)) from error
