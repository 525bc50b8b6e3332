"""`clockpost handover`: give what is undelivered to the terminal that takes this one's place."""

from pathlib import Path
from typing import Annotated

import typer

from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, JsonOption, explained_errors, fail, print_json, settings
from shared.config import Config
from shared.handover import hand_over
from shared.handover_file import HandoverError
from shared.handover_take import take_over
from shared.logs import log_beside_an_answer
from shared.store.connection import read_key
from shared.wiring import bind_ledger


def handover(
    to: Annotated[Path | None, typer.Option("--to", help="Write what is undelivered here into this new file.")] = None,
    take: Annotated[Path | None, typer.Option("--take", help="Take in the file that another terminal wrote.")] = None,
    again: Annotated[str, typer.Option("--again", help="With --to: the id of an earlier handover, once more.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hand over to another terminal what has not reached its upstream. Stop everything on this one first.

    The old terminal never sends it again; the new one takes it in once, and looks everything up before it sends. The
    code that was shown with the file is asked for, or read from standard input: it stands in no list of processes.
    """
    if (to is None) == (take is None):
        fail("One of --to and --take: --to on the old terminal, --take on the new one.", 2)
    loaded = settings(config)
    log_beside_an_answer()
    with explained_errors():
        key = read_key(loaded.store.key_file)
        try:
            if to is not None:
                _give(loaded, key, to, again, as_json=as_json)
            elif take is not None:
                if not take.is_file():
                    fail(f"{take}: no such file. It is the one that `clockpost handover --to` wrote.")
                _take(loaded, key, take, typer.prompt("Code", err=True), as_json=as_json)
        except HandoverError as error:
            fail(f"{error}.")


def _give(config: Config, key: str, to: Path, again: str, *, as_json: bool) -> None:
    done = hand_over(config.store.path, key, to, _terminal_of(config), SystemClock().read(), again=again)
    if as_json:
        print_json(
            {
                "file": str(to),
                "id": done.export_id,
                "events": done.events,
                "undelivered": done.deliveries,
                "code": done.code,
                "again": done.again,
                "claims": done.claims,
                "earlier": done.earlier,
            }
        )
        return
    repeated = ", made before: run this once more for what came since" if done.again else ""
    typer.echo(f"{to}: handover {done.export_id}{repeated}.")
    typer.echo(f"{done.events} events, {done.deliveries} of them undelivered. This terminal never sends them again.")
    typer.echo(f"On the new terminal, and on that one alone: clockpost handover --take {to.name}   Code: {done.code}")
    for export_id, count in done.earlier.items():
        typer.echo(
            f"{count} more undelivered went with handover {export_id} before: its file is needed too."
            f" Without it: clockpost handover --to FILE --again {export_id}"
        )
    if done.claims:
        typer.echo(f"{done.claims} taps here wait for a supervisor and stay: `clockpost desk` lists them.")


def _take(config: Config, key: str, file: Path, code: str, *, as_json: bool) -> None:
    taken = take_over(
        config.store.path,
        key,
        file,
        code,
        [site.account for site in config.every_site],
        lambda store: bind_ledger(config, store),
        SystemClock().read(),
    )
    if as_json:
        told = {"events": taken.events, "undelivered": taken.deliveries, "taken_before": taken.before or None}
        print_json({"from": taken.terminal, **told})
    elif taken.before:
        typer.echo(f"{file}: was taken in already, at {taken.before}. Nothing was done.")
    else:
        typer.echo(
            f"{taken.events} events of {taken.terminal}, {taken.deliveries} undelivered: looked up, then sent by sync."
        )


def _terminal_of(config: Config) -> str:
    return config.ivr.name if config.ivr is not None and config.site is None else config.kiosk.terminal
