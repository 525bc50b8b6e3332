"""`clockpost timecards`: the ledger against another system's time cards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final

import typer

from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, print_table, settings
from shared.commands.time_card_rows import SHOWN, for_people, row_of, sheet, unjoined_of
from shared.domain.site import Site
from shared.domain.time_card_match import Compared, Found
from shared.store import memory
from shared.store.database import Store
from shared.time_cards import ORACLE, CardRules, Comparison, card_rules_of, compare
from shared.wiring import sites_of

DAYS: Final = ["%Y-%m-%d"]


def timecards(
    first: Annotated[datetime, typer.Option("--from", formats=DAYS, help="The first business date.")],
    last: Annotated[datetime, typer.Option("--to", formats=DAYS, help="The last business date, included.")],
    site: Annotated[str, typer.Option("--site", help="One site; else every site with a location there.")] = "",
    only_differing: Annotated[bool, typer.Option("--differing", help="Leave out what agrees.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="For a spreadsheet.")] = False,
) -> None:
    """Compare what was worked here with Oracle's time cards: agreed, different, missing on either side, adjusted.

    A session stands under their business date; one without a card of theirs under the site's own day.
    """
    if last < first:
        fail("--to lies before --from.", 2)
    loaded = settings(config)
    asked = [(one, card_rules_of(loaded, one)) for one in sites_of(loaded) if site in ("", one.name)]
    if not asked:
        fail(f"{site}: no such site. There are: {', '.join(one.name for one in sites_of(loaded))}.", 2)
    sites = [(one, rules) for one, rules in asked if rules is not None]
    if not sites:
        fail("No site is compared: set upstream.oracle.location, or upstream.oracle.locations for several sites.", 2)
    with opened(loaded) as store:
        found = [(one, compare(store, one, rules, first.date(), last.date())) for one, rules in sites]
        downloads = {rules.location: _download(store, rules) for _, rules in sites}
    if as_json:
        print_json(
            {
                "lines": _rows(found, only_differing=only_differing),
                "unjoined": [unjoined_of(card) for _, each in found for card in each.unjoined],
                "downloads": downloads,
            }
        )
    elif as_csv:
        typer.echo(sheet(_rows(found, only_differing=only_differing)), nl=False)
    else:
        _print(found, downloads, only_differing=only_differing)


def _download(store: Store, rules: CardRules) -> dict[str, Any]:
    """How the download of a location stands: `at` is None where none was tried."""
    state = memory.recall(store, ORACLE, f"state:{rules.location}") or {"at": None, "failure": ""}
    return {**state, "unread": memory.recall(store, ORACLE, f"unread:{rules.location}") or {}}


def _wanted(found: Comparison, *, only_differing: bool) -> list[Compared]:
    return [
        line
        for line in found.lines
        if not only_differing or line.is_adjusted or line.found not in (Found.AGREES, Found.OPEN)
    ]


def _rows(found: list[tuple[Site, Comparison]], *, only_differing: bool) -> list[dict[str, Any]]:
    return [
        row_of(line, site, each.people) for site, each in found for line in _wanted(each, only_differing=only_differing)
    ]


def _print(
    found: list[tuple[Site, Comparison]], downloads: Mapping[str, dict[str, Any]], *, only_differing: bool
) -> None:
    for site, each in found:
        lines = _wanted(each, only_differing=only_differing)
        print_table(f"{site.name}: {len(lines)} sessions", SHOWN, for_people(each, lines, site))
        if each.unjoined:
            cards = [list(unjoined_of(card).values()) for card in each.unjoined]
            columns = list(unjoined_of(each.unjoined[0]))
            print_table("Cards of nobody in the people register: check upstream.oracle.join_by", columns, cards)
    for location, state in downloads.items():
        if state["at"] is None:
            typer.echo(f"{location}: no time cards were downloaded yet. `clockpost sync` does it.")
        elif state["failure"]:
            typer.echo(f"{location}: the last download failed at {state['at']}: {state['failure']}")
        for number, why in state["unread"].items():
            typer.echo(f"{location}: card {number} cannot be read and is not compared: {why}")
