"""What every framer keeps, whatever comes over the line."""

import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.badge_frames import ReaderProtocol, framer_for
from kiosk.devices.em4100_frames import NumberFormat
from kiosk.devices.frame import BadFrame, Badge, Frame, Framer
from kiosk.devices.pty_reader import id12_frame, rdm6300_frame

pieces = st.one_of(
    st.binary(max_size=20),
    st.binary(min_size=5, max_size=5).map(lambda card: rdm6300_frame(card.hex())),
    st.binary(min_size=5, max_size=5).map(lambda card: id12_frame(card.hex())),
    st.sampled_from([b"00123\r\n", b"12,123\r", b"\x0200123\r\n\x03", b"0" * 26 + b"\n", b"\x02", b"\x03", b"\r"]),
    st.text("0123456789,:\r\n", max_size=30).map(str.encode),
)
streams = st.lists(pieces, max_size=12).map(b"".join)
protocols = st.sampled_from(ReaderProtocol)


def framer(protocol: ReaderProtocol) -> Framer:
    return framer_for(protocol, NumberFormat.HEX)


@given(protocols, streams, st.lists(st.integers(0, 300)))
def test_cutting_the_stream_anywhere_gives_the_same_frames(
    protocol: ReaderProtocol, stream: bytes, cuts: list[int]
) -> None:
    whole, cut = framer(protocol), framer(protocol)
    edges = [0, *sorted(min(place, len(stream)) for place in cuts), len(stream)]
    in_pieces: list[Frame] = []
    for start, end in pairwise(edges):
        in_pieces += cut.feed(stream[start:end])
    assert whole.feed(stream) == in_pieces
    assert whole.noise_bytes == cut.noise_bytes


@given(protocols, streams)
def test_no_byte_of_a_badge_is_noise(protocol: ReaderProtocol, stream: bytes) -> None:
    some = framer(protocol)
    frames = some.feed(stream)
    some.idle()
    shortest = sum(len(each.number) for each in frames if isinstance(each, Badge) and each.technology != "wiegand26")
    assert 0 <= some.noise_bytes <= len(stream) - shortest


@given(protocols, streams)
def test_what_is_not_a_failed_checksum_is_masked(protocol: ReaderProtocol, stream: bytes) -> None:
    for frame in framer(protocol).feed(stream):
        if isinstance(frame, BadFrame) and not frame.was_garbled:
            assert not any(character.isdigit() for character in frame.raw)


@given(st.binary(min_size=5, max_size=5), streams)
def test_auto_finds_a_good_frame_in_any_surroundings(card: bytes, noise: bytes) -> None:
    expected = Badge("em4100", "", card.hex().upper())
    assert framer(ReaderProtocol.AUTO).feed(noise + rdm6300_frame(card.hex()))[-1] == expected


@pytest.mark.parametrize("protocol", ReaderProtocol)
def test_a_stream_without_an_end_is_counted_and_forgotten(protocol: ReaderProtocol) -> None:
    some = framer(protocol)
    tracemalloc.start()
    assert some.feed(b"\x02") == []
    for _ in range(30):
        assert some.feed(b"7" * 2000) == []
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 20_000
    some.idle()
    assert 60_000 <= some.noise_bytes <= 60_001
