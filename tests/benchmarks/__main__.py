"""`python -m tests.benchmarks [NAME ...]`: how fast it is, as ratios that are measured side by side in one run.

An aim that is missed is said and fails nothing: a busy machine is no fault of the code. Take numbers from a quiet one.
"""

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.benchmarks import (
    board,
    drain,
    frame,
    idle,
    phone_confirmations,
    phone_line,
    rush,
    tap,
    tap_in_a_long_ledger,
    tap_while_draining,
)
from tests.benchmarks.machine import described
from tests.benchmarks.report import Report
from tests.benchmarks.sizes import TINY, Sizes
from tests.benchmarks.table import print_reports, write_json

BENCHMARKS: dict[str, Callable[[Path, Sizes], Report]] = {
    "tap": tap.run,
    "rush": rush.run,
    "frame": frame.run,
    "idle": idle.run,
    "board": board.run,
    "tap-while-draining": tap_while_draining.run,
    "drain": drain.run,
    "phone-line": phone_line.run,
    "phone-confirmations": phone_confirmations.run,
    # Last: it writes more than a gigabyte, and the disk remembers.
    "tap-in-a-long-ledger": tap_in_a_long_ledger.run,
}
LEAST_WIDTH = 140
"""A narrower table breaks its words, in a pipe too."""


def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"Of {', '.join(BENCHMARKS)}; all when left out.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write the findings into this file too.")] = None,
    events: Annotated[int | None, typer.Option(min=1, help="Events of the long ledger, 1,000,000 unless told.")] = None,
    tiny: Annotated[bool, typer.Option("--tiny", help="So little that the numbers mean nothing: does it run?")] = False,
    folder: Annotated[Path | None, typer.Option(help="Where the ledgers go: on the disk that is meant.")] = None,
) -> None:
    """Measure, print one table, and end with 0 whatever was found."""
    wanted = _known(names or list(BENCHMARKS))
    sizes = TINY if tiny else Sizes()
    sizes = replace(sizes, events=events or sizes.events)
    reports: list[Report] = []
    with tempfile.TemporaryDirectory(prefix="clockpost-benchmarks-", dir=folder) as place:
        if not tiny:
            _compile_once(Path(place) / "compiled")
        machine = described(Path(place))
        try:
            reports.extend(_measured(name, Path(place), sizes) for name in wanted)
        finally:
            # What was measured before one broke off is worth as much as in a whole run.
            print_reports(reports, machine, Console(width=max(LEAST_WIDTH, Console().width)))
            if json is not None:
                write_json(reports, machine, json)


def _known(names: list[str]) -> list[str]:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise typer.BadParameter(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return list(dict.fromkeys(names))


def _compile_once(folder: Path) -> None:
    """Every process started from here on finds its modules compiled, as it does where the product is installed."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def _measured(name: str, place: Path, sizes: Sizes) -> Report:
    began = time.monotonic()
    typer.echo(f"{name} ...", err=True, nl=False)
    with tempfile.TemporaryDirectory(prefix=f"{name}-", dir=place) as own:
        report = BENCHMARKS[name](Path(own), sizes)
    typer.echo(f" {time.monotonic() - began:.0f} s", err=True)
    return report


if __name__ == "__main__":
    typer.run(main)
