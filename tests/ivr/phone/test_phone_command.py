"""`clockpost call`, as somebody types it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from ivr.phone.signing import SETTINGS, SIGNATURE, SharedKeySigner, TokenSigner
from ivr.phone_command import call
from tests.ivr.phone.line import Line, Page

Run = Callable[..., Result]
SID = "AC" + "7" * 32


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: Line) -> Run:
    """Types the command; the line asks for four keys and says thank you."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("CLOCKPOST_CONFIG", raising=False)
    line.says("/voice", '<Gather action="pin" numDigits="4"><Say language="en-US">Your PIN</Say></Gather>')
    line.says("/pin", "<Say>Thank you</Say>")
    app = typer.Typer()
    app.command()(call)
    return lambda *arguments, typed="": CliRunner().invoke(app, list(arguments), input=typed)


def installation(folder: Path, line: Line, more: str = "") -> str:
    (folder / "token").write_text("12345\n")
    (folder / "key").write_text("shared")
    line.says("/voice/status", "")
    path = folder / "clockpost.toml"
    path.write_text(f"""
[site]
name = "Harbour Tower"
account = 687
timezone = "America/Montreal"
called_numbers = ["+1 514 555 0177"]
[ivr]
host = "0.0.0.0"
port = {line.url.rpartition(":")[2]}
public_base_url = "https://phone.example.com/c"
account_sid = "{SID}"
auth_token_file = "token"
{more}
""")
    return str(path)


def test_a_script_is_pressed_and_the_call_is_read(run: Run, line: Line) -> None:
    done = run("--url", f"{line.url}/voice", "2580")
    assert done.exit_code == 0
    assert "line [en-US]: Your PIN" in done.stdout
    assert "caller: presses 2580" in done.stdout
    assert "line: Thank you" in done.stdout
    assert "Not signed" in done.stderr


def test_masked_no_key_is_shown(run: Run, line: Line) -> None:
    done = run("--url", f"{line.url}/voice", "--mask", "2580")
    assert "presses ****" in done.stdout
    assert "2580" not in done.output


def test_the_transcript_comes_as_json(run: Run, line: Line) -> None:
    done = run("--url", f"{line.url}/voice", "--json", "-")
    told = json.loads(done.stdout)
    assert [entry["text"] for entry in told["entries"] if entry["who"] == "line"] == ["Your PIN"]
    assert done.exit_code == 0


def test_without_keys_a_person_is_asked(run: Run, line: Line) -> None:
    line.says("/pin", '<Gather numDigits="1"><Say>Another?</Say></Gather>')
    done = run("--url", f"{line.url}/voice", typed="what\n2580\n")
    assert "'what' is no key" in done.stderr
    assert line.to("/pin")[0]["Digits"] == "2580"
    assert done.exit_code == 0
    assert [request.path for request in line.requests] == ["/voice", "/pin"]


def test_enter_is_silence(run: Run, line: Line) -> None:
    assert run("--url", f"{line.url}/voice", typed="\n").exit_code == 0
    assert line.to("/pin") == []


def test_a_fault_of_the_line_ends_with_1(run: Run, line: Line) -> None:
    line.pages["/pin"] = Page(b"", 500)
    done = run("--url", f"{line.url}/voice", "2580")
    assert done.exit_code == 1
    assert "11200" in done.stderr


def test_when_nothing_listens_the_next_step_is_named(run: Run) -> None:
    done = run("--url", "http://127.0.0.1:1/voice", "1")
    assert done.exit_code == 1
    assert "clockpost ivr" in done.stderr
    assert "--url" in done.stderr


def test_what_is_no_key_is_named_before_anything_is_dialled(run: Run, line: Line) -> None:
    done = run("--url", f"{line.url}/voice", "10x3")
    assert done.exit_code == 2
    assert "10x3" in done.stderr
    assert line.requests == []


