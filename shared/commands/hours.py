"""`clockpost hours`: what was worked, for payroll."""

import csv
import io
from datetime import datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, settings
from shared.config import Config
from shared.domain.break_summary import BreakSaid
from shared.domain.delivery import OutboxRow
from shared.domain.hours import Worked
from shared.domain.model import Kind
from shared.domain.site import Site
from shared.domain.worked_shift import TAMIGO
from shared.hours import hours as hours_of
from shared.store import people
from shared.wiring import sites_of

COLUMNS: Final = (
    "employee",
    "name",
    "site",
    "account",
    "position",
    "shift",
    "started_utc",
    "started_local",
    "ended_utc",
    "ended_local",
    "breaks_s",
    "worked_s",
    "whole",
    "status_in",
    "status_out",
    "flags",
    "authorised_by",
    "corrections",
    "answers",
    "disputed",
    "upstream_session",
    "upstream_started_utc",
    "upstream_ended_utc",
    "undelivered",
    "work_session",
)
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would calculate and not show."""
DAYS: Final = ["%Y-%m-%d"]


def hours(
    first: Annotated[datetime, typer.Option("--from", formats=DAYS, help="The first day, in the site's zone.")],
    last: Annotated[datetime, typer.Option("--to", formats=DAYS, help="The last day, included.")],
    site: Annotated[str, typer.Option("--site", help="One site; else every site of the settings.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what was worked on these days, as CSV or JSON: sessions, breaks, flags, corrections, what is undelivered.

    A session belongs to the day on which it began. Without a clock-out there are no worked seconds: none are invented.
    """
    if last < first:
        fail("--to lies before --from.", 2)
    loaded = settings(config)
    sites = _sites(loaded, site)
    with opened(loaded) as store:
        names = {one.number: one.name for one in people.everybody(store)}
        found = [(one, each) for each in sites for one in hours_of(store, each, first.date(), last.date())]
    rows = [row_of(one, each, names.get(one.employee, "")) for one, each in found]
    if as_json:
        print_json(
            {
                "from": first.date(),
                "to": last.date(),
                "sessions": [told_of(*pair) for pair in zip(found, rows, strict=True)],
            }
        )
        return
    typer.echo(sheet(rows), nl=False)


def _sites(config: Config, named: str) -> list[Site]:
    sites = [site for site in sites_of(config) if named in ("", site.name)]
    if not sites:
        fail(f"{named}: no such site. There are: {', '.join(site.name for site in sites_of(config))}.", 2)
    return sites


def row_of(one: Worked, site: Site, name: str) -> dict[str, Any]:
    """One session as a line of the sheet: a value for each of COLUMNS."""
    zone = ZoneInfo(site.rules.timezone)
    # What the system of record has; hours written back to the rota's system are only told where they are missing.
    recorded = [row for row in one.rows if row.upstream != TAMIGO]
    came = next((row for row in recorded if row.kind is Kind.CLOCKED_IN), None)
    left = next((row for row in recorded if row.kind is Kind.CLOCKED_OUT), None)
    session = next((row.session_id for row in one.rows if row.session_id is not None), None)
    return {
        "employee": one.employee,
        "name": name,
        "site": one.site,
        "account": one.account_id,
        "position": one.position_id,
        "shift": one.shift_id,
        "started_utc": _utc(one.started_at),
        "started_local": _local(one.started_at, zone),
        "ended_utc": _utc(one.ended_at),
        "ended_local": _local(one.ended_at, zone),
        "breaks_s": one.break_s,
        "worked_s": one.worked_s,
        "whole": one.whole,
        "status_in": one.status_in,
        "status_out": one.status_out,
        "flags": " ".join(one.flags),
        "authorised_by": " ".join(one.authorised_by),
        "corrections": "; ".join(f"{c.kind} {_local(c.first_at, zone)} -> {_local(c.at, zone)}" for c in one.changed),
        "answers": " ".join(one.answers),
        "disputed": "yes" if one.is_disputed else "no",
        "upstream_session": session,
        "upstream_started_utc": _utc(came.their_started if came else left.their_started if left else None),
        "upstream_ended_utc": _utc(left.their_ended if left else None),
        "undelivered": " ".join(_undelivered(row) for row in one.undelivered),
        "work_session": one.work_session,
    }


def _undelivered(row: OutboxRow) -> str:
    where = f"{row.upstream}:" if row.upstream == TAMIGO else ""
    return f"{where}{row.kind}:{row.state}"


def told_of(found: tuple[Worked, Site], row: dict[str, Any]) -> dict[str, Any]:
    """A row for a program: lists stay lists, and the breaks are told one by one."""
    one = found[0]
    return {
        **row,
        "flags": list(one.flags),
        "authorised_by": list(one.authorised_by),
        "answers": list(one.answers),
        "disputed": one.is_disputed,
        "breaks": [{"started_utc": _utc(each.started_at), "ended_utc": _utc(each.ended_at)} for each in one.breaks],
        "break_answers": [
            {
                "about": each.kind,
                "said": each.answer or BreakSaid.NOT_ANSWERED,
                "because": each.reason or None,
                "changed_since": each.is_doubted,
            }
            for each in one.questions
        ],
        "corrections": [
            {"kind": each.kind, "first_utc": _utc(each.first_at), "utc": _utc(each.at)} for each in one.changed
        ],
        "undelivered": [
            {"kind": each.kind, "upstream": each.upstream, "state": each.state, "reason": each.reason}
            for each in one.undelivered
        ],
    }


def sheet(rows: list[dict[str, Any]]) -> str:
    """The lines as CSV, with a heading; nothing in it is a formula."""
    text = io.StringIO()
    sheet = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    sheet.writeheader()
    sheet.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _utc(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat() if at is not None else ""
