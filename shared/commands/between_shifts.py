"""`clockpost between-shifts`: may this machine be disturbed now? For `deploy/update.sh`, and whoever restarts one."""

from datetime import datetime, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer

from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, JsonOption, opened, print_json, settings
from shared.domain.between_shifts import next_change
from shared.domain.model import Shift
from shared.domain.site import Site
from shared.store import roster, roster_of_site
from shared.store.database import Store
from shared.store.roster import Part
from shared.wiring import sites_of
from shared.words.calendar import LocalTime

NOT_NOW: Final = 3


def between_shifts(
    minutes: Annotated[
        int, typer.Option(min=1, max=720, help="How far away every shift's start and end must be.")
    ] = 30,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Is no shift about to begin or end, nor just begun or over? Ends with 0, or with 3 for "not now".

    A rota that was never downloaded knows of no shift.
    """
    loaded, now = settings(config), SystemClock().now()
    within = timedelta(minutes=minutes)
    with opened(loaded) as store:
        found = {site: next_change(_shifts(store, site, now, within), now, within) for site in sites_of(loaded)}
    near = {site: at for site, at in found.items() if at is not None}
    if as_json:
        sites = [{"site": site.name, "changes_at": at} for site, at in near.items()]
        print_json({"quiet": not near, "minutes": minutes, "sites": sites})
    else:
        for site, at in near.items():
            local = LocalTime(ZoneInfo(site.rules.timezone))
            typer.echo(f"{site.name}: a shift begins or ends at {local.time(at)}.")
        if not near:
            typer.echo(f"No shift begins or ends within {minutes} minutes.")
    if near:
        raise typer.Exit(NOT_NOW)


def _shifts(store: Store, site: Site, now: datetime, within: timedelta) -> list[Shift]:
    snapshots = roster.current(store, Part.SHIFTS, [site.name])
    found = (
        roster_of_site.shifts_at_account(store, snapshot, site.account_id, now - within, now + within)
        for snapshot in snapshots[:1]
    )
    return [shift for of_all in found for shifts in of_all.values() for shift in shifts]
