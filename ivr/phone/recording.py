"""Record: a message, its action and its status callback.

An empty recording asks for no action. Source: https://www.twilio.com/docs/voice/twiml/record
"""

from collections.abc import Callable

from ivr.phone.hands import Hand
from ivr.phone.presses import HangUp, Keys, Silence, Spoken
from ivr.phone.request_fields import recording_fields, recording_status_fields
from ivr.phone.settings import Settings
from ivr.phone.signing import Fields
from ivr.phone.steps import Go, Over, Step
from ivr.phone.transcript import KEYS, Transcript, Who
from ivr.phone.verbs import Record

Notify = Callable[[str, str, Fields], None]
"""Tells a status address: address, method, fields."""


class Recorder:
    """Follows every Record of one call."""

    def __init__(
        self, settings: Settings, hand: Hand, transcript: Transcript, notify: Notify, new_sid: Callable[[], str]
    ) -> None:
        self._settings = settings
        self._hand = hand
        self._transcript = transcript
        self._notify = notify
        self._new_sid = new_sid

    def follow(self, record: Record) -> Step:
        """To the action with the recording; on to the next verb without one; over when the caller hangs up."""
        sid = self._new_sid()
        if record.play_beep:
            self._transcript.add(Who.LINE, "beep", "Record")
        self._tell(record, sid, "in-progress")
        press = self._hand.answer(record)
        if isinstance(press, Silence):
            self._transcript.add(Who.TWILIO, f"hears nothing for {record.timeout_s} s", "Record")
            self._tell(record, sid, "absent")
            return None
        ending = self._spoken(record, press)
        self._tell(record, sid, "completed")
        if isinstance(press, HangUp) and not self._settings.record_action_at_hang_up:
            return Over(Who.CALLER)
        return Go(record.action, record.method, [*recording_fields(self._settings, sid), ("Digits", ending)])

    def _spoken(self, record: Record, press: Keys | Spoken | HangUp) -> str:
        """Write down the message; returns what ended it: a key, `hangup`, or "" for silence after the words."""
        words = press.words if isinstance(press, Spoken) else "says something"
        self._transcript.add(Who.CALLER, words, "speech")
        match press:
            case Keys(keys):
                self._transcript.add(Who.CALLER, keys, KEYS)
                return next((key for key in keys if key in record.finish_on_key), "")
            case HangUp():
                self._transcript.add(Who.CALLER, "hangs up", "hang-up")
                return "hangup"
        return ""

    def _tell(self, record: Record, sid: str, status: str) -> None:
        if record.status_callback and status in record.events:
            fields = recording_status_fields(self._settings, self._transcript.call_sid, sid, status)
            self._notify(record.status_callback, record.status_method, fields)
