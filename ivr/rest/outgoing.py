"""Calls and messages that we place at Twilio: placed, read again, and looked for.

Rule 1: what is looked for is listed by To and From alone and compared here. Twilio's filters by time know days, and
        leave out what it has not dialled or sent yet.
Rule 2: numbers and texts go into requests and nowhere else. An error keeps Twilio's code, not its sentence, which
        repeats the number.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from twilio.rest import Client

from ivr.rest import facts
from ivr.rest.facts import Placed
from ivr.rest.understood import understood
from shared.domain.chase_attempt import Way
from shared.upstream.errors import NotAsItIs, Unreadable, UpstreamError

RING_S: Final = 30
LONGEST_CALL_S: Final = 120
"""A mailbox would listen for minutes."""
PAGE_ROWS: Final = 50
MOST_PAGES: Final = 20
OUTBOUND: Final = "outbound-api"
"""The direction of what was placed by a request, and not by a person or another call."""
_CODE: Final = re.compile(r'"code"\s*:\s*(\d{5})\b')


class Outgoing:
    """What one account places. Every method may raise an `UpstreamError`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def call(self, number: str, from_number: str, twiml: str) -> Placed:
        """Ring `number` and play `twiml` (at most 4,000 letters) to whoever answers."""
        with understood("its answer to a call"):
            told = self._client.calls.create(
                to=number, from_=from_number, twiml=twiml, timeout=RING_S, time_limit=LONGEST_CALL_S
            )
            return facts.placed(told)

    def message(self, number: str, from_number: str, body: str) -> Placed:
        """Send a short message."""
        with understood("its answer to a message"):
            return facts.placed(self._client.messages.create(to=number, from_=from_number, body=body))

    def read(self, way: Way, sid: str) -> Placed | None:
        """What was placed as it stands now; None where Twilio has it no more."""
        try:
            with understood("its call" if way is Way.CALL else "its message"):
                found: Any = self._client.calls(sid) if way is Way.CALL else self._client.messages(sid)
                return facts.placed(found.fetch())
        except NotAsItIs as error:
            if error.status != 404:
                raise
            return None

    def since(self, way: Way, number: str, from_number: str, since: datetime) -> Iterator[Placed]:
        """What was placed by requests to `number` since (UTC), newest first. What has no time yet is among it."""
        what = "its list of calls" if way is Way.CALL else "its list of messages"
        with understood(what):
            asked: Any = self._client.calls if way is Way.CALL else self._client.messages
            page = asked.page(to=number, from_=from_number, page_size=PAGE_ROWS)
        for _ in range(MOST_PAGES):
            with understood(what):
                found = [facts.placed(item) for item in page]
            for placed in found:
                if placed.created_at is not None and placed.created_at < since:
                    return
                if placed.direction == OUTBOUND:
                    yield placed
            with understood(what):
                page = page.next_page()
            if page is None:
                return
        raise Unreadable(f"Twilio: {what} has no end within {MOST_PAGES} pages.")


def code_of(error: UpstreamError) -> str:
    """Twilio's five digits for what it refused, "" where it gave none."""
    try:
        told = json.loads(error.answer)
    except ValueError:
        found = _CODE.search(error.answer)
        return found[1] if found else ""
    code = told.get("code") if isinstance(told, dict) else None
    return str(code) if isinstance(code, int) else ""
