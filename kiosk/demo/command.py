"""`clockpost demo`: plays the morning and ends with a verdict."""

import shutil
from pathlib import Path

import typer

from kiosk.demo.judge import Verdict
from kiosk.demo.morning import Morning
from kiosk.demo.processes import Gone
from shared.commands.terminal import fail, print_table

COLUMNS = (
    "employee",
    "position",
    "in",
    "out",
    "method in / out",
    "screens, calls",
    "ledger receipts",
    "session",
    "verdict",
)


def play(folder: Path) -> None:
    """Play the morning in `folder`, which is emptied first; ends with 1 unless the three accounts agree."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "world.json").exists():
        fail(f"{folder} holds other things: name an empty folder with --folder.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if shutil.which("gpsfake") is None:
        fail("gpsfake is missing: apt-get install gpsd gpsd-clients (make demo does).")
    try:
        verdict = Morning(folder.resolve(), typer.echo).run()
    except Gone as gone:
        fail(f"The morning broke off. {gone}. What each part said is in {folder}/*.log")
    _tell(verdict, folder)


def _tell(verdict: Verdict, folder: Path) -> None:
    rows = [
        (
            line.employee,
            line.position,
            line.came,
            line.left,
            line.methods,
            line.screens,
            line.ledger,
            line.upstream,
            line.verdict,
        )
        for line in verdict.lines
    ]
    print_table("What screens, calls, ledger and upstream say of each work session (UTC)", COLUMNS, rows)
    for difference in verdict.differences:
        typer.echo(f"A difference for the supervisor's desk: {difference}")
    typer.echo(f"Screenshots and logs are in {folder}/")
    if verdict.faults:
        fail("\n".join(["NOT GOOD:", *verdict.faults]))
    agreeing = len(verdict.lines) - len(verdict.differences)
    typer.echo(
        f"Screens, ledger and upstream agree on {agreeing} work sessions; the difference above was played and is told."
    )
