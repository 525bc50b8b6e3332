"""Finds out by itself what a reader speaks.

1. 0x02 opens an EM4100 frame, unless a line end shows that the text between is not twelve characters long: then
   0x02 was the delimiter of a line.
2. Everything else is lines. A line in one of the Wiegand forms is Wiegand, any other is a plain line.
3. A reader that sent a good EM4100 frame has proved itself: a text line is then noise (an ID-12LA frame that lost its
   0x02 looks like one). The first such line ends the proof, so a reader of lines put in its place is heard from its
   second badge on. Plugging a reader in anew starts anew.
4. What a card is called never depends on what was read before.
"""

from kiosk.devices.em4100_frames import DIGITS, ETX, LINE_ENDS, LONGEST_BODY, STX, Em4100Framer, NumberFormat
from kiosk.devices.frame import BadFrame, Badge, BadReason, Frame, masked
from kiosk.devices.line_frames import NO_TRIMS, LineFramer, Trims, line_badge
from kiosk.devices.wiegand_frames import wiegand_frame


class AutoFramer:
    """Gives each stretch of the stream to the framer it belongs to."""

    def __init__(self, number_format: NumberFormat = NumberFormat.HEX, trims: Trims = NO_TRIMS) -> None:
        self._em4100 = Em4100Framer(number_format)
        self._lines = LineFramer(lambda text: wiegand_frame(text) or line_badge(text, trims))
        self._opened: bytearray | None = None
        self._own_noise = 0
        self._proved = False

    @property
    def noise_bytes(self) -> int:
        """Bytes that belonged to nothing."""
        return self._own_noise + self._em4100.noise_bytes + self._lines.noise_bytes

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that end within `data`."""
        return [frame for byte in data for frame in self._take(byte)]

    def idle(self) -> None:
        """Drops what is half received."""
        self._own_noise += len(self._opened or b"")
        self._opened = None
        self._lines.idle()

    def _take(self, byte: int) -> list[Frame]:
        if byte == STX:
            self.idle()
            self._opened = bytearray([STX])
            return []
        if self._opened is None:
            return self._in_lines(bytes([byte]))
        self._opened.append(byte)
        if byte == ETX:
            return self._in_em4100(bytes(self._opened))
        if _is_line(self._opened[1:]):
            return self._in_lines(bytes(self._opened[1:]))
        return []

    def _in_em4100(self, whole: bytes) -> list[Frame]:
        self._opened = None
        frames = self._em4100.feed(whole)
        self._proved = self._proved or any(isinstance(frame, Badge) for frame in frames)
        return frames

    def _in_lines(self, data: bytes) -> list[Frame]:
        self._opened = None
        frames = self._lines.feed(data)
        return [self._unexpected(frame) for frame in frames] if self._proved else frames

    def _unexpected(self, frame: Frame) -> Frame:
        if isinstance(frame, BadFrame):
            return frame
        self._proved = False
        self._own_noise += len(frame.facility) + len(frame.number)
        return BadFrame(BadReason.OTHER_PROTOCOL, masked(frame.number.encode()))


def _is_line(body: bytearray) -> bool:
    """Whether what follows 0x02 can no longer be an EM4100 frame."""
    text = body.rstrip(LINE_ENDS)
    return len(body) > LONGEST_BODY or (len(text) < len(body) and len(text) != DIGITS)
