"""Wiegand-26 as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.badge_frames import ReaderProtocol, framer_for
from kiosk.devices.em4100_frames import NumberFormat
from kiosk.devices.frame import BadFrame, Badge, BadReason
from kiosk.devices.wiegand_frames import wiegand_frame, wiegand_line

# Facility 12 = 00001100, number 123 = 0000000001111011; even parity 0, odd parity 1.
BITS = "0" + "00001100" + "0000000001111011" + "1"
BADGE = Badge("wiegand26", "012", "00123")


def bits_of(facility: int, number: int) -> str:
    data = f"{facility:08b}{number:016b}"
    return f"{data[:12].count('1') % 2}{data}{1 - data[12:].count('1') % 2}"


@pytest.mark.parametrize("text", [BITS, "12,123", "012:00123", "012,00123"])
def test_every_form_names_the_same_card(text: str) -> None:
    assert wiegand_frame(text) == BADGE


@pytest.mark.parametrize("place", [0, 5, 12, 13, 20, 25])
def test_one_wrong_bit_fails_a_parity(place: int) -> None:
    wrong = BITS[:place] + ("1" if BITS[place] == "0" else "0") + BITS[place + 1 :]
    assert wiegand_frame(wrong) == BadFrame(BadReason.PARITY, wrong)


@pytest.mark.parametrize("text", ["256,1", "1,65536", "00123", "0C007B", "1,2,3", "", BITS + "0", "１,２"])
def test_what_is_not_wiegand_is_told_masked(text: str) -> None:
    assert wiegand_frame(text) is None
    frame = wiegand_line(text)
    assert isinstance(frame, BadFrame)
    assert frame.reason is BadReason.NOT_WIEGAND
    assert not any(character.isdigit() for character in frame.raw)


@given(st.integers(0, 255), st.integers(0, 65535))
def test_bits_and_numbers_agree(facility: int, number: int) -> None:
    expected = Badge("wiegand26", f"{facility:03}", f"{number:05}")
    assert wiegand_frame(bits_of(facility, number)) == wiegand_frame(f"{facility},{number}") == expected


def test_a_failed_parity_is_not_noise_and_a_strange_line_is() -> None:
    framer = framer_for(ReaderProtocol.WIEGAND, NumberFormat.HEX)
    framer.feed(BITS[::-1].encode() + b"\r")
    assert framer.noise_bytes == 0
    framer.feed(b"hello\r")
    assert framer.noise_bytes == 5
