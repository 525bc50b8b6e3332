"""`clockpost replay`: what other rules would have made of the decisions that were taken."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

import typer

from shared.commands.changed_rules import changed_rules
from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, print_table, settings
from shared.config import Config, ConfigError
from shared.replay import Changed, Replayed, Verdict
from shared.replay import replay as judged_again
from shared.store.database import Store
from shared.wiring import zone_of

COLUMNS: Final = ("at", "employee", "site", "verdict", "changes", "tap")
DAYS: Final = ["%Y-%m-%d"]
DAY: Final = timedelta(days=1)
SHOWN: Final = (Verdict.DIFFERS, Verdict.NOT_REPRODUCED, Verdict.UNREAD)


def replay(
    changes: Annotated[
        list[str] | None, typer.Option("--set", help="A setting to try: site.radius_m=80. May be given again.")
    ] = None,
    first: Annotated[datetime | None, typer.Option("--from", formats=DAYS, help="The first day.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=DAYS, help="The last day, included.")] = None,
    employee: Annotated[str, typer.Option("--employee", help="One employee number.")] = "",
    site: Annotated[str, typer.Option("--site", help="One site.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="A line for each decision that differs.")] = False,
) -> None:
    """Judge every stored decision on its own recorded facts under changed settings; print those that would differ.

    Ends with 1 where a decision is not reproduced under the settings that it was taken with: that is a fault.
    """
    loaded = settings(config)
    try:
        changed = changed_rules(loaded, changes or [])
    except ConfigError as error:
        fail(str(error), 2)
    wanted = _Wanted(_midnight(first, loaded), _midnight(last + DAY if last else None, loaded), employee, site)
    with opened(loaded) as store:
        count, told = _look(store, changed, wanted)
    rows = [_row(one) for one in told]
    if as_json:
        print_json({"decisions": sum(count.values()), "verdicts": dict(count), "differing": rows})
    elif as_csv:
        typer.echo(_csv(rows), nl=False)
    else:
        _print(count, rows)
    if count[Verdict.NOT_REPRODUCED]:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which decisions: from `since` up to `until` (aware), of one employee, at one site; None and "" for all."""

    since: datetime | None
    until: datetime | None
    employee: str
    site: str

    def holds(self, one: Replayed) -> bool:
        if one.at is None:
            return not (self.employee or self.site)
        in_time = (self.since is None or one.at >= self.since) and (self.until is None or one.at < self.until)
        return in_time and self.employee in ("", one.employee) and self.site in ("", one.site)


def _midnight(day: datetime | None, config: Config) -> datetime | None:
    return day.replace(tzinfo=zone_of(config)) if day is not None else None


def _look(store: Store, changed: Changed, wanted: _Wanted) -> tuple[Counter[Verdict], list[Replayed]]:
    count: Counter[Verdict] = Counter()
    told = []
    for one in judged_again(store, changed):
        if wanted.holds(one):
            count[one.verdict] += 1
            if one.verdict in SHOWN:
                told.append(one)
    return count, told


def _row(one: Replayed) -> dict[str, Any]:
    return {
        "at": one.at,
        "employee": one.employee,
        "site": one.site,
        "verdict": one.verdict,
        "changes": "; ".join(one.changes),
        "tap": one.tap_id,
    }


def _print(count: Counter[Verdict], rows: list[dict[str, Any]]) -> None:
    if rows:
        print_table(f"{len(rows)} decisions to look at", COLUMNS, [[row[name] for name in COLUMNS] for row in rows])
    parts = [f"{number} {verdict.replace('_', ' ')}" for verdict, number in count.items()]
    typer.echo(f"{sum(count.values())} decisions: {', '.join(parts) or 'none'}")
    if count[Verdict.NOT_REPRODUCED]:
        typer.echo(
            "Those not reproduced come out otherwise under the very settings that they were taken with: a fault."
        )


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    sheet = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    sheet.writeheader()
    sheet.writerows({**row, "at": row["at"].isoformat() if row["at"] else ""} for row in rows)
    return text.getvalue()
