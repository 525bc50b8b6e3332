"""Where a call goes after a verb; going on with the next verb is None."""

from dataclasses import dataclass

from ivr.phone.signing import Fields
from ivr.phone.transcript import Who


@dataclass(frozen=True, slots=True)
class Go:
    """To another document, absolute or relative to the current one (None: the current one again)."""

    address: str | None
    method: str
    fields: Fields = ()


@dataclass(frozen=True, slots=True)
class Over:
    """The call has ended; `status` is what Twilio reports of it."""

    by: Who
    status: str = "completed"


Step = Go | Over | None
