"""Readers that type a line for each card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.frame import BadFrame, Badge, BadReason
from kiosk.devices.line_frames import LONGEST_LINE, LineFramer, Trims, line_badge


def line(number: str) -> Badge:
    return Badge("line", "", number)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\n\r", b"\r\r\n"])
def test_every_line_end_ends_one_line(end: bytes) -> None:
    framer = LineFramer()
    assert framer.feed(b"00123" + end + b"00124" + end) == [line("00123"), line("00124")]
    assert framer.noise_bytes == 0


@pytest.mark.parametrize(
    "sent",
    [b"00123", b"\x0200123", b"  00123 ", b";00123?", b"#00123", b"~00123", b"\x0000123\t"],
    ids=["bare", "stx", "blanks", "magnetic stripe", "hash", "tilde", "null and tab"],
)
def test_what_wraps_a_number_is_dropped(sent: bytes) -> None:
    assert LineFramer().feed(sent + b"\r\n\x03" + sent + b"\r\n\x03") == [line("00123"), line("00123")]


def test_delimiters_made_of_letters_and_digits_are_a_setting() -> None:
    trims = Trims(lead="ID", trail="99", gone="X")
    assert line_badge("ID0012399", trims) == line("00123")
    assert line_badge("XID0012399", trims) == line("00123")
    assert line_badge("00123", trims) == line("00123")


@pytest.mark.parametrize("said", ["~", "X", "0", "--", "", "OK", "AT", "ERROR"])
def test_what_a_reader_says_besides_numbers_is_no_badge(said: str) -> None:
    framer = LineFramer()
    assert framer.feed(said.encode() + b"\r00123\r") == [line("00123")]
    assert framer.noise_bytes == len(said)


def test_a_hex_number_without_a_decimal_digit_is_a_badge() -> None:
    assert line_badge("ABCDEFAB") == line("ABCDEFAB")


def test_a_broken_byte_spoils_its_line_only() -> None:
    framer = LineFramer()
    assert framer.feed(b"\xff0\x80123\r00124\r") == [BadFrame(BadReason.UNPRINTABLE, "?#?###"), line("00124")]
    assert framer.noise_bytes == 6


def test_characters_sent_when_the_card_is_gone_die_in_the_silence_after_them() -> None:
    framer = LineFramer()
    framer.feed(b"00123\rGONE")
    framer.idle()
    assert framer.feed(b"00124\r") == [line("00124")]
    assert framer.noise_bytes == 4


def test_a_line_without_an_end_keeps_nothing() -> None:
    framer = LineFramer()
    assert framer.feed(b"1" * 100_000) == []
    assert framer.noise_bytes == 100_000
    assert framer.feed(b"\r00123\r") == [line("00123")]


@pytest.mark.parametrize(("length", "badges"), [(LONGEST_LINE, 1), (LONGEST_LINE + 1, 0)])
def test_the_longest_line_is_still_a_line(length: int, badges: int) -> None:
    assert len(LineFramer().feed(b"1" * length + b"\r")) == badges


@given(st.from_regex(r"[0-9]{2,20}", fullmatch=True))
def test_a_number_comes_out_as_it_was_sent(number: str) -> None:
    assert LineFramer().feed(number.encode() + b"\r") == [line(number)]
