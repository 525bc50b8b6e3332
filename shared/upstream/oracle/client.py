"""Oracle's time cards as the rest of Clockpost sees them. Connects at the first call."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from shared.ports import Clock
from shared.upstream.call import Answer
from shared.upstream.errors import NotAllowed, NotAsItIs
from shared.upstream.http import Http, HttpLimits, UpstreamDate
from shared.upstream.oracle import dimensions, records
from shared.upstream.oracle.credentials import SYSTEM
from shared.upstream.oracle.fields import Misread
from shared.upstream.oracle.query import TimeCardQuery, check_lengths
from shared.upstream.oracle.records import TimeCards
from shared.upstream.oracle.settings import OracleSettings
from shared.upstream.oracle.sign_in import SignIn
from shared.upstream.sign_in_record import SignInMemory

Value = TypeVar("Value")


class Oracle:
    """Every call may raise an `UpstreamError`. One at a time: no limit of its rate is documented."""

    def __init__(self, settings: OracleSettings, clock: Clock, memory: SignInMemory) -> None:
        self._settings = replace(
            settings, base_url=settings.base_url.rstrip("/"), auth_url=settings.auth_url.rstrip("/")
        )
        limits = HttpLimits(connect_s=settings.connect_timeout_s, answer_s=settings.read_timeout_s, pool_size=2)
        self._http = Http(SYSTEM, clock, limits)
        self._sign_in = SignIn(self._settings, self._http, clock, memory)
        self._one_at_a_time = threading.Lock()

    def time_cards(self, query: TimeCardQuery) -> TimeCards:
        """The cards that the question is about; those that cannot be read are listed."""
        return self._read("getTimeCardDetails", query.body(self._settings.application_name), records.time_cards)

    def locations(self) -> list[dimensions.Location]:
        """The organisation's locations, by whose reference everything else is asked."""
        return self._read("getLocationDimensions", {}, dimensions.locations)

    def employees(self, location: str) -> list[dimensions.Employee]:
        """Who has which numbers at a location."""
        return self._read("getEmployeeDimensions", self._at(location), dimensions.employees)

    def job_codes(self, location: str) -> list[dimensions.Named]:
        """What the job codes of a location are called."""
        return self._read("getJobCodeDimensions", self._at(location), dimensions.job_codes)

    def revenue_centres(self, location: str) -> list[dimensions.Named]:
        """What the revenue centres of a location are called."""
        return self._read("getRevenueCenterDimensions", self._at(location), dimensions.revenue_centres)

    @property
    def last_date(self) -> UpstreamDate | None:
        """Oracle's clock at its last good answer, beside ours."""
        return self._http.last_date

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._http.close()

    def _at(self, location: str) -> dict[str, object]:
        body: dict[str, object] = {"applicationName": self._settings.application_name, "locRef": location}
        check_lengths(body)
        return body

    def _read(self, operation: str, body: dict[str, object], read: Callable[[object], Value]) -> Value:
        with self._one_at_a_time:
            answer = self._call(operation, json.dumps(body))
        try:
            return read(answer.value)
        except Misread as error:
            raise answer.unreadable(str(error)) from error

    def _call(self, operation: str, body: str) -> Answer:
        """A 401 says that nothing was read, so it is asked once more with a new token."""
        token = self._sign_in.token()
        try:
            return self._send(operation, body, token)
        except NotAllowed as refused:
            if refused.status != 401:
                raise
        return self._send(operation, body, self._sign_in.another_token(token))

    def _send(self, operation: str, body: str, token: str) -> Answer:
        url = f"{self._settings.base_url}/bi/v1/{self._settings.org}/{operation}"
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            return self._http.send("POST", url, headers=headers, body=body, secrets=(token,))
        except NotAsItIs as refused:
            raise _explained(operation, refused) from refused


def _explained(operation: str, refused: NotAsItIs) -> NotAsItIs:
    """The same refusal with Oracle's own code and words: `{type, title, detail, "o:errorCode"}`."""
    try:
        told = json.loads(refused.answer)
    except ValueError:
        return refused
    if not isinstance(told, dict):
        return refused
    words = " ".join(str(told[name]) for name in ("o:errorCode", "title", "detail") if told.get(name))
    if not words:
        return refused
    message = f"{SYSTEM} {operation}: refused, {words[:300].rstrip('.')}. Correct the settings under upstream.oracle."
    return NotAsItIs(message, status=refused.status, answer=refused.answer)
