"""What happened in a call, in order, for people and for programs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from ivr.phone.faults import Fault
from ivr.phone.signing import Fields

KEYS = "keys"
"""The `verb` of entries whose text is the keys somebody pressed."""


class Who(StrEnum):
    """Whose doing an entry is."""

    LINE = "line"
    CALLER = "caller"
    TWILIO = "twilio"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was heard or done. `verb` is TwiML's, or what the caller did; `language` of spoken words."""

    who: Who
    text: str
    verb: str = ""
    language: str = ""

    def masked(self) -> "Entry":
        """The same with a * for each key."""
        return Entry(self.who, "*" * len(self.text), self.verb, self.language) if self.verb == KEYS else self

    def __str__(self) -> str:
        """In one line, for people."""
        voice = f" [{self.language}]" if self.language else ""
        keys = "presses " if self.verb == KEYS else ""
        return f"{self.who:>6}{voice}: {keys}{self.text}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as it was sent, keys included, and the status it was answered with (None: no answer)."""

    address: str
    method: str
    fields: Fields = field(repr=False)
    status: int | None

    def value(self, name: str) -> str | None:
        """The first value of a field, or None where it was not sent."""
        return next((value for key, value in self.fields if key == name), None)


@dataclass(slots=True)
class Transcript:
    """A call as it went. `listener` hears of every entry when it is made."""

    call_sid: str = ""
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    ended_by: Who | None = None
    listener: Callable[[Entry], None] | None = None

    def add(self, who: Who, text: str, verb: str = "", language: str = "") -> None:
        """Write down one thing."""
        entry = Entry(who, text, verb, language)
        self.entries.append(entry)
        if self.listener is not None:
            self.listener(entry)

    def add_fault(self, fault: Fault) -> None:
        """Write down a mistake of the line."""
        self.faults.append(fault)
        self.add(Who.TWILIO, str(fault), "fault")

    @property
    def said(self) -> list[str]:
        """Every sentence the line said, in order."""
        return [entry.text for entry in self.entries if entry.who is Who.LINE and entry.verb == "Say"]

    @property
    def was_answered(self) -> bool:
        """Whether anything answered at all."""
        return any(exchange.status is not None for exchange in self.exchanges)

    def lines(self, *, mask: bool = False) -> list[str]:
        """For people, an entry a line; with `mask` no key can be read."""
        return [str(entry.masked() if mask else entry) for entry in self.entries]

    def as_json(self, *, mask: bool = False) -> dict[str, object]:
        """For programs: plain values."""
        entries = [entry.masked() if mask else entry for entry in self.entries]
        return {
            "call_sid": self.call_sid,
            "ended_by": self.ended_by,
            "entries": [
                {"who": entry.who, "verb": entry.verb, "text": entry.text, "language": entry.language}
                for entry in entries
            ],
            "faults": [
                {"code": fault.code, "sentence": fault.sentence, "address": fault.address} for fault in self.faults
            ],
        }
