"""What a Twilio account tells about itself, as values.

The library fills its fields with whatever the answer held, and with None for what it could not read. Here every field
is checked once: a SID is a SID, a time is aware UTC. ValueError says what was not.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """`kind` is "Trial" or "Full"; `status` is "active", "suspended" or "closed"."""

    name: str
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class NumberSetup:
    """What happens when `number` (E.164) rings. An application or a trunk, where one is attached, decides instead."""

    sid: str
    number: str
    name: str
    takes_calls: bool
    voice_url: str
    voice_method: str
    fallback_url: str
    fallback_method: str
    status_url: str
    status_method: str
    application: str
    trunk: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recording. `status` and `source` are Twilio's words, such as completed and RecordVerb."""

    sid: str
    call: str
    began_at: datetime
    duration_s: int
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """One call. `caller` and `called` are what Twilio says of them, E.164 as a rule."""

    sid: str
    began_at: datetime
    caller: str
    called: str
    inbound: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A call or a message that a request placed. `status` and `direction` are Twilio's words.

    `created_at` is None where it is not told yet; `error_code` is Twilio's for a message that did not arrive, "" else.
    """

    sid: str
    status: str
    direction: str
    created_at: datetime | None
    error_code: str


def account_facts(told: Any) -> AccountFacts:
    """From the library's account."""
    return AccountFacts(_text(told.friendly_name), _text(told.type), _text(told.status))


def number_setup(told: Any) -> NumberSetup:
    """From the library's incoming phone number."""
    capabilities = told.capabilities if isinstance(told.capabilities, dict) else {}
    return NumberSetup(
        sid=_sid(told.sid),
        number=_text(told.phone_number),
        name=_text(told.friendly_name),
        takes_calls=bool(capabilities.get("voice", True)),
        voice_url=_text(told.voice_url),
        voice_method=_text(told.voice_method),
        fallback_url=_text(told.voice_fallback_url),
        fallback_method=_text(told.voice_fallback_method),
        status_url=_text(told.status_callback),
        status_method=_text(told.status_callback_method),
        application=_text(told.voice_application_sid),
        trunk=_text(told.trunk_sid),
    )


def recorded(told: Any) -> Recorded:
    """From the library's recording. One that is still made has no duration yet: 0."""
    duration = _text(told.duration)
    return Recorded(
        sid=_sid(told.sid),
        call=_text(told.call_sid),
        began_at=_moment(told.start_time or told.date_created),
        duration_s=int(duration) if duration.isdecimal() else 0,
        status=_text(told.status),
        source=_text(told.source),
    )


def phone_call(told: Any) -> PhoneCall:
    """From the library's call, whose `From` is under a name of its own, since `from` is a word of the language."""
    return PhoneCall(
        sid=_sid(told.sid),
        began_at=_moment(told.start_time or told.date_created),
        caller=_text(told._from),  # noqa: SLF001
        called=_text(told.to),
        inbound=_text(told.direction).startswith("inbound"),
    )


def placed(told: Any) -> Placed:
    """From the library's call or message."""
    error_code = getattr(told, "error_code", None)
    return Placed(
        sid=_sid(told.sid),
        status=_text(told.status),
        direction=_text(told.direction),
        created_at=_moment(told.date_created) if told.date_created is not None else None,
        error_code=str(error_code) if isinstance(error_code, int) else "",
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("a text is not one")  # noqa: TRY004  one kind of error for whatever an answer lacks
    return value


def _sid(value: object) -> str:
    if not isinstance(value, str) or SID.fullmatch(value) is None:
        raise ValueError("a SID is missing")
    return value


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise ValueError("a time is missing")  # noqa: TRY004
    return value.astimezone(UTC)
