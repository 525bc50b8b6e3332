"""A reader whose protocol nobody set."""

from kiosk.devices.auto_frames import AutoFramer
from kiosk.devices.frame import BadFrame, Badge, BadReason, Frame
from kiosk.devices.pty_reader import id12_frame, rdm6300_frame

CARD = Badge("em4100", "", "0F00BC614E")
LINE = Badge("line", "", "00123")
STRANGER = BadFrame(BadReason.OTHER_PROTOCOL, "#####")


def read(*stretches: bytes) -> list[Frame]:
    framer = AutoFramer()
    return [frame for stretch in stretches for frame in framer.feed(stretch)]


def test_it_reads_both_em4100_readers_with_their_own_ends() -> None:
    assert read(rdm6300_frame(CARD.number), id12_frame(CARD.number)) == [CARD, CARD]


def test_it_reads_lines_and_wiegand_lines() -> None:
    assert read(b"00123\r\n", b"12,123\r\n") == [LINE, Badge("wiegand26", "012", "00123")]


def test_a_line_between_start_and_end_characters_is_a_line() -> None:
    assert read(b"\x0200123\r\n\x03" * 2, b"\x020000000000012345\r\n\x03") == [
        LINE,
        LINE,
        Badge("line", "", "0000000000012345"),
    ]


def test_a_failed_checksum_is_not_read_as_a_line() -> None:
    broken = id12_frame(CARD.number).replace(b"0F", b"1F")
    assert read(broken) == [BadFrame(BadReason.CHECKSUM, broken[1:13].decode())]


def test_once_em4100_proved_itself_a_frame_without_its_start_is_noise() -> None:
    framer = AutoFramer()
    frames = framer.feed(id12_frame(CARD.number) + id12_frame(CARD.number)[1:] + id12_frame(CARD.number))
    assert frames == [CARD, BadFrame(BadReason.OTHER_PROTOCOL, "#x##xx###x#x"), CARD]
    assert framer.noise_bytes >= 12


def test_another_reader_in_its_place_is_heard_from_the_second_badge_on() -> None:
    assert read(rdm6300_frame(CARD.number), b"00123\r", b"00123\r") == [CARD, STRANGER, LINE]


def test_good_em4100_frames_restore_the_proof() -> None:
    em4100 = rdm6300_frame(CARD.number)
    assert read(em4100, b"00123\r", em4100, b"00123\r") == [CARD, STRANGER, CARD, STRANGER]


def test_unreadable_lines_do_not_end_the_proof() -> None:
    unreadable = BadFrame(BadReason.UNPRINTABLE, "#?#")
    assert read(rdm6300_frame(CARD.number), b"1\xff1\r", b"00123\r") == [CARD, unreadable, STRANGER]


def test_em4100_after_lines_keeps_its_name() -> None:
    assert read(b"00123\r", id12_frame(CARD.number)) == [LINE, CARD]


def test_a_half_line_before_a_frame_is_noise() -> None:
    framer = AutoFramer()
    assert framer.feed(b"001" + rdm6300_frame(CARD.number)) == [CARD]
    assert framer.noise_bytes == 3


def test_silence_drops_a_half_frame_of_either_kind() -> None:
    framer = AutoFramer()
    framer.feed(b"\x0212")
    framer.idle()
    framer.feed(b"45")
    framer.idle()
    assert framer.feed(b"00123\r") == [LINE]
    assert framer.noise_bytes == 5
