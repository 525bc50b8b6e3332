"""`clockpost verify`: is the ledger what was written?"""

from typing import Annotated

import typer

from shared.chain_head import is_still_there, told_head
from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, settings
from shared.verify import verify as verified


def verify(
    head: Annotated[
        str, typer.Option("--head", help="A head written down before (118:9af3...): was anything cut off since?")
    ] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the chain of every event and the evidence behind it; ends with 1 where anything does not fit."""
    known = told_head(head)
    if head and known is None:
        fail("--head: write it as the log or an earlier verify tells it: 118:9af3..., at least 16 digits.", 2)
    with opened(settings(config)) as store:
        report = verified(store)
        if known is not None and not is_still_there(store, known):
            report.fault(f"event {known.seq} as it was written down is not there: the ledger was cut or replaced")
    if as_json:
        print_json(
            {
                "intact": report.intact,
                "events": report.events,
                "begins_after": report.begins_after,
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
        removed += f", the first {report.begins_after} removed by their age" if report.begins_after else ""
        state = "intact" if report.intact else "NOT INTACT"
        typer.echo(f"{report.events} events, {state}{removed}; head {report.events}:{report.head}")
    if not report.intact:
        raise typer.Exit(1)
