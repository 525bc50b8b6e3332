"""Whoever stops, and a disk that takes nothing, leave the settings and all they name as they were."""

import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.setup.settings_file import SettingsFile, SettingsFileError
from tests.kiosk.setup.conftest import SECRETS, Setup, site, upstream

OLD = (*site(), "-", "-", "off")
NEW = (
    *("Dock 4", "687", "UTC", "1 514 555 0100", "Gate 2", "en"),
    *upstream("http://127.0.0.1:9"),
    *("-", "surveyed", "45.5", "-73.5", "200"),
)


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file but the ledger's own: content and permissions."""
    return {
        str(file.relative_to(folder)): (file.read_bytes(), stat.S_IMODE(file.stat().st_mode))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(("ledger", ".ledger"))
    }


@pytest.fixture
def small_disk(settings: Path) -> Iterator[Path]:
    """The settings' folder as a file system of two megabytes."""
    folder = settings.parent
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a disk this small")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_stopping_in_a_bare_place_leaves_not_even_a_folder(setup: Setup, settings: Path) -> None:
    assert not settings.parent.exists()
    for answers in ((), site()):
        assert setup(*answers).exit_code == 1
        assert not settings.parent.exists()


def test_stopping_at_any_question_changes_nothing(setup: Setup, settings: Path, stick: Path) -> None:
    assert setup(*OLD, str(stick)).exit_code == 0
    before = contents(settings.parent)
    # The register of the last question is one in which nobody supervises Dock 4.
    answers = (*NEW, str(stick))
    for typed in range(len(answers) + 1):
        stopped = setup(*answers[:typed])
        assert stopped.exit_code == 1, stopped.output
        assert "Stopped. The settings are as they were." in stopped.output
        assert contents(settings.parent) == before, answers[:typed]
    assert not list(settings.parent.glob(".setup-*"))


def test_stopping_on_a_bare_device_leaves_no_file_at_all(setup: Setup, settings: Path) -> None:
    assert setup(*NEW).exit_code == 1
    assert not settings.parent.exists() or not list(settings.parent.iterdir())


def test_what_a_killed_run_left_goes_with_the_next(setup: Setup, settings: Path) -> None:
    settings.parent.mkdir()
    left = settings.with_name(".tracktik-password.secret.setup")
    left.write_text(SECRETS[1])
    assert setup(*OLD, "-").exit_code == 0
    assert not left.exists()


def test_a_disk_that_takes_no_more_is_told_and_keeps_what_was_there(
    small_disk: Path, setup: Setup, settings: Path, stick: Path
) -> None:
    assert setup(*OLD, str(stick)).exit_code == 0
    (small_disk / "ballast").write_bytes(b"x" * 10)
    before = contents(small_disk)
    subprocess.run(["dd", "if=/dev/zero", f"of={small_disk}/ballast", "bs=4k"], check=False, capture_output=True)
    done = setup(*NEW, str(stick), "n")
    assert done.exit_code == 1
    assert "No space left on device. Nothing was changed" in done.output, done.output
    assert "Traceback" not in done.output
    (small_disk / "ballast").write_bytes(b"x" * 10)
    assert contents(small_disk) == before


def test_a_disk_that_can_only_be_read_is_told_and_keeps_what_was_there(
    small_disk: Path, setup: Setup, settings: Path, stick: Path
) -> None:
    assert setup(*OLD, str(stick)).exit_code == 0
    before = contents(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = setup(*NEW, str(stick), "n")
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert (done.exit_code, "Read-only file system. Nothing was changed" in done.output) == (1, True), done.output
    assert contents(small_disk) == before


def test_settings_that_somebody_changed_meanwhile_are_not_overwritten(setup: Setup, settings: Path) -> None:
    assert setup(*OLD, "-").exit_code == 0
    theirs = settings.read_text() + "\n# theirs\n"

    with SettingsFile(settings) as ours:
        ours.change({"kiosk": {"terminal": "Gate 7"}})
        settings.write_text(theirs)
        with pytest.raises(SettingsFileError, match="meanwhile"):
            ours.keep()
    assert settings.read_text() == theirs
