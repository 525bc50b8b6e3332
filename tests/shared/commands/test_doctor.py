"""`clockpost doctor` as a person runs it."""

import json
from pathlib import Path

import pytest

from shared.store.database import Store
from tests.shared.commands.conftest import Clockpost


@pytest.fixture(autouse=True)
def _own_log(monkeypatch: pytest.MonkeyPatch) -> None:
    # The runner's standard error is closed after each command, and this process goes on.
    monkeypatch.setattr("shared.commands.doctor.log_to_stderr", lambda _: None)


def test_it_tells_every_check_and_ends_with_the_worst(clockpost: Clockpost, settings: Path) -> None:
    with Store.open(settings.parent / "ledger.db"):
        pass
    result = clockpost("doctor", "--json")
    told = json.loads(result.stdout)
    standings = {check["name"]: check["standing"] for check in told["checks"]}
    assert standings["ledger"] == "ok"
    assert standings["people"] == "fault"
    assert result.exit_code == 2
    assert "P" in told["code"].partition("-")[0]
    assert told["standing"] == "fault"


def test_a_table_for_people_names_what_to_do(clockpost: Clockpost) -> None:
    result = clockpost("doctor")
    assert "There is no ledger file yet." in result.stdout
    assert "Code for the help desk: " in result.stdout
    standings = [cell for line in result.stdout.splitlines() for cell in line.split("│")[2:3]]
    told = [cell.strip() for cell in standings if cell.strip() in ("fault", "unknown", "warning", "ok")]
    assert told == sorted(told, key=["fault", "unknown", "warning", "ok"].index)
    assert len(set(told)) > 1


def test_settings_with_mistakes_are_told_with_all_of_them(clockpost: Clockpost, settings: Path) -> None:
    settings.write_text(settings.read_text().replace("account", "acount") + "\n[gps]\nsource = 'moon'\n")
    result = clockpost("doctor", "--json")
    assert result.exit_code == 2
    (check,) = [one for one in json.loads(result.stdout)["checks"] if one["name"] == "settings"]
    assert "acount" in check["detail"]
    assert "gps.source" in check["detail"]


def test_without_settings_it_says_so(clockpost: Clockpost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLOCKPOST_CONFIG")
    assert clockpost("doctor").exit_code == 2


def test_a_bundle_is_written_beside_the_answer(clockpost: Clockpost, tmp_path: Path) -> None:
    result = clockpost("doctor", "--bundle", str(tmp_path / "ticket.zip"))
    assert (tmp_path / "ticket.zip").is_file()
    assert "ticket.zip" in result.stdout
    again = clockpost("doctor", "--bundle", str(tmp_path / "ticket.zip"))
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)
    assert clockpost("doctor", "--bundle", str(tmp_path / "ticket.doc")).exit_code == 1


def test_a_code_is_explained_and_what_is_none_is_refused(clockpost: Clockpost) -> None:
    result = clockpost("doctor", "--code", "fl-w")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["fault: ledger", "fault: link", "warning: waiting"]
    assert clockpost("doctor", "--code", "FFF").stdout == "fault: ledger\n"
    assert clockpost("doctor", "--code", "0").stdout == "All is well.\n"
    assert clockpost("doctor", "--code", "I!").exit_code == 2
