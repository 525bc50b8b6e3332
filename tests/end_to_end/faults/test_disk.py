"""The disk is full, or comes up read-only after a power cut: nothing is called recorded, and it heals by itself."""

import errno
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.demo.processes import until
from kiosk.demo.upstream import Sandbox
from tests.end_to_end.faults.place import Place

PIECE = bytes(2**20)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file system of 96 MB, in the folder that a site is made in."""
    site = tmp_path_factory.mktemp("disk") / "site"
    site.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=96m", "none", str(site)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a disk this small")
    yield site
    subprocess.run(["umount", str(site)], check=True)


@pytest.fixture(scope="module")
def place(disk: Path, upstream: Sandbox, wall_at: Callable[..., object]) -> Iterator[Place]:
    """A site of its own, with everything on that disk."""
    with ExitStack() as parts:
        place = Place(wall_at(disk.parent, parts, sandbox_url=upstream.url), upstream)
        parts.callback(place.ear.close)
        yield place.opens()


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (2**20, 4096, 1):
            try:
                while file.write(PIECE[:size]) == size:
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    return filler


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True, capture_output=True)


def test_a_full_disk_is_told_and_the_tap_that_was_not_recorded_is_made_again_once(place: Place, disk: Path) -> None:
    place.sandbox.switch(link="down")
    try:
        place.comes("2020")
        filler = fill(disk)
        place.wall.badge("2021")
        place.wall.sees(screen="cannot_record", why="was not recorded")
        place.idle(notice="This terminal cannot record")
        place.is_told("disk", "fault", told="0 MB of 96 MB are free")
    finally:
        place.sandbox.switch(link="up")
        filler.unlink()
    place.is_well()
    assert place.check("disk").standing == "warning", "the whole disk is smaller than what a site should have free"
    assert place.kinds("2021") == []
    place.comes("2021")
    place.is_upstream("2020", "2021")


def test_a_read_only_disk_after_a_power_cut_is_told_and_the_kiosk_opens_once_it_is_writable(
    place: Place, disk: Path
) -> None:
    place.sandbox.switch(link="down")
    place.comes("2022")
    place.sync.kill()
    place.kiosk.kill()
    remount(disk, "ro")
    try:
        place.sandbox.switch(link="up")
        place.sync.start()
        place.kiosk_starts()
        shown = until("the kiosk says it", place.cannot_record)
        assert "read-only" in str(shown["lines"]).lower(), shown
        assert shown["phone"] == "514 555 0100"
        place.is_told("disk", "fault", told="read-only")
        until("delivery ended, for systemd to start it again", lambda: not place.sync.is_alive())
    finally:
        remount(disk, "rw")
    place.idle()
    place.sync.start()
    place.is_well()
    place.comes("2023")
    place.is_upstream("2022", "2023")
