"""`clockpost kiosk` without settings: marked DEMO, on a ledger of its own, beside the sandbox."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import typer

from kiosk.run import run
from shared.config import load_config
from shared.demo_site import make_site

CLOCKPOST: Final = (sys.executable, "-m", "shared.cli")
SANDBOX_URL: Final = "http://127.0.0.1:8700"


def demo_folder() -> Path:
    """Where the demo installation lives: the user's state folder."""
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "clockpost-demo"


def demo_terminal(*, window: bool) -> None:
    """Make the demo installation, deliver from it in a second process, and show its kiosk."""
    site = make_site(demo_folder(), SANDBOX_URL, demo=True, sync="first_retry_s = 2")
    typer.echo(f"DEMO: settings in {site.config}. In other terminals run `clockpost sandbox` and `clockpost tap`.")
    subprocess.run([*CLOCKPOST, "people", "import", "--config", str(site.config)], check=True)
    delivering = subprocess.Popen([*CLOCKPOST, "sync", "--config", str(site.config)])
    try:
        run(load_config(site.config), fullscreen=not window)
    finally:
        delivering.terminate()
        delivering.wait()
