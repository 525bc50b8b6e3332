"""The morning as a newcomer plays it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PICTURES = ("idle", "accepted", "position", "choose", "break", "no-link", "end")
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.timeout(150)
def test_the_morning_ends_by_itself_and_the_three_accounts_agree(tmp_path: Path) -> None:
    folder = tmp_path / "morning"
    played = subprocess.run(
        [sys.executable, "-m", "shared.cli", "demo", "--folder", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=140,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert "Screens, ledger and upstream agree on 5 work sessions" in played.stdout
    assert "A difference for the supervisor's desk: 1054" in played.stdout
    assert "KIOSK" in played.stdout
    assert "PHONE" in played.stdout
    assert "DELAYED" in played.stdout
    assert "Fatou Diallo calls" in (folder / "calls.txt").read_text()
    for name in PICTURES:
        assert (folder / f"{name}.png").read_bytes().startswith(PNG)


def test_a_folder_with_other_things_in_it_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "payroll.xls").write_text("years of work")
    played = subprocess.run(
        [sys.executable, "-m", "shared.cli", "demo", "--folder", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert played.returncode == 1
    assert "holds other things" in played.stderr
    assert (tmp_path / "payroll.xls").exists()
