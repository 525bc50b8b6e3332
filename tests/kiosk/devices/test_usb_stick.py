"""A page on a USB stick: whole or not at all, over nothing that is there, and never on the terminal's own disk."""

import os
import resource
import stat
from pathlib import Path

import pytest

from kiosk.devices import usb_stick
from kiosk.devices.usb_stick import NotSaved, Saved, StickTrouble, save

PAGE = b"%PDF-1.3\n" + b"the list\n" * 4000


@pytest.fixture
def media(tmp_path: Path) -> Path:
    (tmp_path / "guard" / "STICK").mkdir(parents=True)
    return tmp_path


def kept(media: Path, pages: bytes = PAGE, name: str = "muster-0007") -> Saved | NotSaved:
    return save(pages, name, f"{media}/*/*", is_mounted=lambda folder: folder.name.startswith("STICK"))


def on_it(media: Path) -> list[str]:
    return sorted(path.name for path in (media / "guard" / "STICK").iterdir())


def test_a_page_is_saved_whole_under_its_name(media: Path) -> None:
    said = kept(media)
    assert said == Saved(media / "guard" / "STICK" / "muster-0007.pdf")
    assert said.path.read_bytes() == PAGE


def test_a_page_that_is_there_is_never_written_over(media: Path) -> None:
    kept(media)
    said = [kept(media, b"second"), kept(media, b"third")]
    assert [one.path.name for one in said if isinstance(one, Saved)] == ["muster-0007-2.pdf", "muster-0007-3.pdf"]
    assert (media / "guard/STICK/muster-0007.pdf").read_bytes() == PAGE


def test_file_and_folder_are_settled_before_it_says_so(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled = []
    real = os.fsync

    def seen(file: int) -> None:
        settled.append(stat.S_ISDIR(os.fstat(file).st_mode))
        real(file)

    monkeypatch.setattr(usb_stick.os, "fsync", seen)
    kept(media)
    assert settled == [False, True]


def test_a_folder_that_is_no_mount_point_is_no_stick(media: Path) -> None:
    assert save(PAGE, "muster-0007", f"{media}/*/*") == NotSaved(StickTrouble.NO_STICK)
    assert save(PAGE, "muster-0007", f"{media}/nothing/*") == NotSaved(StickTrouble.NO_STICK)
    assert on_it(media) == []


def test_a_stick_that_takes_nothing_is_passed_over_for_the_next(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (media / "guard" / "STICK2").mkdir()
    real = os.open

    def opened(path, flags, mode=0o777):
        if Path(path).parent.name == "STICK":
            raise OSError(30, "Read-only file system")
        return real(path, flags, mode)

    monkeypatch.setattr(usb_stick.os, "open", opened)
    assert kept(media) == Saved(media / "guard" / "STICK2" / "muster-0007.pdf")
    (media / "guard" / "STICK2").rename(media / "guard" / "other")
    assert kept(media) == NotSaved(StickTrouble.READ_ONLY, "Read-only file system")


def test_a_full_stick_keeps_no_half_of_a_page(media: Path) -> None:
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, usual[1]))
    try:
        said = kept(media)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert isinstance(said, NotSaved)
    assert said.trouble is StickTrouble.FULL
    assert on_it(media) == []


def test_a_stick_pulled_out_while_it_was_written_is_not_called_saved(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(file: int) -> None:
        (media / "guard" / "STICK" / "muster-0007.pdf").unlink()
        (media / "guard" / "STICK").rmdir()
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(usb_stick.os, "fsync", gone)
    assert kept(media) == NotSaved(StickTrouble.REMOVED, "Input/output error")
