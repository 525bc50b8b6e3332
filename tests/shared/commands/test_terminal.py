"""What every command says when something is not as it should be: the reason, the next step, and a code that tells."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import typer

from shared.cli import build
from shared.store import binding
from shared.store.database import Store
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, Gate, tamper

READING_COMMANDS = [("events",), ("verify",), ("outbox", "list"), ("people", "list")]


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group of `clockpost`, with the words that call it."""
    waiting: list[tuple[tuple[str, ...], click.Command]] = [((), typer.main.get_command(build()))]
    while waiting:
        words, command = waiting.pop()
        yield words, command
        children: dict[str, click.Command] = getattr(command, "commands", {})
        waiting.extend(((*words, name), child) for name, child in children.items())


@pytest.mark.parametrize(
    ("words", "command"), list(commands()), ids=lambda one: " ".join(one) or "clockpost" if type(one) is tuple else ""
)
def test_help_teaches_every_command_and_option(
    words: tuple[str, ...], command: click.Command, clockpost: Clockpost
) -> None:
    result = clockpost(*words, "--help")
    assert result.exit_code == 0
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{parameter.name} is not explained"


def test_help_names_the_columns_of_a_people_file(clockpost: Clockpost) -> None:
    told = clockpost("people", "import", "--help").stdout
    for column in ("upstream_id", "lost_badges", "pin_hash", "valid_until"):
        assert column in told


@pytest.mark.parametrize("words", READING_COMMANDS, ids=" ".join)
def test_without_settings_the_next_step_is_told(
    clockpost: Clockpost, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.delenv("CLOCKPOST_CONFIG")
    result = clockpost(*words)
    assert result.exit_code == 1
    assert "--config FILE or CLOCKPOST_CONFIG" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("words", [*READING_COMMANDS, ("sync", "--once"), ("people", "import")], ids=" ".join)
def test_settings_that_are_not_there_are_an_error(clockpost: Clockpost, tmp_path: Path, words: tuple[str, ...]) -> None:
    result = clockpost(*words, "--config", str(tmp_path / "nowhere.toml"))
    assert result.exit_code == 2
    assert "no such settings file" in result.stderr


def test_every_mistake_in_the_settings_is_told_at_once(clockpost: Clockpost, settings: Path) -> None:
    settings.write_text(settings.read_text().replace("timezone", "timezon").replace("[store]", "[stor]"))
    result = clockpost("events")
    assert result.exit_code == 2
    assert "Did you mean site.timezone?" in result.stderr
    assert "Did you mean store?" in result.stderr


@pytest.mark.parametrize("words", READING_COMMANDS, ids=" ".join)
def test_a_file_that_is_no_ledger_is_told_and_left_alone(
    clockpost: Clockpost, settings: Path, words: tuple[str, ...]
) -> None:
    settings.with_name("ledger.db").write_bytes(b"no ledger" * 1000)
    result = clockpost(*words)
    assert result.exit_code == 1
    assert "left alone" in result.stderr
    assert settings.with_name("ledger.db").read_bytes() == b"no ledger" * 1000


def test_a_ledger_of_another_account_is_refused(clockpost: Clockpost, settings: Path, tmp_path: Path) -> None:
    with Store.open(settings.with_name("ledger.db")) as store:
        binding.bind(store, [1], {})
    people = tmp_path / "people.csv"
    people.write_text("number,name\n1053,Ana\n")
    result = clockpost("people", "import", str(people))
    assert result.exit_code == 1
    assert "belongs to account 1, the settings say 687" in result.stderr


def test_sync_without_an_upstream_names_the_setting(clockpost: Clockpost) -> None:
    result = clockpost("sync", "--once")
    assert result.exit_code == 1
    assert "[upstream.tracktik]" in result.stderr


def test_verify_of_a_sound_ledger_ends_well(gate: Gate, clockpost: Clockpost, told: Any) -> None:
    gate.tap(ANA)
    result = clockpost("verify")
    assert result.exit_code == 0
    assert "1 events, intact; head " in result.stdout
    report = told("verify")
    assert (report["intact"], report["events"], report["faults"], report["fault_count"]) == (True, 1, [], 0)
    assert report["head"] in result.stdout


def test_verify_of_a_changed_ledger_ends_with_1_and_says_which(gate: Gate, clockpost: Clockpost) -> None:
    for _ in range(60):
        gate.tap(ANA)
        gate.wait(hours=1)
    tamper(gate.store.path, "UPDATE ledger SET employee = 'x'")
    result = clockpost("verify")
    assert result.exit_code == 1
    assert "event 1: the columns beside its body say something else" in result.stdout
    assert "... and 10 more" in result.stdout
    assert "NOT INTACT" in result.stdout
    assert clockpost("verify", "--json").exit_code == 1


def test_the_installed_command_is_the_same(settings: Path) -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("clockpost"), "events", "--config", str(settings)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert run.returncode == 1
    assert "no ledger yet" in run.stderr
    assert "Traceback" not in run.stderr
