"""Does a call go out by the phone line's account? Its own command places it: the two doors share no code."""

import subprocess
import sys
from pathlib import Path

import typer

from kiosk.setup.checked import Checked, right, unchecked
from shared.config import Config
from shared.setup_facts import call_at
from shared.store.database import Store

WHAT = "Test call"


def call_somebody(settings: Path) -> None:
    """Ask for a number and ring it; what became of it is told by the command, and kept in the ledger."""
    number: str = typer.prompt(
        "\nA telephone to ring for a test, such as +15145550142 (Enter: not now)", default="", show_default=False
    )
    if number.strip():
        # By its input: what stands in the list of processes is no place for somebody's number.
        command = [sys.executable, "-m", "shared.cli", "ivr", "try-call", "--config", str(settings)]
        done = subprocess.run(command, input=f"{number}\n", text=True, capture_output=True, check=False)
        typer.echo((done.stdout + done.stderr).strip())


def check_call(_: Config, store: Store) -> Checked:
    """Did a test call ever go out from here? Raises a StoreError."""
    at = call_at(store)
    if at is None:
        return unchecked(WHAT, "None went out yet.", "Ring somebody with: clockpost ivr try-call")
    return right(WHAT, f"One went out on {at:%Y-%m-%d}.")