def test_options_say_who_calls_and_what_is_told(run: Run, line: Line, tmp_path: Path) -> None:
    (tmp_path / "kept.xml").write_text("<Response/>")
    line.pages["/over"] = Page(b"", 204)
    caller = ("--from", "+15145550111", "--to", "+15145550122", "--stir", "TN-Validation-Passed-A")
    done = run("--url", f"{line.url}/voice", *caller, "--status-url", "/over", "--repeat", "2580")
    assert done.exit_code == 0
    first = line.requests[0]
    assert (first["From"], first["To"], first["StirVerstat"]) == (
        "+15145550111",
        "+15145550122",
        "TN-Validation-Passed-A",
    )
    assert [request.path for request in line.requests] == ["/voice"] * 2 + ["/pin"] * 2 + ["/over"] * 2
    run("--url", f"{line.url}/voice", "--withheld", "-")
    assert line.requests[-1]["From"] == "+266696687"


@pytest.mark.parametrize("fallback", ["--fallback-url", "--fallback-file"])
def test_a_fallback_takes_over(run: Run, line: Line, tmp_path: Path, fallback: str) -> None:
    kept = tmp_path / "kept.xml"
    kept.write_text("<Response><Say>Away</Say></Response>")
    line.says("/away", "<Say>Away</Say>")
    place = str(kept) if fallback == "--fallback-file" else "/away"
    assert "line: Away" in run("--url", f"{line.url}/nowhere", fallback, place, "-").stdout


def test_settings_say_where_the_line_is_and_how_it_signs(run: Run, line: Line, tmp_path: Path) -> None:
    done = run("--config", installation(tmp_path, line), "2580")
    assert done.exit_code == 0
    first = line.requests[0]
    assert (first["AccountSid"], first["To"]) == (SID, "+15145550177")
    expected = TokenSigner("12345").headers("https://phone.example.com/c/voice", first.fields)
    assert first.headers[SIGNATURE] == expected[SIGNATURE]


def test_settings_can_ask_for_sha_256(run: Run, line: Line, tmp_path: Path) -> None:
    config = installation(tmp_path, line, 'signature = "sha256"\nsigning_key_file = "key"')
    assert run("--config", config, "2580").exit_code == 0
    first = line.requests[0]
    expected = SharedKeySigner("clockpost", "shared").headers("https://phone.example.com/c/voice", first.fields)
    assert {name: first.headers.get(name) for name in expected} == expected
    assert SETTINGS in expected


def test_an_address_and_a_token_given_by_hand_win(run: Run, line: Line, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("67890")
    url = f"{line.url}/voice"
    run("--config", installation(tmp_path, line), "--url", url, "--token-file", str(other), "-")
    first = line.requests[0]
    assert first.headers[SIGNATURE] == TokenSigner("67890").headers(url, first.fields)[SIGNATURE]


def test_the_demo_is_signed_with_its_own_token(run: Run, line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "state" / "clockpost-demo"
    folder.mkdir(parents=True)
    (folder / "auth-token.secret").write_text("demo-token\n")
    url = f"{line.url}/voice"
    done = run("--url", url, "-")
    first = line.requests[0]
    assert first.headers[SIGNATURE] == TokenSigner("demo-token").headers(url, first.fields)[SIGNATURE]
    assert done.stderr == ""


def test_settings_without_a_phone_line_say_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text('[site]\nname = "X"\naccount = 687\ntimezone = "America/Montreal"\n')
    done = run("--config", str(path), "1")
    assert done.exit_code == 1
    assert "[ivr]" in done.stderr


def test_a_port_chosen_by_the_line_cannot_be_known(run: Run, line: Line, tmp_path: Path) -> None:
    line.url = "http://127.0.0.1:0"
    done = run("--config", installation(tmp_path, line), "1")
    assert done.exit_code == 1
    assert "--url" in done.stderr


def test_json_without_keys_is_refused(run: Run, line: Line) -> None:
    done = run("--url", f"{line.url}/voice", "--json", typed="2580\n")
    assert done.exit_code == 2
    assert "KEYS" in done.stderr


def test_a_token_file_that_cannot_be_read_is_named(run: Run, line: Line, tmp_path: Path) -> None:
    done = run("--url", f"{line.url}/voice", "--token-file", str(tmp_path / "none"), "1")
    assert done.exit_code == 1
    assert "none" in done.stderr
    assert line.requests == []
