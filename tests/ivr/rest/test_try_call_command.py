"""`clockpost ivr try-call` against Twilio over HTTP, as an installer runs it, and as set-up does."""

from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import typer
from click.testing import Result
from typer.testing import CliRunner

from ivr.try_call_command import try_call
from kiosk.setup.call_check import checked_call
from kiosk.setup.checked import Finding
from shared.config import load_config
from shared.sandbox.twilio.resources import ACCOUNT_SID

MINE = "+15145550199"
Run = Callable[..., Result]


@pytest.fixture
def settings(tmp_path: Path, twilio_url: str, token_file: Path) -> Path:
    path = tmp_path / "clockpost.toml"
    path.write_text(f"""
[site]
name = "Harbour Tower"
account = 687
timezone = "America/Montreal"
called_numbers = ["+15145550100"]
[kiosk]
language = "fr"
[store]
path = "ledger.db"
[ivr]
public_base_url = "https://clock.example.com"
account_sid = "{ACCOUNT_SID}"
auth_token_file = "{token_file}"
api_base_url = "{twilio_url}"
""")
    return path


@pytest.fixture
def run(settings: Path, operator: requests.Session, faults: requests.Session, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("ivr.try_call.LOOK_EVERY_S", 0.01)
    operator.put("/pace", json={"step_s": 0})
    app = typer.Typer()
    app.command()(try_call)
    return lambda *arguments, **more: CliRunner().invoke(app, ["--config", str(settings), *arguments], **more)


def placed(operator: requests.Session) -> list[dict[str, str]]:
    found = operator.get("").json()["placed"]
    assert isinstance(found, list)
    return found


def test_a_call_goes_out_in_the_sites_language(run: Run, operator: requests.Session) -> None:
    done = run(MINE)
    assert done.exit_code == 0, done.output
    assert "Somebody answered" in done.output
    [call] = placed(operator)
    assert (call["sender"], call["receiver"]) == ("+15145550100", MINE)
    assert call["twiml"].count("appel d’essai") == 2
    assert MINE not in done.output


@pytest.mark.parametrize(
    ("end", "told", "code"), [("busy", "Busy", 0), ("no-answer", "Nobody", 0), ("failed", "could not ring", 1)]
)
def test_how_it_ended_is_told(
    run: Run, operator: requests.Session, settings: Path, end: str, told: str, code: int
) -> None:
    operator.put("/callees", json={"number": MINE, "call": end})
    done = run(input=f"{MINE}\n")
    assert (done.exit_code, told in done.output) == (code, True), done.output


def test_what_twilio_refuses_is_told_without_the_number(run: Run, operator: requests.Session, settings: Path) -> None:
    operator.put("/callees", json={"number": MINE, "refuses": 21211})
    done = run(MINE)
    assert done.exit_code == 1
    assert MINE not in done.output


def test_what_is_no_number_rings_nobody(run: Run, operator: requests.Session) -> None:
    for told in ("5145550199", "me", ""):
        assert run(input=f"{told}\n").exit_code == 1
    assert placed(operator) == []


def test_a_lost_answer_is_not_called_a_failure(run: Run, faults: requests.Session, settings: Path) -> None:
    faults.post("/faults", json={"kind": "answer_lost", "method": "POST", "path": "/Calls.json"})
    done = run(MINE)
    assert done.exit_code == 1
    assert "it may ring all the same" in done.output


def test_set_up_rings_whoever_is_named(
    settings: Path, operator: requests.Session, faults: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.put("/pace", json={"step_s": 0})
    monkeypatch.setattr("ivr.try_call.LOOK_EVERY_S", 0.01)
    found, app = [], typer.Typer()
    app.command()(lambda: found.append(checked_call(load_config(settings))))
    assert CliRunner().invoke(app, [], input="-\n").exit_code == 0
    assert (found, placed(operator)) == ([None], [])
    assert CliRunner().invoke(app, [], input=f"{MINE}\n").exit_code == 0
    assert found[1].finding is Finding.RIGHT
    assert [call["receiver"] for call in placed(operator)] == [MINE]
