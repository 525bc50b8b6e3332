"""What a caller may expect: a model of the phone line that holds no code of it.

It knows what the menu's keys promise, folds confirmed events to presence by itself, and reads what is heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

from ivr.phone.twiml_reader import Document
from ivr.phone.verbs import Gather, Say
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from tests.end_to_end.ivr_in_process import ACCOUNT_SID, DOCKS, Fields
from tests.end_to_end.ivr_installation import Told, told_in

IN, OUT, BREAK, BACK = Kind.CLOCKED_IN, Kind.CLOCKED_OUT, Kind.BREAK_STARTED, Kind.BREAK_ENDED
Kinds = tuple[Kind, ...]
NOTHING: Final[Kinds] = ()
ANYTHING: Final = {NOTHING, (IN,), (OUT,), (BREAK,), (BACK,), (BACK, OUT), (OUT, IN), (BACK, OUT, IN)}
CLAIMS: Final = frozenset({"claim", "claim-number", "claim-position"})
MAY_RECORD: Final = CLAIMS | {"site", "position", "direction", "left-then"}
"""Questions whose answer may record: what, depends on what led to them."""


@dataclass
class Webhook:
    """One request of a call with the answer it got. `life` counts the starts of the line until it was answered."""

    path: str
    fields: Fields
    body: bytes = b""
    life: int = 0
    is_kept: bool = False
    """Must its answer survive a start of the line?"""

    def told(self, name: str) -> str:
        """A part of the state in its address."""
        return parse_qs(urlsplit(self.path).query).get(name, [""])[0]

    @property
    def keys(self) -> str:
        """What was pressed."""
        return dict(self.fields).get("Digits", "")


@dataclass
class Caller:
    """One call: what was asked until now, and the address that waits for keys (None when it is over)."""

    sid: str
    called: str
    phone: str
    waits: str | None = "/voice"
    asked: list[Webhook] = field(default_factory=list)

    @property
    def at(self) -> str:
        """The question that waits."""
        return Webhook(self.waits or "", []).told("at") or "number"

    def presses(self, keys: str) -> Webhook:
        """The webhook of these keys; of silence without any."""
        heard = [("Digits", keys), ("FinishedOnKey", ""), ("msg", "Gather End")] if keys else []
        return self.webhook(self.waits or "", heard)

    def webhook(self, path: str, heard: Fields, status: str = "in-progress") -> Webhook:
        """A request of Twilio's about this call."""
        about = [("CallSid", self.sid), ("AccountSid", ACCOUNT_SID), ("From", self.phone), ("To", self.called)]
        return Webhook(path, [*about, ("CallStatus", status), *heard])


def promised(asked: Webhook, events: Sequence[ClockEvent]) -> set[Kinds]:
    """What these keys may record for the person with these events; a menu key that records must record."""
    at, key, state = asked.told("at"), asked.keys, stands_as(events)
    site_is_known = asked.told("site") != ""
    out = (BACK, OUT) if state == "on_break" else (OUT,)
    match at, key, state:
        case "menu", "1", "off":
            # The other site has two positions and asks which.
            return {(IN,)} if asked.told("site") == DOCKS else {NOTHING}
        case "menu", "2", "off":
            is_out = bool(events) and events[-1].draft.kind is OUT
            return {NOTHING} if is_out or not site_is_known else {out}
        case "menu", "2", _:
            return {out}
        case "menu", "3", "working":
            return {(BREAK,)}
        case "menu", "3", "on_break":
            return {(BACK,)}
        case "after", "2", _ if asked.told("options"):
            return {out}
    return ANYTHING if at in MAY_RECORD else {NOTHING}


def stands_as(events: Sequence[ClockEvent]) -> str:
    """off, working or on_break: what the events that stand make of one person."""
    session, state = "", "off"
    for event in events:
        if event.draft.kind is IN:
            session, state = event.event_id, "working"
        elif event.work_session == session:
            state = {BREAK: "on_break", BACK: "working", OUT: "off"}[event.draft.kind]
            session = "" if state == "off" else session
    return state


def came_twice(events: Sequence[ClockEvent]) -> bool:
    """Does somebody come who is there already?"""
    return any(
        later.draft.kind is IN and stands_as(events[:place]) != "off" for place, later in enumerate(events) if place
    )


def sentences_in(document: Document) -> list[str]:
    """Everything that is said."""
    inside = [prompt for verb in document.verbs if isinstance(verb, Gather) for prompt in verb.prompts]
    return [one.text for one in [*document.verbs, *inside] if isinstance(one, Say)]


def told_of(document: Document) -> list[Told]:
    """The events that it tells."""
    return told_in(sentences_in(document))


def waits_in(document: Document) -> str | None:
    """The address that the next keys go to."""
    return next((verb.action for verb in document.verbs if isinstance(verb, Gather)), None)
