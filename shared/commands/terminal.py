"""What every command shares: settings, an open ledger, tables, JSON, and errors that name the next step."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from shared.badges import BadgeKeyError
from shared.config import Config, ConfigError, load_config
from shared.config.load import CONFIG_VARIABLE, config_path
from shared.store.database import Store
from shared.store.errors import Damaged, StoreError
from shared.store.looking import looking_at

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help=f"The settings file (TOML); else ${CONFIG_VARIABLE}.")
]
WHEN_DAMAGED = (
    "The ledger file is damaged. Start kiosk, sync, phone line and board again: the first of them sets the file aside"
    " and carries over what can be read. `clockpost restore` puts a backup in its place instead."
)
WIDE_ENOUGH = 160
"""Columns of a table that goes into a file or a pipe, where no window sets a limit."""
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what is wrong on standard error, and end with `code`."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def settings(named: Path | None) -> Config:
    """The settings, or the end of the command with every mistake named."""
    path = config_path(named)
    if path is None:
        fail(f"No settings: name a file with --config FILE or {CONFIG_VARIABLE}. To look around first: clockpost demo")
    try:
        return load_config(path)
    except ConfigError as error:
        fail(str(error), 2)


@contextmanager
def explained_errors() -> Iterator[None]:
    """Store and key errors end the command with their sentence, not with a traceback."""
    try:
        yield
    except Damaged as damage:
        fail(f"{damage}. {WHEN_DAMAGED}")
    except (StoreError, BadgeKeyError) as error:
        fail(str(error))


@contextmanager
def opened(config: Config) -> Iterator[Store]:
    """The ledger of these settings, which must exist already. On a disk that is read-only it can still be read."""
    if not config.store.path.exists() or not config.store.path.stat().st_size:
        fail(f"{config.store.path}: no ledger yet. It is made by the first `clockpost kiosk` or `clockpost sync`.")
    path, key_file = config.store.path, config.store.key_file
    is_read_only = os.statvfs(path.parent).f_flag & os.ST_RDONLY
    with explained_errors(), (looking_at if is_read_only else Store.open)(path, key_file) as store:
        yield store


def print_json(value: Any) -> None:
    """One JSON document."""
    typer.echo(json.dumps(value, default=_as_text, ensure_ascii=False, indent=2))


def print_records(title: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Long records for people: a field a line, without the empty ones; what is written as JSON is unfolded."""
    typer.echo(f"{title}: {len(rows)}")
    widest = max((len(name) for name in names), default=0)
    for row in rows:
        for name, value in zip(names, row, strict=True):
            if value not in (None, ""):
                typer.echo(f"  {name:<{widest}}  {_unfolded(value, widest + 4)}")
        typer.echo("")


def _unfolded(value: object, indent: int) -> str:
    text = _as_text(value)
    try:
        told = json.loads(text) if text.startswith(("{", "[")) else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return text
    fields = (f"{name}: {json.dumps(one, ensure_ascii=False)}" for name, one in told.items())
    return f"\n{' ' * indent}".join(fields)


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table for people."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    # What upstreams answered and people are called is text, never markup: "[/a]" would end the command.
    width = None if sys.stdout.isatty() else WIDE_ENOUGH
    Console(markup=False, emoji=False, highlight=False, width=width).print(table)
