"""The phone line's commands, registered with `clockpost` as an entry point."""

import typer


def register(app: typer.Typer) -> None:
    """Add the phone line's commands."""
