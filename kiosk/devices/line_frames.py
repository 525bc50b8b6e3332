"""The frames of readers that type: printable text, ended by CR and/or LF (rf IDEAS, TWN4 in keyboard mode, CDC).

Such a reader has no checksum, so a line counts only when all of it could be read: a line with a broken byte in it
may be the end of a longer number, and that would be another person's badge.

Some readers wrap the number in delimiters, and some send extra characters when the card is taken away (rf IDEAS
ASCII Command Protocol 99009150). 0x02, 0x03, blanks and punctuation around the number are always dropped; delimiters
made of letters or digits are settings (`Trims`). Extra characters without a line end die in the silence after them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.devices.frame import BadFrame, Badge, BadReason, Frame, masked

LINE_ENDS = b"\r\n"
LONGEST_LINE = 128
WRAPPING = b"\x00\x02\x03\t "
LONGEST_WORD_WITHOUT_DIGIT = 5

LineMeaning = Callable[[str], Frame | None]


@dataclass(frozen=True, slots=True)
class Trims:
    """What a reader adds to the number: before it, after it, and when the card is gone."""

    lead: str = ""
    trail: str = ""
    gone: str = ""

    def number(self, text: str) -> str:
        """`text` without what the reader added."""
        if self.gone:
            text = text.removeprefix(self.gone).removesuffix(self.gone)
        text = text.removeprefix(self.lead).removesuffix(self.trail)
        while text and not text[0].isalnum():
            text = text[1:]
        while text and not text[-1].isalnum():
            text = text[:-1]
        return text


NO_TRIMS = Trims()


def line_badge(text: str, trims: Trims = NO_TRIMS) -> Badge | None:
    """The badge a line of printable text names, or None when it names none.

    A single character is what some readers send when a card is taken away; a short word without a digit is an answer
    to somebody's command ("OK", "AT", "ERROR"). Neither is a badge.
    """
    number = trims.number(text)
    if len(number) < 2:
        return None
    has_digit = any(character.isdigit() for character in number)
    if not has_digit and len(number) <= LONGEST_WORD_WITHOUT_DIGIT:
        return None
    return Badge("line", "", number)


class LineFramer:
    """Cuts the stream at CR and LF and asks `meaning` what each line says."""

    def __init__(self, meaning: LineMeaning = line_badge) -> None:
        self.noise_bytes = 0
        self._meaning = meaning
        self._line = bytearray()
        self._overlong = False

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that end within `data`."""
        return [frame for byte in data if (frame := self._take(byte)) is not None]

    def idle(self) -> None:
        """Drops a line that never ended."""
        self.noise_bytes += len(self._line.strip(WRAPPING))
        self._line.clear()
        self._overlong = False

    def _take(self, byte: int) -> Frame | None:
        if byte in LINE_ENDS:
            return self._finish()
        if self._overlong:
            self.noise_bytes += 1
            return None
        self._line.append(byte)
        if len(self._line) > LONGEST_LINE:
            self.idle()
            self._overlong = True
        return None

    def _finish(self) -> Frame | None:
        line = bytes(self._line).strip(WRAPPING)
        self._line.clear()
        self._overlong = False
        if not line:
            return None
        frame = self._read(line)
        if frame is None or (isinstance(frame, BadFrame) and not frame.was_garbled):
            self.noise_bytes += len(line)
        return frame

    def _read(self, line: bytes) -> Frame | None:
        text = line.decode("latin-1")
        if not (text.isascii() and text.isprintable()):
            return BadFrame(BadReason.UNPRINTABLE, masked(line))
        return self._meaning(text)
