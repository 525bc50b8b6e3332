"""The form fields of Twilio's requests.

Source: https://www.twilio.com/docs/voice/twiml#request-parameters and the pages of the verbs.
"""

from ivr.phone.keypad import Heard
from ivr.phone.settings import Settings
from ivr.phone.signing import Fields

API_VERSION = "2010-04-01"
CONFIDENCE = "0.9"
RECORDED_S = 4
"""How long every message of this telephone is, in seconds."""


def call_fields(settings: Settings, call_sid: str, call_status: str) -> Fields:
    """What every request about a call carries. A withheld caller has no place: those fields are blank."""
    country = "" if settings.withheld else settings.caller_country
    fields = [
        ("CallSid", call_sid),
        ("AccountSid", settings.account_sid),
        ("From", settings.number),
        ("To", settings.called),
        ("CallStatus", call_status),
        ("ApiVersion", API_VERSION),
        ("Direction", "inbound"),
        ("Caller", settings.number),
        ("Called", settings.called),
    ]
    for side, its_country in (("From", country), ("Caller", country), ("To", "CA"), ("Called", "CA")):
        fields += [(f"{side}City", ""), (f"{side}State", ""), (f"{side}Zip", ""), (f"{side}Country", its_country)]
    if settings.stir:
        fields.append(("StirVerstat", settings.stir))
    return [*fields, *settings.further_fields]


def heard_fields(heard: Heard) -> Fields:
    """What Gather adds for its action: keys, words, or the blanks of an empty result."""
    if heard.words:
        return [("SpeechResult", heard.words), ("Confidence", CONFIDENCE)]
    return [("Digits", heard.digits), ("FinishedOnKey", heard.finished_on_key), ("msg", "Gather End")]


def recording_fields(settings: Settings, recording_sid: str) -> Fields:
    """Which recording it is, where it can be fetched, and how long it is in seconds."""
    place = f"https://api.twilio.com/{API_VERSION}/Accounts/{settings.account_sid}/Recordings/{recording_sid}"
    return [("RecordingUrl", place), ("RecordingSid", recording_sid), ("RecordingDuration", str(RECORDED_S))]


def recording_status_fields(settings: Settings, call_sid: str, recording_sid: str, status: str) -> Fields:
    """What the status callback of a recording is told; it names the call and nothing else of it."""
    return [
        ("AccountSid", settings.account_sid),
        ("CallSid", call_sid),
        *recording_fields(settings, recording_sid),
        ("RecordingStatus", status),
        ("RecordingChannels", "1"),
        ("RecordingSource", "RecordVerb"),
        ("ErrorCode", "0"),
    ]


def dial_fields(dial_status: str, dial_sid: str) -> Fields:
    """How the call to the other number ended."""
    fields = [("DialCallStatus", dial_status), ("DialCallSid", dial_sid)]
    return [*fields, ("DialCallDuration", "60")] if dial_status == "completed" else fields
