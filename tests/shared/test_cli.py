"""`clockpost` brings along what the command that was asked for needs, and tells of all where none is."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
from typer.testing import CliRunner

from shared.cli import COMMANDS, GROUPS, build

EVERY = sorted(point.name for group in (COMMANDS, GROUPS) for point in entry_points(group=group))
HEAVY = ("fpdf", "kivy", "requests", "starlette", "twilio.rest", "uvicorn")


def brought(asked: str) -> set[str]:
    """The heavy libraries that a process has imported once it can run this command."""
    code = f"import sys; from shared.cli import build; build({asked!r}); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return set(told.split()) & set(HEAVY)


@pytest.mark.parametrize("asked", ["events", "sync", "kiosk", "muster", ""])
def test_nothing_heavy_is_imported_before_it_is_needed(asked: str) -> None:
    assert brought(asked) == set()


def test_one_command_is_built_where_there_is_one_of_that_name() -> None:
    app = build("events")
    assert [one.name for one in app.registered_commands] == ["events"]
    assert app.registered_groups == []
    assert [one.name for one in build("outbox").registered_groups] == ["outbox"]


@pytest.mark.parametrize("asked", ["", "event"])
def test_without_a_name_or_with_another_every_command_is_told(asked: str) -> None:
    app = build(asked)
    names = [str(one.name) for one in (*app.registered_commands, *app.registered_groups)]
    assert sorted(names) == EVERY
    told = CliRunner().invoke(app, ["--help"]).output
    assert [name for name in EVERY if name not in told] == []
