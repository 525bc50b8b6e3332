"""The frames of 125 kHz readers: RDM6300 and ID-12LA / ID-20LA.

Both send 0x02, ten hex digits (one version byte, four id bytes), two hex digits of checksum (the XOR of the five
bytes) and 0x03. The ID-12LA puts CR LF before the 0x03, which makes 16 bytes of 14. The RDM6300 repeats its frame
about every 50 ms while the card is there. One framer takes both, because the checksum tells a frame from noise and
the line ends tell nothing. (forum.hobbycomponents.com, RDM6300 thread; ID-12LA data sheet, "ASCII" output format.)
"""

from enum import StrEnum
from functools import reduce
from operator import xor

from kiosk.devices.frame import BadFrame, Badge, BadReason, Frame, masked

STX, ETX = 0x02, 0x03
LINE_ENDS = b"\r\n"
DIGITS = 12
LONGEST_BODY = DIGITS + len(LINE_ENDS)
HEX_DIGITS = frozenset(b"0123456789ABCDEFabcdef")


class NumberFormat(StrEnum):
    """How the five bytes of an EM4100 card become a number; the register of people must use the same."""

    HEX = "hex"  # all five bytes: 0F00BC614E
    HEX8 = "hex8"  # the last four bytes: 00BC614E
    DEC10 = "dec10"  # the last four bytes in decimal, as printed on cards: 0012345678
    FACILITY_NUMBER = "facility_number"  # the third byte and the last two, as printed: 188 and 24910


def checksum(payload: bytes) -> int:
    """The XOR of all bytes."""
    return reduce(xor, payload, 0)


def em4100_badge(payload: bytes, number_format: NumberFormat) -> Badge:
    """The badge of a card's five bytes."""
    facility, number = "", payload.hex().upper()
    match number_format:
        case NumberFormat.HEX8:
            number = number[2:]
        case NumberFormat.DEC10:
            number = f"{int.from_bytes(payload[1:]):010}"
        case NumberFormat.FACILITY_NUMBER:
            facility, number = f"{payload[2]:03}", f"{int.from_bytes(payload[3:]):05}"
    return Badge("em4100", facility, number)


def read_em4100(body: bytes, number_format: NumberFormat) -> Frame:
    """What the bytes between 0x02 and 0x03 say."""
    digits = body.removesuffix(LINE_ENDS)
    if len(digits) != DIGITS:
        return BadFrame(BadReason.LENGTH, masked(digits))
    if not HEX_DIGITS.issuperset(digits):
        return BadFrame(BadReason.NOT_HEX, masked(digits))
    raw = bytes.fromhex(digits.decode("ascii"))
    if checksum(raw[:-1]) != raw[-1]:
        return BadFrame(BadReason.CHECKSUM, raw.hex().upper())
    return em4100_badge(raw[:-1], number_format)


class Em4100Framer:
    """Finds frames between 0x02 and 0x03. A new 0x02 drops the half frame before it."""

    def __init__(self, number_format: NumberFormat = NumberFormat.HEX) -> None:
        self.noise_bytes = 0
        self._format = number_format
        self._body: bytearray | None = None

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that end within `data`."""
        return [frame for byte in data if (frame := self._take(byte)) is not None]

    def idle(self) -> None:
        """Drops a half frame."""
        if self._body is not None:
            self.noise_bytes += 1 + len(self._body)
            self._body = None

    def _take(self, byte: int) -> Frame | None:
        if byte == STX:
            self.idle()
            self._body = bytearray()
        elif self._body is None:
            self.noise_bytes += byte not in LINE_ENDS
        elif byte == ETX:
            return self._finish(bytes(self._body))
        else:
            self._body.append(byte)
            if len(self._body) > LONGEST_BODY:
                self.idle()
        return None

    def _finish(self, body: bytes) -> Frame:
        self._body = None
        frame = read_em4100(body, self._format)
        if isinstance(frame, BadFrame) and not frame.was_garbled:
            self.noise_bytes += len(body) + 2
        return frame
