"""Resources as Twilio's answers show them. Fields that nobody here can know are left out or null.

Times are in the form of RFC 2822 ("Fri, 14 Oct 2016 21:56:34 +0000"), durations are text, as documented for the API
2010-04-01.
"""

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from shared.sandbox.twilio.resources import Account, Number, PhoneCall, Recording

Row = dict[str, Any]
ROOT = "/2010-04-01"


def rfc_2822(time: datetime) -> str:
    """A time of an answer."""
    return format_datetime(time)


def account_row(account: Account) -> Row:
    """The account. Its token is not shown, since the reader has it."""
    return {
        "sid": account.sid,
        "friendly_name": account.friendly_name,
        "type": account.type.value,
        "status": account.status,
        "owner_account_sid": account.sid,
        "uri": f"{ROOT}/Accounts/{account.sid}.json",
    }


def number_row(account: Account, number: Number) -> Row:
    """A number with everything that says what happens when it rings."""
    shown = number.model_dump(mode="json", exclude={"voice", "sms"})
    return {
        **shown,
        "account_sid": account.sid,
        "api_version": "2010-04-01",
        "capabilities": {"voice": number.voice, "sms": number.sms, "mms": False, "fax": False},
        "origin": "twilio",
        "status": "in-use",
        "voice_application_sid": number.voice_application_sid or None,
        "trunk_sid": number.trunk_sid or None,
        "uri": f"{ROOT}/Accounts/{account.sid}/IncomingPhoneNumbers/{number.sid}.json",
    }


def call_row(account: Account, call: PhoneCall) -> Row:
    """A call."""
    return {
        "sid": call.sid,
        "account_sid": account.sid,
        "api_version": "2010-04-01",
        "from": call.caller,
        "to": call.called,
        "direction": call.direction,
        "status": call.status,
        "duration": str(call.duration_s),
        "date_created": rfc_2822(call.start_time),
        "start_time": rfc_2822(call.start_time),
        "parent_call_sid": None,
        "uri": f"{ROOT}/Accounts/{account.sid}/Calls/{call.sid}.json",
    }


def recording_row(account: Account, recording: Recording) -> Row:
    """A recording, without its sound."""
    return {
        "sid": recording.sid,
        "account_sid": account.sid,
        "api_version": "2010-04-01",
        "call_sid": recording.call_sid,
        "conference_sid": None,
        "channels": 1,
        "date_created": rfc_2822(recording.date_created),
        "date_updated": rfc_2822(recording.date_created),
        "start_time": rfc_2822(recording.date_created),
        "duration": str(recording.duration_s),
        "status": recording.status,
        "source": recording.source,
        "error_code": None,
        "price": None,
        "price_unit": "USD",
        "encryption_details": None,
        "uri": f"{ROOT}/Accounts/{account.sid}/Recordings/{recording.sid}.json",
    }
