"""RDM6300 and ID-12LA frames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.em4100_frames import Em4100Framer, NumberFormat
from kiosk.devices.frame import BadFrame, Badge, BadReason
from kiosk.devices.pty_reader import id12_frame, rdm6300_frame

CARD = "0F00BC614E"  # printed on it: 0012345678 188,24910
BADGE = Badge("em4100", "", CARD)
# Written out by hand: 55 xor 00 xor 56 xor 4B xor 91 = D9.
RECORDED = bytes.fromhex("02 35353030353634423931 4439 03")
cards = st.binary(min_size=5, max_size=5).map(bytes.hex)


@pytest.mark.parametrize(
    ("number_format", "facility", "number"),
    [
        (NumberFormat.HEX, "", "0F00BC614E"),
        (NumberFormat.HEX8, "", "00BC614E"),
        (NumberFormat.DEC10, "", "0012345678"),
        (NumberFormat.FACILITY_NUMBER, "188", "24910"),
    ],
)
def test_a_card_is_named_as_the_setting_says(number_format: NumberFormat, facility: str, number: str) -> None:
    assert Em4100Framer(number_format).feed(rdm6300_frame(CARD)) == [Badge("em4100", facility, number)]


def test_leading_zeros_stay_in_every_format() -> None:
    frame = rdm6300_frame("0000000007")
    numbers = [Em4100Framer(each).feed(frame)[0] for each in NumberFormat]
    assert numbers == [
        Badge("em4100", "", "0000000007"),
        Badge("em4100", "", "00000007"),
        Badge("em4100", "", "0000000007"),
        Badge("em4100", "000", "00007"),
    ]


def test_the_frames_have_the_lengths_of_their_data_sheets() -> None:
    assert len(rdm6300_frame(CARD)) == 14
    assert len(id12_frame(CARD)) == 16
    assert id12_frame(CARD)[-3:] == b"\r\n\x03"


def test_a_frame_written_down_by_hand_is_read() -> None:
    assert Em4100Framer().feed(RECORDED) == [Badge("em4100", "", "5500564B91")]


def test_lower_case_digits_name_the_same_card() -> None:
    assert Em4100Framer().feed(rdm6300_frame(CARD).lower()) == [BADGE]


def test_a_wrong_checksum_gives_no_badge_and_shows_what_came() -> None:
    frame = bytearray(rdm6300_frame(CARD))
    frame[10] = ord("F")
    digits = frame[1:13].decode()
    framer = Em4100Framer()
    assert framer.feed(bytes(frame)) == [BadFrame(BadReason.CHECKSUM, digits)]
    assert framer.noise_bytes == 0


def test_a_frame_of_the_wrong_length_is_masked() -> None:
    assert Em4100Framer().feed(b"\x0212AB\x03") == [BadFrame(BadReason.LENGTH, "##xx")]


def test_blanks_do_not_pass_for_digits() -> None:
    assert Em4100Framer().feed(b"\x0212 34 567890\x03") == [BadFrame(BadReason.NOT_HEX, "## ## ######")]


def test_a_new_start_drops_the_half_frame_before_it() -> None:
    framer = Em4100Framer()
    assert framer.feed(rdm6300_frame(CARD)[:9] + rdm6300_frame(CARD)) == [BADGE]
    assert framer.noise_bytes == 9


def test_silence_drops_a_half_frame() -> None:
    framer = Em4100Framer()
    framer.feed(rdm6300_frame(CARD)[:9])
    framer.idle()
    assert framer.feed(rdm6300_frame(CARD)[9:]) == []
    assert framer.noise_bytes == 14


def test_endless_noise_after_a_start_keeps_nothing() -> None:
    framer = Em4100Framer()
    assert framer.feed(b"\x02" + b"A" * 100_000) == []
    assert framer.noise_bytes == 100_001
    assert framer.feed(rdm6300_frame(CARD)) == [BADGE]


@given(cards, st.integers(0, 9), st.integers(1, 255))
def test_one_wrong_byte_in_the_digits_never_gives_another_card(card: str, place: int, flip: int) -> None:
    frame = bytearray(rdm6300_frame(card))
    frame[1 + place] ^= flip
    badges = [each for each in Em4100Framer().feed(bytes(frame)) if isinstance(each, Badge)]
    assert badges in ([], [Badge("em4100", "", card.upper())])  # "a" for "A" is the same digit


@given(st.lists(cards, max_size=5), st.binary(max_size=40).filter(lambda noise: 2 not in noise))
def test_frames_are_found_between_noise(some: list[str], noise: bytes) -> None:
    framer = Em4100Framer()
    stream = noise + b"".join(rdm6300_frame(card) + noise for card in some)
    assert framer.feed(stream) == [Badge("em4100", "", card.upper()) for card in some]


@given(cards, st.binary(max_size=40))
def test_a_frame_is_found_whatever_came_before_it(card: str, noise: bytes) -> None:
    assert Em4100Framer().feed(noise + id12_frame(card))[-1] == Badge("em4100", "", card.upper())


@pytest.mark.parametrize("number", ["", "12", "0F00BC614E00"])
def test_a_card_of_another_length_cannot_be_simulated(number: str) -> None:
    with pytest.raises(ValueError, match="ten hex digits"):
        rdm6300_frame(number)
