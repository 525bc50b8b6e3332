"""`clockpost planned`: what the rota planned and has as worked, beside our own hours."""

from datetime import datetime
from typing import Annotated, Any, Final

import typer

from shared.commands.hours import DAYS
from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, print_table, settings
from shared.planned_hours import PlannedHours, planned_hours
from shared.wiring import sites_of

COLUMNS: Final = (
    "day",
    "number",
    "name",
    "first planned",
    "planned",
    "worked there",
    "ours",
    "difference",
    "over the plan",
)


def planned(
    first: Annotated[datetime, typer.Option("--from", formats=DAYS, help="The first day, in the site's zone.")],
    last: Annotated[datetime, typer.Option("--to", formats=DAYS, help="The last day, included.")],
    site: Annotated[str, typer.Option("--site", help="One site; else every site of the settings.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare planned and worked hours of the rota's system with ours, in minutes, for each person and day.

    The difference is ours minus what is worked there. Planned and worked there are without the rota's own breaks, ours
    without the breaks that were clocked.
    """
    if last < first:
        fail("--to lies before --from.", 2)
    loaded = settings(config)
    sites = [one for one in sites_of(loaded) if site in ("", one.name)]
    if not sites:
        fail(f"{site}: no such site. There are: {', '.join(one.name for one in sites_of(loaded))}.", 2)
    with opened(loaded) as store:
        found = {one.name: planned_hours(store, one, first.date(), last.date()) for one in sites}
    if as_json:
        print_json([_told(name, one) for name, one in found.items()])
        return
    for name, one in found.items():
        print_table(_title(name, one), COLUMNS, [list(row.values()) for row in _rows(one)])
        if one.failure:
            typer.echo(f"The newest download failed: {one.failure}")


def _title(site: str, found: PlannedHours) -> str:
    if found.asked_at is None:
        return f"{site}: no hours came from the rota's system yet"
    return f"{site}, minutes; asked at {found.asked_at:%Y-%m-%d %H:%M} UTC"


def _rows(found: PlannedHours) -> list[dict[str, Any]]:
    return [
        {
            "day": one.day,
            "number": one.number,
            "name": found.names.get(one.number, ""),
            "original_min": one.original_min,
            "planned_min": one.planned_min,
            "worked_min": one.worked_min,
            "ours_min": one.ours_min,
            "difference_min": one.difference_min,
            "over_plan_min": one.over_plan_min,
        }
        for one in found.days
    ]


def _told(site: str, found: PlannedHours) -> dict[str, Any]:
    return {"site": site, "asked_at": found.asked_at, "failure": found.failure, "days": _rows(found)}
