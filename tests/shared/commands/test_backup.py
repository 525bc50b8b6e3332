"""`clockpost backup`, `restore`, `rekey` and `handover` as a person types them: what they say, and how they end."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.store import binding, ledger
from shared.store.database import Store
from tests.shared.commands.conftest import SETTINGS, Clockpost
from tests.shared.store.gate import ACCOUNT, ANA, BEN, Gate
from tests.shared.store.wreck import damage, ledger_page, with_history


@pytest.fixture
def path(settings: Path) -> Path:
    """A ledger in which Ana and Ben came."""
    file = settings.with_name("ledger.db")
    with Store.open(file) as store:
        binding.bind(store, [ACCOUNT], {})
        gate = Gate(store)
        gate.tap(ANA)
        gate.wait(hours=1)
        gate.tap(BEN)
    return file


def came_back(path: Path) -> None:
    with Store.open(path) as store:
        gate = Gate(store)
        gate.wait(hours=9)
        gate.tap(ANA)


def test_a_backup_is_made_and_put_back(path: Path, told: Callable[..., Any], clockpost: Clockpost) -> None:
    made = told("backup")
    file = Path(made["file"])
    assert (file.parent, made["events"], made["faults"]) == (path.parent / "backups", 2, [])
    assert made["head"].startswith(f"2:{file.name.split('-')[-1].removesuffix('.backup')}")
    came_back(path)
    done = told("restore", str(file))
    assert (done["events"], done["head"], done["unknown"], done["carried"]) == (2, made["head"], 3, 1)
    with Store.open(Path(done["kept_as"])) as kept, Store.open(path) as store:
        assert (ledger.count(kept), ledger.count(store)) == (3, 3)
    verified = clockpost("verify", "--head", made["head"])
    assert (verified.exit_code, "intact" in verified.stdout) == (0, True)


def test_people_are_told_where_it_is_and_what_to_do_next(path: Path, clockpost: Clockpost, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    missing = clockpost("backup", "--to", str(folder))
    assert missing.exit_code == 1
    assert "no such folder. Make it, or plug in the medium" in missing.stderr
    folder.mkdir()
    made = clockpost("backup", "--to", str(folder))
    (file,) = folder.iterdir()
    assert f"{file}: 2 events" in made.stdout
    restored = clockpost("restore", str(file))
    assert "2 deliveries are looked up before anything is sent. Now start everything again." in restored.stdout
    assert "is kept as" in restored.stdout


def test_a_second_medium_that_is_not_there_is_said_and_no_failure(
    path: Path, settings: Path, clockpost: Clockpost
) -> None:
    settings.write_text(f'{SETTINGS}[backup]\nsecond_directory = "stick"\n')
    without = clockpost("backup")
    assert (without.exit_code, "No second copy:" in without.stderr) == (0, True)
    stick = settings.with_name("stick")
    stick.mkdir()
    assert "on the second medium" in clockpost("backup").stdout
    assert len(list(stick.iterdir())) == 1


@pytest.mark.parametrize("command", [("backup",), ("verify",), ("rekey", "--to", "KEY", "--make-key")])
def test_a_damaged_ledger_is_told_with_what_to_do(
    settings: Path, clockpost: Clockpost, tmp_path: Path, command: tuple[str, ...]
) -> None:
    path = settings.with_name("ledger.db")
    history = with_history(path)
    damage(path, ledger_page(path, history[20]))
    result = clockpost(*(str(tmp_path / "new.key") if one == "KEY" else one for one in command))
    assert result.exit_code == 1
    assert "Start kiosk, sync, phone line and board again" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_restore_beside_a_running_service_is_refused(path: Path, clockpost: Clockpost, told: Any) -> None:
    file = told("backup")["file"]
    with Store.open(path):
        result = clockpost("restore", file)
    assert result.exit_code == 1
    assert "Stop kiosk, sync, phone line and board" in result.stderr


def test_a_ledger_is_encrypted_and_decrypted_again(path: Path, settings: Path, clockpost: Clockpost) -> None:
    clockpost("backup")
    key = settings.with_name("ledger.key")
    done = clockpost("rekey", "--to", str(key), "--make-key")
    assert done.exit_code == 0, done.stderr
    assert f'set store.key_file = "{key}"' in done.stdout
    assert "A key that lies on the same card protects" in done.stdout
    assert "1 backups and 0 files set aside" in done.stdout
    assert key.read_text().strip() not in done.stdout
    assert clockpost("verify").exit_code == 1
    settings.write_text(SETTINGS.replace('path = "ledger.db"', 'path = "ledger.db"\nkey_file = "ledger.key"'))
    assert clockpost("verify").exit_code == 0
    assert clockpost("rekey", "--to", str(key), "--make-key").exit_code == 1
    assert "take store.key_file out of the settings" in clockpost("rekey", "--to", "plain").stdout
    settings.write_text(SETTINGS)
    assert clockpost("verify").exit_code == 0


def test_no_key_is_made_for_a_ledger_that_is_in_use(path: Path, clockpost: Clockpost, tmp_path: Path) -> None:
    key = tmp_path / "ledger.key"
    with Store.open(path):
        refused = clockpost("rekey", "--to", str(key), "--make-key")
    assert (refused.exit_code, "another process has it open" in refused.stderr) == (1, True)
    assert not key.exists()


@pytest.mark.parametrize("why", ["the key that the settings name is another one", "there is no ledger"])
def test_no_key_is_made_for_a_ledger_that_cannot_be_opened(
    path: Path, settings: Path, clockpost: Clockpost, why: str
) -> None:
    key, wrong = settings.with_name("new.key"), settings.with_name("ledger.key")
    wrong.write_text("not the one")
    settings.write_text(SETTINGS.replace('path = "ledger.db"', 'path = "ledger.db"\nkey_file = "ledger.key"'))
    if why == "there is no ledger":
        path.unlink()
    assert clockpost("rekey", "--to", str(key), "--make-key").exit_code == 1
    assert not key.exists()


def test_a_handover_that_is_not_there_is_told_before_its_code_is_asked_for(
    clockpost: Clockpost, tmp_path: Path
) -> None:
    done = clockpost("handover", "--take", str(tmp_path / "none.json"))
    assert (done.exit_code, "no such file" in done.stderr) == (1, True)
    assert "Code" not in done.stdout + done.stderr


def test_a_handover_goes_from_terminal_to_terminal(path: Path, told: Any, clockpost: Clockpost, tmp_path: Path) -> None:
    file = tmp_path / "handover.json"
    given = told("handover", "--to", str(file))
    assert (given["events"], given["undelivered"], given["again"]) == (2, 2, False)
    assert file.stat().st_mode & 0o777 == 0o600
    assert given["code"] not in file.read_text()
    path.rename(path.with_name("old.db"))
    path.with_name("ledger.db.seen").unlink(missing_ok=True)
    wrong = clockpost("handover", "--take", str(file), typed="2222-2222\n")
    assert (wrong.exit_code, "the code does not fit, or the file was changed" in wrong.stderr) == (1, True)
    taken = told("handover", "--take", str(file), typed=f"{given['code']}\n")
    assert taken == {"from": given_from(file), "events": 2, "undelivered": 2, "taken_before": None}
    again = clockpost("handover", "--take", str(file), typed=f"{given['code']}\n")
    assert (again.exit_code, "was taken in already" in again.stdout) == (0, True)
    rows = told("outbox", "list")["rows"]
    assert {row["state"] for row in rows} == {"unknown"}
    assert clockpost("verify").exit_code == 0


def given_from(file: Path) -> str:
    return str(json.loads(json.loads(file.read_text())["body"])["terminal"])


@pytest.mark.parametrize("options", [(), ("--to", "a", "--take", "b")])
def test_a_handover_goes_one_way(path: Path, clockpost: Clockpost, options: tuple[str, ...]) -> None:
    result = clockpost("handover", *options)
    assert (result.exit_code, "One of --to and --take" in result.stderr) == (2, True)
