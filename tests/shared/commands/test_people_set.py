"""`clockpost people set`, `key --rotate`, `key --retire` and `export`, on real files."""

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from shared.badges import read_keys
from shared.cli import build
from shared.people_amend import replace_file
from shared.pins import is_right
from shared.store import people
from shared.store.damage_mark import note_damage
from shared.store.database import Store
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import SITE

Told = Callable[..., Any]
REGISTER = """number,name,role,badges,pin
1053,"Ribeiro, Ana",employee,em4100:0A1B2C3D4E,4711
1054,Chloé Tremblay,,line:00123,
"""


@pytest.fixture
def register(settings: Path, tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(REGISTER, encoding="utf-8")
    file.chmod(0o640)
    settings.write_text(settings.read_text().replace("[people]", '[people]\nsource = "people.csv"'))
    return file


def lines(file: Path) -> dict[str, dict[str, str]]:
    return {row["number"]: row for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))}


def test_one_line_changes_and_every_other_stays(clockpost: Clockpost, register: Path, told: Told) -> None:
    result = clockpost("people", "set", "1054", "--role", "supervisor", "--language", "fr", "--sites", f"{SITE};687")
    assert (result.exit_code, result.stderr) == (0, "")
    assert register.read_text(encoding="utf-8").splitlines()[1].startswith('1053,"Ribeiro, Ana",employee')
    assert lines(register)["1054"]["badges"] == "line:00123"
    listed = {one["number"]: one for one in told("people", "list")["people"]}
    assert listed["1054"] == {
        "number": "1054",
        "name": "Chloé Tremblay",
        "language": "fr",
        "role": "supervisor",
        "sites": [SITE, "687"],
    }
    assert register.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in register.parent.glob(".*.new")] == []


def test_somebody_new_is_added_and_nobody_twice(clockpost: Clockpost, register: Path) -> None:
    assert clockpost("people", "set", "1060", "--new", "--name", "Dev Patel").exit_code == 0
    assert lines(register)["1060"]["name"] == "Dev Patel"
    again = clockpost("people", "set", "1060", "--new", "--name", "Dev Patel")
    assert (again.exit_code, "stands there already" in again.stderr) == (1, True)
    unknown = clockpost("people", "set", "1099", "--name", "Nobody")
    assert (unknown.exit_code, "--new adds somebody" in unknown.stderr) == (1, True)


def test_a_wrong_cell_leaves_file_and_register_alone(clockpost: Clockpost, register: Path) -> None:
    before = register.read_bytes()
    result = clockpost("people", "set", "1054", "--role", "boss")
    assert (result.exit_code, "role must be employee or supervisor" in result.stderr) == (1, True)
    assert register.read_bytes() == before
    assert clockpost("people", "set", "1054").exit_code == 2


def test_a_site_that_nobody_set_is_refused(clockpost: Clockpost, register: Path) -> None:
    before = register.read_bytes()
    result = clockpost("people", "set", "1054", "--sites", "687; Nowhere")
    assert (result.exit_code, f"Nowhere is no site of these settings; there is {SITE}" in result.stderr) == (2, True)
    assert register.read_bytes() == before


def typed(*arguments: str, keys: str) -> Result:
    """The command, with somebody at the keyboard."""
    return CliRunner().invoke(build(), list(arguments), input=keys)


def test_a_pin_is_asked_for_twice_and_kept_as_its_hash(clockpost: Clockpost, register: Path, store: Store) -> None:
    assert typed("people", "set", "1053", "--pin", keys="2580\n2580\n").exit_code == 0
    assert lines(register)["1053"]["pin"] == ""
    assert "2580" not in register.read_text()
    found = people.by_number(store, "1053")
    assert found is not None
    assert is_right(found[1], "2580")
    short = typed("people", "set", "1053", "--pin", keys="12\n")
    assert (short.exit_code, "4 to 8 digits" in short.stderr) == (1, True)
    other = typed("people", "set", "1053", "--pin", keys="2580\n2581\n")
    assert (other.exit_code, "two different PINs" in other.stderr) == (1, True)
    assert clockpost("people", "set", "1053", "--no-pin").exit_code == 0
    found = people.by_number(store, "1053")
    assert found is not None
    assert found[1] == ""


