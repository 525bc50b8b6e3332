"""The protocols of badge readers by name: the setting `reader.protocol` chooses the framer."""

from enum import StrEnum

from kiosk.devices.auto_frames import AutoFramer
from kiosk.devices.em4100_frames import Em4100Framer, NumberFormat
from kiosk.devices.frame import Framer
from kiosk.devices.line_frames import NO_TRIMS, LineFramer, Trims, line_badge
from kiosk.devices.wiegand_frames import wiegand_line


class ReaderProtocol(StrEnum):
    """What may stand in the setting. `rdm6300` and `id12` read each other's frames too: see `em4100_frames`."""

    AUTO = "auto"
    RDM6300 = "rdm6300"
    ID12 = "id12"
    LINE = "line"
    WIEGAND = "wiegand"


def framer_for(protocol: ReaderProtocol, number_format: NumberFormat, trims: Trims = NO_TRIMS) -> Framer:
    """A fresh framer. `number_format` is for EM4100 cards, `trims` for readers of lines."""
    match protocol:
        case ReaderProtocol.AUTO:
            return AutoFramer(number_format, trims)
        case ReaderProtocol.RDM6300 | ReaderProtocol.ID12:
            return Em4100Framer(number_format)
        case ReaderProtocol.LINE:
            return LineFramer(lambda text: line_badge(text, trims))
        case ReaderProtocol.WIEGAND:
            return LineFramer(wiegand_line)
