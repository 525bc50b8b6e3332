"""The simulated reader."""

from pathlib import Path

import pytest

from kiosk.devices.pty_reader import PtyBadge, rdm6300_frame
from kiosk.devices.serial_line import SerialLine

FRAME = rdm6300_frame("0F00BC614E")


def test_what_is_tapped_comes_out_of_the_port_unchanged() -> None:
    with PtyBadge() as badge:
        line = SerialLine(badge.port, 9600)
        badge.tap(FRAME + b"\r\n\x03")
        received = b""
        while len(received) < len(FRAME) + 3:
            received += line.read()
        line.close()
    assert received == FRAME + b"\r\n\x03"


def test_it_knows_whether_a_program_reads_it() -> None:
    with PtyBadge() as badge:
        assert not badge.wait_for_reader(0.0)
        line = SerialLine(badge.port, 9600)
        assert badge.wait_for_reader(1.0)
        line.close()
        assert not badge.wait_for_reader(0.0)


def test_its_link_lives_as_long_as_the_cable_is_in(tmp_path: Path) -> None:
    link = tmp_path / "badge"
    with PtyBadge(link) as badge:
        assert badge.port == str(link)
        assert link.readlink().is_char_device()
        badge.unplug()
        assert not link.is_symlink()
        badge.plug_in()
        assert link.is_symlink()
    assert not link.is_symlink()


def test_a_link_left_by_a_killed_program_is_taken_over(tmp_path: Path) -> None:
    link = tmp_path / "badge"
    link.symlink_to("/dev/pts/99999")
    with PtyBadge(link):
        assert link.readlink().is_char_device()


def test_a_file_or_a_real_device_of_that_name_is_left_alone(tmp_path: Path) -> None:
    link = tmp_path / "badge"
    link.symlink_to("/dev/null")
    with pytest.raises(FileExistsError, match="not a simulated reader's link"):
        PtyBadge(link)
    assert link.readlink() == Path("/dev/null")


def test_an_unplugged_reader_cannot_be_tapped() -> None:
    badge = PtyBadge()
    badge.unplug()
    with pytest.raises(RuntimeError, match="unplugged"):
        badge.tap(FRAME)