def test_consent_to_be_called_is_given_and_taken_back(clockpost: Clockpost, register: Path, store: Store) -> None:
    assert clockpost("people", "set", "1053", "--phone", "+15145550123", "--chase").exit_code == 0
    assert store.execute("SELECT chase FROM people WHERE number = '1053' ORDER BY snapshot DESC LIMIT 1") == [(1,)]
    assert clockpost("people", "set", "1053", "--no-chase").exit_code == 0
    assert store.execute("SELECT chase FROM people WHERE number = '1053' ORDER BY snapshot DESC LIMIT 1") == [(0,)]


def test_a_file_that_cannot_be_written_is_told(clockpost: Clockpost, register: Path, settings: Path) -> None:
    settings.write_text(settings.read_text().replace('source = "people.csv"', 'source = "nowhere/people.csv"'))
    result = clockpost("people", "set", "1053", "--name", "Ana")
    assert (result.exit_code, "No such file" in result.stderr) == (1, True)


def test_an_export_goes_back_in_with_every_badge(
    clockpost: Clockpost, register: Path, store: Store, tmp_path: Path
) -> None:
    assert clockpost("people", "import").exit_code == 0
    file = tmp_path / "export.csv"
    assert clockpost("people", "export", "--to", str(file)).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert not any(secret in file.read_text() for secret in ("0A1B2C3D4E", "00123", "4711"))
    before = store.execute("SELECT hash, key_id, number, lost FROM badges ORDER BY hash")
    assert len(before) == 2
    assert clockpost("people", "import", str(file)).exit_code == 0
    assert store.execute("SELECT hash, key_id, number, lost FROM badges ORDER BY hash") == before
    found = people.by_number(store, "1053")
    assert found is not None
    assert is_right(found[1], "4711")
    assert clockpost("people", "export").stdout == file.read_text()
    assert clockpost("people", "export", "--to", str(file)).exit_code == 1


def test_a_badge_hash_of_another_key_is_a_mistake(clockpost: Clockpost, register: Path) -> None:
    register.write_text(f"number,name,badge_hashes\n1053,Ana,k9:{'a' * 64};k1:short\n")
    result = clockpost("people", "import")
    assert result.exit_code == 1
    assert "badge hash 1 was made with the key k9" in result.stderr
    assert "badge hash 2 must be the key's id" in result.stderr


def test_a_key_is_rotated_and_the_old_one_retired_once_no_badge_needs_it(
    clockpost: Clockpost, register: Path, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "badge.key"
    file.chmod(0o600)
    assert clockpost("people", "import").exit_code == 0
    rotated = clockpost("people", "key", str(file), "--rotate")
    keys = read_keys(file).keys
    assert [key.key_id for key in keys] == ["k1", "k2"]
    assert keys[1].secret.hex() in rotated.stdout
    assert keys[0].secret.hex() not in rotated.stdout
    assert file.stat().st_mode & 0o777 == 0o600
    early = clockpost("people", "key", str(file), "--retire", "k1")
    assert (early.exit_code, "2 badges are known under k1" in early.stderr) == (1, True)
    assert clockpost("people", "import").exit_code == 0
    assert clockpost("people", "key", str(file), "--retire", "k2").exit_code == 1
    assert clockpost("people", "key", str(file), "--retire", "k7").exit_code == 1
    assert clockpost("people", "key", str(file), "--retire", "k1").exit_code == 0
    assert [key.key_id for key in read_keys(file).keys] == ["k2"]
    assert [row[0] for row in store.execute("SELECT DISTINCT key_id FROM badges")] == ["k2"]
    assert clockpost("people", "key", str(file), "--retire", "k1", "--rotate").exit_code == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_root_changes_stays_the_services(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("number,name\n1053,Ana\n")
    file.chmod(0o600)
    os.chown(file, 4711, 4712)
    replace_file(file, b"number,name\n1053,Ben\n")
    assert (file.stat().st_uid, file.stat().st_gid, file.stat().st_mode & 0o777) == (4711, 4712, 0o600)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_damage_that_root_met_is_told_to_the_services(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    ledger.write_bytes(b"x")
    os.chown(ledger, 4711, 4712)
    note_damage(ledger)
    assert ledger.with_name("ledger.db.damage").stat().st_uid == 4711
