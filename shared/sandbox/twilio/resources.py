"""What a Twilio account holds: its settings, its numbers, the calls that were made and what was recorded in them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, PlainSerializer, PlainValidator

from shared.sandbox.shapes import Choice, Shape
from shared.sandbox.tracktik.times import read_time, write_time

ACCOUNT_SID = "AC" + "0c10c4" * 5 + "00"
AUTH_TOKEN = "sandbox-auth-token"  # noqa: S105 - the sandbox's own, on loopback only
FIRST_NUMBER = "+15145550100"


def _as_time(value: object) -> datetime:
    return value if isinstance(value, datetime) else read_time(value)


Moment = Annotated[datetime, PlainValidator(_as_time), PlainSerializer(write_time)]


class AccountType(Choice):
    TRIAL = "Trial"
    FULL = "Full"


class Media(Choice):
    """What a request for a recording's sound gets: the document promises only that there is an .mp3."""

    MP3 = "mp3"
    MISSING = "missing"  # 404, as after a deletion or before the recording is processed
    HTML = "html"
    LARGE = "large"  # six million bytes
    REDIRECT = "redirect"  # elsewhere, as for sounds kept in a store of the customer's


class Account(Shape):
    """The account. Whether a full one has an individual or a business profile is not told by this API."""

    sid: str = Field(default=ACCOUNT_SID, pattern=r"^AC[0-9a-f]{32}$")
    auth_token: str = AUTH_TOKEN
    friendly_name: str = "Sandbox"
    type: AccountType = AccountType.TRIAL
    status: str = "active"


class Number(Shape):
    """A number that rings here. An attached trunk or application makes Twilio pass over the `voice_` settings."""

    sid: str = ""
    phone_number: str = Field(pattern=r"^\+[1-9]\d{6,14}$")
    friendly_name: str = ""
    voice: bool = True
    sms: bool = True
    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    voice_application_sid: str = ""
    trunk_sid: str = ""


class PhoneCall(Shape):
    """A call that is over. `caller` and `called` are `From` and `To`."""

    sid: str = ""
    caller: str = "+15145550123"
    called: str = FIRST_NUMBER
    start_time: Moment
    duration_s: int = Field(default=20, ge=0)
    direction: str = "inbound"
    status: str = "completed"


class Recording(Shape):
    """What was recorded in a call."""

    sid: str = ""
    call_sid: str
    date_created: Moment
    duration_s: int = Field(default=5, ge=0)
    status: str = "completed"
    source: str = "RecordVerb"
    media: Media = Media.MP3
