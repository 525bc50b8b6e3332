"""Voice messages as Twilio tells of them: each recording becomes one item for the desk, with the call's time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ivr.form import Form
from shared.store import voice_messages
from shared.store.database import Store

MOST_DIGITS: Final = 11


@dataclass(frozen=True, slots=True)
class Told:
    """What a webhook says of a recording. `caller` is in E.164, "" where it was withheld."""

    recording: str
    call: str
    called_at: datetime
    caller: str
    site: str
    duration_s: int

    @classmethod
    def of(cls, form: Form, query: Mapping[str, str], caller: str) -> "Told | None":
        """None where nothing was recorded: the caller hung up before the tone, or said nothing."""
        recording = form.first("RecordingSid")
        began_at = _number(query.get("t", ""))
        if not recording or began_at is None or form.first("RecordingStatus") in ("absent", "failed"):
            return None
        return cls(
            recording,
            form.first("CallSid"),
            datetime.fromtimestamp(began_at, UTC),
            caller,
            query.get("site", ""),
            _number(form.first("RecordingDuration")) or 0,
        )


def keep_message(store: Store, told: Told, now: datetime) -> bool:
    """Keep it inside the caller's transaction; False where it is known already."""
    return voice_messages.keep(
        store,
        told.recording,
        call=told.call,
        called_at=told.called_at,
        now=now,
        caller=told.caller,
        site=told.site,
        duration_s=told.duration_s,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
