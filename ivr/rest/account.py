"""The Twilio account of the settings, asked through Twilio's library.

Every method raises an `UpstreamError` where there is no answer that can be used; none of them holds the token.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from twilio.rest import Client

from ivr.rest import facts
from ivr.rest.facts import AccountFacts, NumberSetup, PhoneCall, Recorded
from ivr.rest.outgoing import Outgoing
from ivr.rest.transport import TwilioTransport, authorization
from ivr.rest.understood import understood
from shared.config.ivr import Ivr
from shared.ports import Clock
from shared.upstream.errors import NotAllowed, NotAsItIs
from shared.upstream.http import Http, HttpLimits

LIMITS = HttpLimits(connect_s=5, answer_s=30, pool_size=2)
SOUND_TYPES = ("audio/mpeg", "audio/mp3", "audio/x-mpeg")
PAGE_ROWS = 100


class Account:
    """One account. `with` closes its connections. `outgoing` places calls and messages."""

    def __init__(self, settings: Ivr, token: str, clock: Clock, limits: HttpLimits = LIMITS) -> None:
        self._http = Http("Twilio", clock, limits)
        base_url = str(settings.api_base_url).rstrip("/")
        self._signed_in = authorization(settings.account_sid, token)
        transport: Any = TwilioTransport(self._http, base_url, self._signed_in)
        # An edge or a region of the environment would rewrite the address that the settings name.
        environment = {"TWILIO_EDGE": "", "TWILIO_REGION": ""}
        self._client = Client(settings.account_sid, token, http_client=transport, environment=environment)
        self._client.api.base_url = base_url
        self.outgoing = Outgoing(self._client)
        self._sounds_url = f"{base_url}/2010-04-01/Accounts/{settings.account_sid}/Recordings/"
        self._account_sid = settings.account_sid

    def __enter__(self) -> "Account":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def facts(self) -> AccountFacts:
        """What kind of account it is."""
        with understood("its account"):
            return facts.account_facts(self._client.api.accounts(self._account_sid).fetch())

    def numbers(self) -> list[NumberSetup]:
        """Every number of the account."""
        with understood("its list of numbers"):
            return [facts.number_setup(told) for told in self._client.incoming_phone_numbers.list(page_size=PAGE_ROWS)]

    def number(self, sid: str) -> NumberSetup:
        """One number as it stands now."""
        with understood("its number"):
            return facts.number_setup(self._client.incoming_phone_numbers(sid).fetch())

    def change_number(self, sid: str, changes: dict[str, str]) -> None:
        """Change the named settings of a number. Names are those of the library's `update`."""
        with understood("its changed number"):
            self._client.incoming_phone_numbers(sid).update(**changes)

    def recordings(self, since: datetime) -> Iterator[Recorded]:
        """What was recorded since (UTC), newest first, fetched page by page while it is read."""
        told: set[str] = set()
        with understood("its list of recordings"):
            page = self._client.recordings.page(date_created_after=since, page_size=PAGE_ROWS)
        while page is not None:
            with understood("its list of recordings"):
                found = [facts.recorded(item) for item in page]
            fresh = [recorded for recorded in found if recorded.sid not in told]
            if not fresh:
                return
            yield from fresh
            told.update(recorded.sid for recorded in fresh)
            with understood("its list of recordings"):
                page = page.next_page()

    def recording(self, sid: str) -> Recorded | None:
        """One recording, or None where Twilio has it no more."""
        try:
            with understood("its recording"):
                return facts.recorded(self._client.recordings(sid).fetch())
        except NotAsItIs as error:
            if error.status != 404:
                raise
            return None

    def call(self, sid: str) -> PhoneCall | None:
        """One call, or None where Twilio has it no more."""
        try:
            with understood("its call"):
                return facts.phone_call(self._client.calls(sid).fetch())
        except NotAsItIs as error:
            if error.status != 404:
                raise
            return None

    def sound(self, recording: str) -> bytes:
        """The sound of a recording, as MP3: its address with `.mp3`. Raises NotAsItIs (404) where there is none."""
        answer = self._http.send(
            "GET",
            f"{self._sounds_url}{recording}.mp3",
            headers={"Authorization": self._signed_in, "Accept": "audio/mpeg"},
            read=bytes,
            secrets=(self._signed_in,),
            private=True,
        )
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind not in SOUND_TYPES:
            raise answer.unreadable(f"the sound is {kind or 'of no kind'}, not MP3")
        return answer.content


def open_account(settings: Ivr, clock: Clock) -> Account:
    """The account with the token as the file holds it now; raises NotAllowed where it cannot be read."""
    return Account(settings, _token(settings.auth_token_file), clock)


def _token(path: Path) -> str:
    what_to_do = "Put the account's primary token there, readable for this user."
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise NotAllowed(f"ivr.auth_token_file: {path}: {reason}. {what_to_do}") from error
    if not token:
        raise NotAllowed(f"ivr.auth_token_file: {path} is empty. {what_to_do}")
    return token
