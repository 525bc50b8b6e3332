"""An installation in a folder, and `clockpost` run on it as a person would."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from click.testing import Result
from typer.testing import CliRunner

from shared.cli import build
from shared.store import binding
from shared.store.database import Store
from tests.shared.store.gate import ACCOUNT, SITE, Gate

SETTINGS = f"""
[site]
name = "{SITE}"
account = {ACCOUNT}
timezone = "America/Montreal"
[store]
path = "ledger.db"
[people]
badge_key_file = "badge.key"
"""


class Clockpost(Protocol):
    def __call__(self, *arguments: str, typed: str = "") -> Result: ...


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    file = tmp_path / "clockpost.toml"
    file.write_text(SETTINGS)
    (tmp_path / "badge.key").write_text("k1 " + "ab" * 32 + "\n")
    return file


@pytest.fixture
def clockpost(settings: Path, monkeypatch: pytest.MonkeyPatch) -> Clockpost:
    monkeypatch.setenv("CLOCKPOST_CONFIG", str(settings))
    monkeypatch.setenv("COLUMNS", "250")
    app, runner = build(), CliRunner()
    return lambda *arguments, typed="": runner.invoke(app, list(arguments), input=typed or None)


@pytest.fixture
def told(clockpost: Clockpost) -> Callable[..., Any]:
    """What a command that succeeds tells as JSON."""

    def run(*arguments: str, typed: str = "") -> Any:
        result = clockpost(*arguments, "--json", typed=typed)
        assert result.exit_code == 0, result.stderr
        # The runner echoes what is typed, on a line of its own.
        return json.loads(result.stdout.split("\n", 1)[1] if typed else result.stdout)

    return run


@pytest.fixture
def store(settings: Path) -> Iterator[Store]:
    with Store.open(settings.with_name("ledger.db")) as opened:
        binding.bind(opened, [ACCOUNT], {})
        yield opened


@pytest.fixture
def gate(store: Store) -> Gate:
    return Gate(store)
