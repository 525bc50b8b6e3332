"""What a badge reader's line says, as values: a badge, a frame that cannot be trusted, or noise that is counted.

1. A framer does no I/O and reads no clock. It takes one byte after the other, so cutting the stream anywhere gives
   the same frames.
2. A framer never raises, whatever bytes come, and its memory is bounded.
3. What identifies a person is masked in `BadFrame.raw`, except where the checksum failed: those digits are nobody's.
4. The same card always gives the same badge: what was read before may hide a frame, never change it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class BadReason(StrEnum):
    """Why a frame gives no badge."""

    CHECKSUM = "checksum"
    PARITY = "parity"
    LENGTH = "length"
    NOT_HEX = "not_hex"
    UNPRINTABLE = "unprintable"
    NOT_WIEGAND = "not_wiegand"
    OTHER_PROTOCOL = "other_protocol"


@dataclass(frozen=True, slots=True)
class Badge:
    """A card's number as text: "00123" is not "123". `facility` is empty where the card has none."""

    technology: str
    facility: str
    number: str


@dataclass(frozen=True, slots=True)
class BadFrame:
    """A frame that ended where it should and still says nothing. `raw` shows its form (see rule 3)."""

    reason: BadReason
    raw: str

    @property
    def was_garbled(self) -> bool:
        """Whether the frame had the right form and failed its own check."""
        return self.reason in {BadReason.CHECKSUM, BadReason.PARITY}


Frame = Badge | BadFrame


class Framer(Protocol):
    """Cuts a stream of bytes into frames."""

    @property
    def noise_bytes(self) -> int:
        """How many bytes so far belonged to no badge and to no frame with a failed checksum."""
        ...

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that end within `data`, which goes on where the last call stopped."""
        ...

    def idle(self) -> None:
        """The line has been silent for longer than a frame takes: a half frame is dropped as noise."""
        ...


def masked(text: bytes) -> str:
    """The form of `text` without its content: digits as #, letters as x, what is not printable as ?."""
    return "".join(_mask(chr(byte)) for byte in text)


def _mask(character: str) -> str:
    if not character.isascii() or not character.isprintable():
        return "?"
    if character.isdigit():
        return "#"
    return "x" if character.isalpha() else character
