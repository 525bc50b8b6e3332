"""Wiegand-26 (H10301) as converters write it on a serial line, one card a line.

Three forms are taken, and all three give the same badge for the same card: facility as three digits, number as five.

1. 26 characters 0 and 1: even parity, 8 bits of facility, 16 bits of number, odd parity. The first parity bit covers
   the first 12 data bits, the last one the last 12 (Morpho MA220 manual; rf IDEAS pcProx Plus manual p. 67).
2. `FFF,NNNNN`     3. `FFF:NNNNN`

Hex lines are not guessed at: 6 digits and 8 digits mean different things in different converters, and a wrong guess
is another person's badge. A reader that sends hex is read as `line`.
"""

import re

from kiosk.devices.frame import BadFrame, Badge, BadReason, Frame, masked

BITS = re.compile(r"[01]{26}")
FACILITY_AND_NUMBER = re.compile(r"(\d{1,3})[,:](\d{1,5})", re.ASCII)
LARGEST_FACILITY = 0xFF
LARGEST_NUMBER = 0xFFFF


def wiegand_frame(text: str) -> Frame | None:
    """What a line says in one of the three forms, or None when it has none of them."""
    text = text.strip()
    if BITS.fullmatch(text):
        return _from_bits(text)
    if match := FACILITY_AND_NUMBER.fullmatch(text):
        return _from_numbers(int(match[1]), int(match[2]))
    return None


def wiegand_line(text: str) -> Frame:
    """As `wiegand_frame`, for a reader that is known to send nothing else."""
    frame = wiegand_frame(text)
    return BadFrame(BadReason.NOT_WIEGAND, masked(text.encode())) if frame is None else frame


def _from_bits(bits: str) -> Frame:
    if bits[:13].count("1") % 2 != 0 or bits[13:].count("1") % 2 != 1:
        return BadFrame(BadReason.PARITY, bits)
    return _badge(int(bits[1:9], 2), int(bits[9:25], 2))


def _from_numbers(facility: int, number: int) -> Frame | None:
    if facility > LARGEST_FACILITY or number > LARGEST_NUMBER:
        return None
    return _badge(facility, number)


def _badge(facility: int, number: int) -> Badge:
    return Badge("wiegand26", f"{facility:03}", f"{number:05}")
