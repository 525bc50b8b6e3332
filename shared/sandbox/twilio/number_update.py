"""A POST that changes what happens when a number rings."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from shared.sandbox.twilio.rejected import BAD_PARAMETER, BAD_URL, Rejected
from shared.sandbox.twilio.resources import Number

URLS = {"VoiceUrl": "voice_url", "VoiceFallbackUrl": "voice_fallback_url", "StatusCallback": "status_callback"}
METHODS = {
    "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallbackMethod": "status_callback_method",
}
TEXTS = {"FriendlyName": "friendly_name", "VoiceApplicationSid": "voice_application_sid", "TrunkSid": "trunk_sid"}


def updated(number: Number, fields: Mapping[str, str]) -> Number:
    """The number with the fields of the request; names it does not know are passed over. Raises `Rejected`.

    An application takes the trunk's place and the other way round, as documented for the resource.
    """
    changes: dict[str, str] = {}
    for name, value in fields.items():
        if name in URLS:
            changes[URLS[name]] = _url(name, value)
        elif name in METHODS:
            changes[METHODS[name]] = _method(name, value)
        elif name in TEXTS:
            changes[TEXTS[name]] = value
    if changes.get("voice_application_sid"):
        changes["trunk_sid"] = ""
    elif changes.get("trunk_sid"):
        changes["voice_application_sid"] = ""
    return number.model_copy(update=changes)


def _url(name: str, value: str) -> str:
    parts = urlsplit(value)
    if value and not (parts.scheme in ("http", "https") and parts.hostname):
        raise Rejected(400, BAD_URL, f"{name} is not a valid URL")
    return value


def _method(name: str, value: str) -> str:
    if value.upper() not in ("GET", "POST"):
        raise Rejected(400, BAD_PARAMETER, f"{name} must be GET or POST")
    return value.upper()
