"""Everything the played Twilio remembers, and what of it survives a restart."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.clock import SystemClock, new_id
from shared.sandbox.changes import Changes
from shared.sandbox.shapes import read_shape
from shared.sandbox.twilio.outgoing import Callee, Pace, PlacedCall, SentMessage
from shared.sandbox.twilio.resources import FIRST_NUMBER, Account, Number, PhoneCall, Recording


class Exchange:
    """One account with its numbers, calls, messages and recordings, each by its SID, oldest first.

    `placed` are the calls that requests placed, `calls` those that came in. `callees` say what happens at a number.
    """

    def __init__(self, changes: Changes) -> None:
        self.account = Account()
        self.numbers: dict[str, Number] = {}
        self.calls: dict[str, PhoneCall] = {}
        self.recordings: dict[str, Recording] = {}
        self.placed: dict[str, PlacedCall] = {}
        self.messages: dict[str, SentMessage] = {}
        self.callees: dict[str, Callee] = {}
        self.pace = Pace()
        self.changes = changes
        self._clock = SystemClock()
        self.forget()

    def now(self) -> datetime:
        """The server's time, to the second."""
        return self._clock.now().replace(microsecond=0)

    def take_sid(self, prefix: str) -> str:
        """A new SID: two letters for what it names, and 32 hex digits."""
        return prefix + new_id(self._clock.now())

    def put_number(self, number: Number) -> Number:
        """Add a number, or change one that has a SID."""
        number = number if number.sid else number.model_copy(update={"sid": self.take_sid("PN")})
        self.numbers[number.sid] = number
        self.changes.mark()
        return number

    def put_call(self, call: PhoneCall) -> PhoneCall:
        """Add a call, or change one that has a SID."""
        call = call if call.sid else call.model_copy(update={"sid": self.take_sid("CA")})
        self.calls[call.sid] = call
        self.changes.mark()
        return call

    def put_recording(self, recording: Recording) -> Recording:
        """Add a recording, or change one that has a SID."""
        recording = recording if recording.sid else recording.model_copy(update={"sid": self.take_sid("RE")})
        self.recordings[recording.sid] = recording
        self.changes.mark()
        return recording

    def put_placed(self, call: PlacedCall) -> PlacedCall:
        """Keep a call that was placed, under a SID of its own."""
        call = call.model_copy(update={"sid": self.take_sid("CA")})
        self.placed[call.sid] = call
        self.changes.mark()
        return call

    def put_message(self, message: SentMessage) -> SentMessage:
        """Keep a message that was sent, under a SID of its own."""
        message = message.model_copy(update={"sid": self.take_sid("SM")})
        self.messages[message.sid] = message
        self.changes.mark()
        return message

    def put_callee(self, callee: Callee) -> Callee:
        """Say what happens at a number from now on."""
        self.callees[callee.number] = callee
        self.changes.mark()
        return callee

    def forget(self) -> None:
        """Back to an account with one number that points nowhere."""
        self.account = Account()
        self.pace = Pace()
        for kept in (self.numbers, self.calls, self.recordings, self.placed, self.messages, self.callees):
            kept.clear()
        self.put_number(Number(phone_number=FIRST_NUMBER, friendly_name="Clock line"))

    def snapshot(self) -> dict[str, Any]:
        """For the state file."""
        return {
            "account": self.account.model_dump(mode="json"),
            "numbers": [number.model_dump(mode="json") for number in self.numbers.values()],
            "calls": [call.model_dump(mode="json") for call in self.calls.values()],
            "recordings": [recording.model_dump(mode="json") for recording in self.recordings.values()],
            "placed": [call.model_dump(mode="json") for call in self.placed.values()],
            "messages": [message.model_dump(mode="json") for message in self.messages.values()],
            "callees": [callee.model_dump(mode="json") for callee in self.callees.values()],
            "pace": self.pace.model_dump(mode="json"),
        }

    def restore(self, data: Mapping[str, Any]) -> None:
        """From the state file."""
        self.account = read_shape(Account, data["account"])
        self.numbers = {item["sid"]: read_shape(Number, item) for item in data["numbers"]}
        self.calls = {item["sid"]: read_shape(PhoneCall, item) for item in data["calls"]}
        self.recordings = {item["sid"]: read_shape(Recording, item) for item in data["recordings"]}
        # A file from before calls could be placed has none of these.
        self.placed = {item["sid"]: read_shape(PlacedCall, item) for item in data.get("placed", ())}
        self.messages = {item["sid"]: read_shape(SentMessage, item) for item in data.get("messages", ())}
        self.callees = {item["number"]: read_shape(Callee, item) for item in data.get("callees", ())}
        self.pace = read_shape(Pace, data.get("pace", {}))
