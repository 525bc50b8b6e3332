"""`clockpost ivr connect` against Twilio over HTTP, as an installer runs it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import typer
from click.testing import Result
from typer.testing import CliRunner

from ivr.connect_command import connect
from shared.sandbox.twilio.resources import ACCOUNT_SID, AUTH_TOKEN

BASE = "https://clock.example.com"
Run = Callable[..., Result]


@pytest.fixture
def settings(tmp_path: Path, twilio_url: str, token_file: Path) -> Path:
    path = tmp_path / "clockpost.toml"
    path.write_text(f"""
[site]
name = "Harbour Tower"
account = 687
timezone = "America/Montreal"
[ivr]
public_base_url = "{BASE}"
account_sid = "{ACCOUNT_SID}"
auth_token_file = "{token_file}"
api_base_url = "{twilio_url}"
""")
    return path


@pytest.fixture
def run(settings: Path, operator: requests.Session, faults: requests.Session) -> Run:
    app = typer.Typer()
    app.command()(connect)
    return lambda *arguments: CliRunner().invoke(app, ["--config", str(settings), *arguments])


def numbers(operator: requests.Session) -> list[dict[str, str]]:
    found = operator.get("").json()["numbers"]
    assert isinstance(found, list)
    return found


def test_without_yes_it_is_only_shown(run: Run, operator: requests.Session) -> None:
    before = numbers(operator)
    result = run()
    assert result.exit_code == 1
    assert f"voice URL: (nothing) -> {BASE}/voice\n" in result.stdout
    assert f"status URL: (nothing) -> {BASE}/voice/status\n" in result.stdout
    assert "Nothing was changed" in result.stdout
    assert "takes 5 calls" in result.stdout
    assert numbers(operator) == before


def test_with_yes_it_is_changed_and_checked_and_the_second_time_there_is_nothing_to_do(
    run: Run, operator: requests.Session
) -> None:
    first = run("--yes", "--fallback-url", "https://static.example.com/f.xml")
    assert (first.exit_code, "changed and checked" in first.stdout) == (0, True)
    [number] = numbers(operator)
    assert (number["voice_url"], number["voice_method"]) == (BASE + "/voice", "POST")
    assert (number["status_callback"], number["status_callback_method"]) == (BASE + "/voice/status", "POST")
    assert (number["voice_fallback_url"], number["voice_fallback_method"]) == (
        "https://static.example.com/f.xml",
        "GET",
    )
    again = run("--yes")
    assert (again.exit_code, "rings here already" in again.stdout) == (0, True)
    assert "no fallback URL" not in again.stdout


def test_an_answer_that_was_lost_is_settled_by_reading_back(run: Run, faults: requests.Session) -> None:
    faults.post("/faults", json={"kind": "answer_lost", "method": "POST"})
    result = run("--yes")
    assert (result.exit_code, "changed and checked" in result.stdout) == (0, True)


def test_a_change_that_did_not_happen_is_told(run: Run, faults: requests.Session) -> None:
    faults.post("/faults", json={"kind": "lost_before", "method": "POST"})
    result = run("--yes")
    assert result.exit_code == 1
    assert f"voice URL: is (nothing), should be {BASE}/voice" in result.stderr


def test_an_attached_app_is_told_and_nothing_is_changed(run: Run, operator: requests.Session) -> None:
    sid = numbers(operator)[0]["sid"]
    operator.patch(f"/numbers/{sid}", json={"voice_application_sid": "AP1"})
    result = run("--yes")
    assert (result.exit_code, "TwiML app AP1" in result.stdout) == (1, True)
    assert numbers(operator)[0]["voice_url"] == ""


def test_one_of_several_numbers_is_meant(run: Run, operator: requests.Session) -> None:
    operator.post("/numbers", json={"phone_number": "+4532123456"})
    unclear = run("--yes")
    assert (unclear.exit_code, "Which number?" in unclear.stderr) == (1, True)
    assert run("--yes", "--number", "+45 32 12 34 56").exit_code == 0
    assert [number["voice_url"] for number in numbers(operator)] == ["", BASE + "/voice"]


def test_the_numbers_of_the_sites_are_meant(run: Run, operator: requests.Session, settings: Path) -> None:
    operator.post("/numbers", json={"phone_number": "+4532123456"})
    text = settings.read_text().replace('name = "Harb', 'called_numbers = ["+15145550100"]\nname = "Harb')
    settings.write_text(text)
    assert run("--yes").exit_code == 0
    assert [number["voice_url"] for number in numbers(operator)] == [BASE + "/voice", ""]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"kind": "token_expired"}, "primary auth token"),
        ({"kind": "429"}, "Wait a minute"),
        ({"kind": "500_before"}, "Run the command again"),
        ({"kind": "garbage"}, "Run the command again"),
        ({"kind": "captive_portal"}, "captive portal"),
        ({"kind": "403_api"}, "primary auth token"),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_what_went_wrong_and_what_to_do_is_told(
    run: Run, faults: requests.Session, fault: dict[str, str], words: str
) -> None:
    faults.post("/faults", json={**fault, "times": None})
    result = run("--yes")
    assert (result.exit_code, words in result.stderr) == (1, True)
    assert AUTH_TOKEN not in result.output
    assert "Traceback" not in result.output


def test_a_wrong_token_an_unknown_account_and_no_network_are_told(run: Run, settings: Path, token_file: Path) -> None:
    right = settings.read_text()
    token_file.write_text("wrong")
    assert "primary auth token" in run().stderr
    token_file.unlink()
    assert "No such file" in run().stderr
    token_file.write_text(AUTH_TOKEN)
    settings.write_text(right.replace("api_base_url = ", 'api_base_url = "http://127.0.0.1:9"\n# '))
    away = run()
    assert (away.exit_code, "was not reached" in away.stderr) == (1, True)


def test_a_change_that_twilio_refuses_is_told_in_its_own_words(run: Run) -> None:
    result = run("--yes", "--fallback-url", "http://")
    assert result.exit_code == 1
    assert "VoiceFallbackUrl is not a valid URL" in result.stderr


def test_an_account_that_is_not_there_is_told(run: Run, operator: requests.Session) -> None:
    operator.patch("/account", json={"sid": "AC" + "1" * 32})
    result = run()
    assert (result.exit_code, "primary auth token" in result.stderr) == (1, True)


def test_settings_without_a_line_and_words_that_are_no_number_or_address_are_told(run: Run, settings: Path) -> None:
    assert "international number" in run("--number", "5145550100").stderr
    assert "not an address" in run("--fallback-url", "static.example.com").stderr
    settings.write_text(settings.read_text().partition("[ivr]")[0])
    result = run()
    assert (result.exit_code, "set [ivr]" in result.stderr) == (1, True)
