"""`clockpost people`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.store import people
from shared.store.database import Store
from tests.shared.commands.conftest import Clockpost

Told = Callable[..., Any]
REGISTER = """number,name,language,role,sites,badges,pin
1053,Ana Ribeiro,en,supervisor,Docks;687,em4100:0A1B2C3D4E,4711
1054,Chloé Tremblay,fr,,,line:00123,
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(REGISTER, encoding="utf-8")
    return file


def test_a_file_becomes_the_register(clockpost: Clockpost, told: Told, register: Path) -> None:
    result = clockpost("people", "import", str(register))
    assert (result.exit_code, "2 people are the register now" in result.stdout) == (0, True)
    listed = told("people", "list")
    assert listed["taken_at"]
    assert listed["people"][1] == {
        "number": "1054",
        "name": "Chloé Tremblay",
        "language": "fr",
        "role": "employee",
        "sites": [],
    }
    table = clockpost("people", "list").stdout
    assert "2 people" in table
    assert "Docks, 687" in table


def test_the_file_of_the_settings_is_taken_without_an_argument(
    clockpost: Clockpost, settings: Path, register: Path
) -> None:
    settings.write_text(settings.read_text().replace("[people]", f'[people]\nsource = "{register.name}"'))
    assert clockpost("people", "import").exit_code == 0


def test_without_any_file_the_next_step_is_told(clockpost: Clockpost) -> None:
    result = clockpost("people", "import")
    assert result.exit_code == 1
    assert "people.source" in result.stderr


def test_every_mistake_of_a_file_is_told_and_the_register_stays(
    clockpost: Clockpost, told: Told, register: Path, tmp_path: Path
) -> None:
    clockpost("people", "import", str(register))
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("number,name,pin\nabc,Somebody,\n1055,,\n1056,Dev,12\n")
    result = clockpost("people", "import", str(wrong))
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 3
    assert len(told("people", "list")["people"]) == 2


def test_a_list_shows_no_badge_and_no_pin(clockpost: Clockpost, register: Path, store: Store) -> None:
    clockpost("people", "import", str(register))
    shown = clockpost("people", "list").stdout + clockpost("people", "list", "--json").stdout
    found = people.by_number(store, "1053")
    assert found is not None
    for secret in ("0A1B2C3D4E", "4711", found[1], "argon2"):
        assert secret not in shown


def test_a_key_is_made_once_and_shown_for_the_safe(clockpost: Clockpost, tmp_path: Path) -> None:
    file = tmp_path / "new.key"
    result = clockpost("people", "key", str(file))
    assert result.exit_code == 0
    assert file.read_text().strip() in result.stdout
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_text()
    again = clockpost("people", "key", str(file))
    assert again.exit_code == 1
    assert "never overwritten" in again.stderr
    assert file.read_text() == before


def test_a_key_in_no_folder_is_told(clockpost: Clockpost, tmp_path: Path) -> None:
    result = clockpost("people", "key", str(tmp_path / "nowhere" / "new.key"))
    assert result.exit_code == 1
    assert "Nothing was made" in result.stderr


def test_badges_without_a_key_are_told(clockpost: Clockpost, settings: Path, register: Path) -> None:
    settings.with_name("badge.key").unlink()
    result = clockpost("people", "import", str(register))
    assert result.exit_code == 1
    assert "badge key" in result.stderr
