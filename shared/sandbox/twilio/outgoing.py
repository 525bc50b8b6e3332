"""Calls and messages that the account's owner places, and how the people they go to take them."""

from datetime import datetime
from typing import Final

from pydantic import Field

from shared.sandbox.shapes import Choice, Shape
from shared.sandbox.twilio.resources import Moment


class CallEnd(Choice):
    """The statuses of a call that do not change any more, as documented for the Call resource."""

    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


class MessageEnd(Choice):
    """Where a message stays: "sent" where the carrier never reports, as documented for the Message resource."""

    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    SENT = "sent"


_CALL_STEPS: Final = {
    CallEnd.COMPLETED: ("queued", "ringing", "in-progress"),
    CallEnd.BUSY: ("queued", "ringing"),
    CallEnd.NO_ANSWER: ("queued", "ringing"),
    CallEnd.FAILED: ("queued",),
    CallEnd.CANCELED: ("queued",),
}
_MESSAGE_STEPS: Final = {
    MessageEnd.DELIVERED: ("queued", "sending", "sent"),
    MessageEnd.UNDELIVERED: ("queued", "sending", "sent"),
    MessageEnd.FAILED: ("queued",),
    MessageEnd.SENT: ("queued", "sending"),
}


class Callee(Shape):
    """What happens at a number: how a call to it and a message to it end.

    `refuses` is the code with which Twilio takes no request for this number, such as 21610; `error_code` goes with a
    message that is not delivered.
    """

    number: str = Field(pattern=r"^\+[1-9]\d{6,14}$")
    call: CallEnd = CallEnd.COMPLETED
    message: MessageEnd = MessageEnd.DELIVERED
    error_code: int | None = None
    refuses: int | None = None


class PlacedCall(Shape):
    """A call that was placed by a request. `sender` and `receiver` are `From` and `To`."""

    sid: str = ""
    sender: str
    receiver: str
    twiml: str = ""
    url: str = ""
    date_created: Moment
    end: CallEnd = CallEnd.COMPLETED

    def status_at(self, now: datetime, step_s: float) -> str:
        """Where the call stands: each step before its end takes `step_s`."""
        return _standing(_CALL_STEPS[self.end], self.end, (now - self.date_created).total_seconds(), step_s)


class SentMessage(Shape):
    """A message that was sent by a request."""

    sid: str = ""
    sender: str
    receiver: str
    body: str
    date_created: Moment
    end: MessageEnd = MessageEnd.DELIVERED
    error_code: int | None = None

    def status_at(self, now: datetime, step_s: float) -> str:
        """Where the message stands: each step before its end takes `step_s`."""
        return _standing(_MESSAGE_STEPS[self.end], self.end, (now - self.date_created).total_seconds(), step_s)


class Pace(Shape):
    """How long a call or a message stays at each step of its way."""

    step_s: float = Field(default=2.0, ge=0, le=86_400)


def _standing(steps: tuple[str, ...], end: str, age_s: float, step_s: float) -> str:
    done = int(max(age_s, 0.0) / step_s) if step_s else len(steps)
    return steps[done] if done < len(steps) else str(end)
