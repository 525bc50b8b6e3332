"""`clockpost doctor`: is everything as it should be, and what is to be done where it is not?"""

import logging
from pathlib import Path
from typing import Annotated, Any

import typer

from shared.commands.terminal import ConfigOption, JsonOption, fail, print_json, print_table
from shared.config import Config, ConfigError, load_config
from shared.config.load import CONFIG_VARIABLE, config_path
from shared.domain.health import Check, Standing, exit_code, worst, worst_first
from shared.domain.help_code import code_of, meaning_of
from shared.logs import log_to_stderr


def doctor(
    full: Annotated[bool, typer.Option("--full", help="Read every event of the chain; takes its time.")] = False,
    bundle: Annotated[
        Path | None, typer.Option("--bundle", help="Write a .zip or .tar for a ticket: no secrets, no personal data.")
    ] = None,
    code: Annotated[str, typer.Option("--code", help="What a terminal's code for the help desk means.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at clock, disk, ledger, chain, reader, position, screen, link, sign-in, people, backups and processes.

    Changes nothing. Ends with 0 where all is well, 1 where something wants a look, 2 where something does not work.
    """
    if code:
        _explain(code, as_json=as_json)
        return
    log_to_stderr(logging.ERROR)
    loaded, why = _settings(config)
    # `clockpost --help` imports this module; only this one needs all that it looks at.
    from shared.health.bundle import BundleError, write_bundle  # noqa: PLC0415
    from shared.health.doctor import looked_at, without_settings  # noqa: PLC0415

    checks = looked_at(loaded, full=full) if loaded is not None else without_settings(why)
    if bundle is not None:
        try:
            write_bundle(bundle, loaded, checks)
        except BundleError as error:
            fail(str(error))
    if as_json:
        print_json(_as_json(checks))
    else:
        _print(checks)
        if bundle is not None:
            typer.echo(f"Written for the ticket: {bundle}")
    raise typer.Exit(exit_code(checks))


def _settings(named: Path | None) -> tuple[Config | None, str]:
    path = config_path(named)
    if path is None:
        return None, f"No settings: name a file with --config FILE or {CONFIG_VARIABLE}."
    try:
        return load_config(path), ""
    except ConfigError as error:
        return None, str(error)


def _as_json(checks: list[Check]) -> dict[str, Any]:
    told = [
        {
            "name": check.name,
            "standing": check.standing,
            "told": check.told,
            "to_do": check.to_do,
            "detail": check.detail,
        }
        for check in checks
    ]
    return {"standing": worst(checks), "code": code_of(checks), "checks": told}


def _print(checks: list[Check]) -> None:
    rows = [
        [check.name, check.standing, check.told, ". ".join(part for part in (check.to_do, check.detail) if part)]
        for check in worst_first(checks)
    ]
    print_table("", ("check", "standing", "what is", "what to do"), rows)
    wrong = [check for check in checks if check.standing is not Standing.OK]
    summary = "All is well." if not wrong else f"{len(wrong)} of {len(checks)} want a look."
    typer.echo(f"{summary} Code for the help desk: {code_of(checks)}")


def _explain(code: str, *, as_json: bool) -> None:
    meaning = meaning_of(code)
    if meaning is None:
        fail("--code: that is no code of a terminal. It looks like FL-W, or 0 where all is well.", 2)
    if as_json:
        print_json([{"name": name, "standing": standing} for name, standing in meaning])
        return
    for name, standing in meaning:
        typer.echo(f"{standing}: {name}")
    if not meaning:
        typer.echo("All is well.")
