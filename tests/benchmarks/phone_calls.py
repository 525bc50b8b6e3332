"""Calls as Twilio would bring them: every request written and signed before the clock runs.

A clock-in call is five requests: it begins, the employee number, the PIN, the menu once more (a step that only reads),
and the key that records. Each has the 25 to 28 fields of a real one, and the headers that a proxy passes on. The
telephone of the product writes and signs them, which shares no code with the line; only a step's address is the line's.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from ivr.address import address_of
from ivr.call import At, CallState
from ivr.phone.keypad import Heard
from ivr.phone.request_fields import call_fields, heard_fields
from ivr.phone.settings import Settings
from ivr.phone.signing import Fields, TokenSigner
from shared.clock import SystemClock, new_id
from tests.benchmarks.installation import Guard
from tests.benchmarks.phone_installation import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    CALLED,
    PIN,
    PUBLIC_URL,
    SITE,
    telephone_of,
)

_SIGNER: Final = TokenSigner(AUTH_TOKEN)


@dataclass(frozen=True, slots=True)
class Request:
    """One webhook as bytes for the wire; `must_say` is what an answer that did its work holds."""

    wire: bytes
    must_say: bytes


@dataclass(frozen=True, slots=True)
class ClockInCall:
    """One person's call."""

    begins: Request
    number: Request
    pin: Request
    menu_again: Request
    clocks_in: Request

    @property
    def without_pin(self) -> tuple[Request, ...]:
        """The steps beside which the PIN is reported apart."""
        return (self.begins, self.number, self.menu_again, self.clocks_in)

    @property
    def every_step(self) -> tuple[Request, ...]:
        """The whole call."""
        return (self.begins, self.number, self.pin, self.menu_again, self.clocks_in)


def call_of(guard: Guard) -> ClockInCall:
    """A call of this person that begins now: its addresses hold for a quarter of an hour."""
    now = SystemClock().now()
    settings = Settings(caller=telephone_of(guard), called=CALLED, account_sid=ACCOUNT_SID)
    sid, who, rendered_at = f"CA{new_id(now)}", str(guard.number), int(now.timestamp())

    def step(state: CallState, keys: str, must_say: str) -> Request:
        fields = (*call_fields(settings, sid, "in-progress"), *heard_fields(Heard(digits=keys)))
        return _request(address_of(state, rendered_at), fields, must_say)

    return ClockInCall(
        begins=_request("/voice", call_fields(settings, sid, "ringing"), "Employee number."),
        number=step(CallState(At.NUMBER, 1, site=SITE), who, "PIN."),
        pin=step(CallState(At.PIN, 2, site=SITE, who=who), PIN, "Off duty."),
        menu_again=step(CallState(At.MENU, 3, site=SITE, who=who), "*", "Off duty."),
        clocks_in=step(CallState(At.MENU, 4, site=SITE, who=who), "1", "Clocked in at"),
    )


def _request(address: str, fields: Fields, must_say: str) -> Request:
    body = urlencode(fields).encode("ascii")
    headers = {
        "Host": "phone.example.test",
        "User-Agent": "TwilioProxy/1.1",
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "Content-Length": str(len(body)),
        "Accept": "*/*",
        "X-Forwarded-For": "198.51.100.7",
        "X-Forwarded-Proto": "https",
        **_SIGNER.headers(PUBLIC_URL + address, fields),
    }
    head = "\r\n".join((f"POST {address} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""))
    return Request(head.encode("ascii") + body, must_say.encode("utf-8"))
