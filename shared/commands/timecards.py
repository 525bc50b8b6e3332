"""`clockpost timecards`: the ledger against another system's time cards."""

import csv
import io
from datetime import datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, print_table, settings
from shared.domain.site import Site
from shared.domain.time_card import Adjustment, TimeCard
from shared.domain.time_card_match import Compared, Found
from shared.store import memory
from shared.time_card_service import card_rules_of
from shared.time_cards import ORACLE, Comparison, compare
from shared.wiring import sites_of

DAYS: Final = ["%Y-%m-%d"]
COLUMNS: Final = (
    "employee",
    "site",
    "found",
    "business_date",
    "started_local",
    "ended_local",
    "their_started_local",
    "their_ended_local",
    "started_off_s",
    "ended_off_s",
    "their_status_in",
    "their_status_out",
    "authorised_in",
    "authorised_out",
    "adjusted",
    "cards",
)


def timecards(
    first: Annotated[datetime, typer.Option("--from", formats=DAYS, help="The first day, in the site's zone.")],
    last: Annotated[datetime, typer.Option("--to", formats=DAYS, help="The last day, included.")],
    site: Annotated[str, typer.Option("--site", help="One site; else every site with a location there.")] = "",
    only_differing: Annotated[bool, typer.Option("--differing", help="Leave out what agrees.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="For a spreadsheet.")] = False,
) -> None:
    """Compare what was worked here with Oracle's time cards: agreed, different, missing on either side, adjusted."""
    if last < first:
        fail("--to lies before --from.", 2)
    loaded = settings(config)
    asked = [(one, card_rules_of(loaded, one)) for one in sites_of(loaded) if site in ("", one.name)]
    compared_sites = [(one, rules) for one, rules in asked if rules is not None]
    if not compared_sites:
        fail("No site is compared: set upstream.oracle.location, or correct --site.", 2)
    with opened(loaded) as store:
        found = [(one, compare(store, one, rules, first.date(), last.date())) for one, rules in compared_sites]
        states = {
            rules.location: memory.recall(store, ORACLE, f"state:{rules.location}") for _, rules in compared_sites
        }
    rows = [_row(line, one) for one, each in found for line in each.lines if _is_wanted(line, only_differing)]
    if as_json:
        print_json(
            {
                "lines": rows,
                "unjoined": [_unjoined(card) for _, each in found for card in each.unjoined],
                "downloads": states,
            }
        )
    elif as_csv:
        typer.echo(_csv(rows), nl=False)
    else:
        _print(rows, [each for _, each in found], states)


def _is_wanted(line: Compared, only_differing: bool) -> bool:
    return not only_differing or line.is_adjusted or line.found not in (Found.AGREES, Found.OPEN)


def _row(line: Compared, site: Site) -> dict[str, Any]:
    zone = ZoneInfo(site.rules.timezone)
    ours, theirs = line.ours, line.theirs
    cards = theirs.cards if theirs else ()
    return {
        "employee": line.employee,
        "site": site.name,
        "found": line.found,
        "business_date": theirs.business_date.isoformat() if theirs else None,
        "started_local": _local(ours.started_at if ours else None, zone),
        "ended_local": _local(ours.ended_at if ours else None, zone),
        "their_started_local": _local(theirs.came_at if theirs else None, zone),
        "their_ended_local": _local(theirs.left_at if theirs else None, zone),
        "started_off_s": line.came_off_s,
        "ended_off_s": line.left_off_s,
        "their_status_in": cards[0].came_status if cards else None,
        "their_status_out": cards[-1].left_status if cards else None,
        "authorised_in": theirs.came_by if theirs else None,
        "authorised_out": theirs.left_by if theirs else None,
        "adjusted": [_change(change, zone) for change in theirs.adjustments] if theirs else [],
        "cards": [card.card_id for card in cards],
    }


def _change(change: Adjustment, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "at_local": _local(change.at, zone),
        "by": change.manager,
        "why": change.reason,
        "was_started_local": _local(change.came_at, zone),
        "was_ended_local": _local(change.left_at, zone),
        "was_job_code": change.job_code,
        "was_revenue_centre": change.revenue_centre,
    }


def _unjoined(card: TimeCard) -> dict[str, Any]:
    return {
        "card": card.card_id,
        "empNum": card.employee_num,
        "payrollID": card.payroll_id,
        "extPayrollID": card.external_payroll_id,
        "started_utc": card.came_at.isoformat(),
    }


def _print(rows: list[dict[str, Any]], found: list[Comparison], states: dict[str, Any]) -> None:
    shown = [{**row, "adjusted": _changes_in_words(row["adjusted"]), "cards": _list(row["cards"])} for row in rows]
    print_table(f"{len(rows)} sessions", COLUMNS, [[row[name] for name in COLUMNS] for row in shown])
    unjoined = [card for each in found for card in each.unjoined]
    if unjoined:
        columns = ("card", "empNum", "payrollID", "extPayrollID", "started_utc")
        cards = [[_unjoined(card)[name] for name in columns] for card in unjoined]
        print_table("Cards of nobody in the people register: check upstream.oracle.join_by", columns, cards)
    for location, state in states.items():
        if not state:
            typer.echo(f"{location}: no time cards were downloaded yet. `clockpost sync` does it.")
        elif state["failure"]:
            typer.echo(f"{location}: the last download failed at {state['at']}: {state['failure']}")


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    sheet = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    sheet.writeheader()
    sheet.writerows(
        {**row, "adjusted": _changes_in_words(row["adjusted"]), "cards": _list(row["cards"])} for row in rows
    )
    return text.getvalue()


def _changes_in_words(changes: list[dict[str, Any]]) -> str:
    return "; ".join(f"{one['at_local']} by {one['by'] or '?'}: {one['why'] or 'no reason'}" for one in changes)


def _list(numbers: list[int]) -> str:
    return " ".join(map(str, numbers))


def _local(at: datetime | None, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat() if at is not None else None
