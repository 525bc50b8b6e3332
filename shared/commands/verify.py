"""`clockpost verify`: is the ledger what was written?"""

import typer

from shared.commands.terminal import ConfigOption, JsonOption, opened, print_json, settings
from shared.verify import verify as verified


def verify(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Check the chain of every event and the evidence behind it; ends with 1 where anything does not fit."""
    with opened(settings(config)) as store:
        report = verified(store)
    if as_json:
        print_json(
            {
                "intact": report.intact,
                "events": report.events,
                "head": report.head,
                "erased": report.erased,
                "fault_count": report.count,
                "faults": report.faults,
            }
        )
    else:
        for fault in report.faults:
            typer.echo(fault)
        if report.count > len(report.faults):
            typer.echo(f"... and {report.count - len(report.faults)} more")
        removed = f", evidence removed from {report.erased}" if report.erased else ""
        typer.echo(
            f"{report.events} events, {'intact' if report.intact else 'NOT INTACT'}{removed}; head {report.head}"
        )
    if not report.intact:
        raise typer.Exit(1)
