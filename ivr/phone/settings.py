"""Everything that can be set on the telephone, before it dials."""

from dataclasses import dataclass
from pathlib import Path

from ivr.phone.signing import Fields, PortSigned, Signer

USUAL_URL = "http://127.0.0.1:8080/voice"
USUAL_CALLER = "+15145550142"
USUAL_CALLED = "+15145550100"
WITHHELD = "+266696687"
"""What Twilio says in place of a caller who withholds the number: ANONYMOUS on the keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which line is called, by whom, and how Twilio was set up for it.

    `url` is where requests go, `public_url` what is signed and what relative addresses are resolved against; they
    differ where a proxy stands between. Addresses under `public_url`'s root are sent to `url`'s.
    """

    url: str = USUAL_URL
    public_url: str = ""
    method: str = "POST"
    signer: Signer | None = None
    port_signed: PortSigned = PortSigned.AS_GIVEN
    account_sid: str = "AC" + "0c10c4" * 5 + "00"
    call_sid: str = ""
    """Of the next call; a new one when left empty."""
    caller: str = USUAL_CALLER
    caller_country: str = "CA"
    withheld: bool = False
    called: str = USUAL_CALLED
    stir: str = ""
    """The SHAKEN verdict, such as TN-Validation-Passed-A; left out when empty, as for calls without a passport."""
    further_fields: Fields = ()
    """More fields in every request: Twilio adds new ones over time."""
    status_url: str = ""
    fallback_url: str = ""
    fallback_file: Path | None = None
    """A TwiML document kept at Twilio, in place of a fallback address."""
    dial_status: str = "completed"
    """How calls to other numbers end: completed, busy, no-answer, failed or canceled."""
    record_action_at_hang_up: bool = False
    """Whether Record asks for its action, with Digits=hangup, although the caller is gone."""
    connect_limit_s: float = 5
    answer_limit_s: float = 15
    request_limit: int = 300
    repeat_every_request: bool = False

    @property
    def number(self) -> str:
        """The caller as Twilio names them."""
        return WITHHELD if self.withheld else self.caller

    @property
    def signed_url(self) -> str:
        """The address the number points at, as Twilio knows it."""
        return self.public_url or self.url
