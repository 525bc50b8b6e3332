"""`clockpost desk`: what waits for a supervisor, and their word about it."""

from typing import Any

import typer

from shared.commands import desk_claims, desk_deliveries, desk_hours, desk_people
from shared.commands.terminal import ConfigOption, JsonOption, opened, print_json, print_table, settings
from shared.domain.tap import Unidentified
from shared.store import desk as items
from shared.store import people, taps
from shared.store.database import Store
from shared.store.taps import TapState

TYPED = (Unidentified.UNKNOWN_NUMBER, Unidentified.WRONG_PIN, Unidentified.LOCKED)
"""Here what was presented is a typed number; elsewhere it is a badge's hash."""
WAITING = (TapState.CLAIM, TapState.OPEN, TapState.ASKED)


def build() -> typer.Typer:
    """The command with everything that can be said at the desk."""
    app = typer.Typer(invoke_without_command=True, help="What waits for a supervisor, and their word about it.")
    app.callback()(desk)
    for part in (desk_claims, desk_hours, desk_deliveries, desk_people):
        for name, command in part.COMMANDS.items():
            app.command(name)(command)
    return app


def desk(context: typer.Context, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List what a supervisor must decide: kept taps (claims, refusals, unanswered questions) and differences."""
    if context.invoked_subcommand is not None:
        return
    with opened(settings(config)) as store:
        kept, found = _taps(store), _items(store)
        problem = people.problem(store)
    if as_json:
        print_json({"taps": kept, "items": found, "people_register": problem})
        return
    columns = ("at", "state", "reason", "employee", "terminal", "tap")
    print_table(f"{len(kept)} kept taps", columns, [[one[name] for name in columns] for one in kept])
    rows = [[one["opened_at"], one["kind"], one["employee"], _in_words(one["facts"]), one["item"]] for one in found]
    print_table(f"{len(rows)} things to decide", ("since", "kind", "employee", "facts", "item"), rows)
    if problem:
        print_table("The people register's file has mistakes; the last good one is used", ("mistake",), [[problem]])


def _taps(store: Store) -> list[dict[str, Any]]:
    return [
        {
            "tap": one.tap_id,
            "at": one.at.isoformat(),
            "state": one.state,
            "reason": one.reason,
            "employee": one.employee or (one.presented if one.reason in TYPED else None),
            "terminal": one.terminal,
            "site": one.site,
        }
        for one in taps.listed(store, WAITING)
    ]


def _items(store: Store) -> list[dict[str, Any]]:
    return [
        {
            "item": one.item_id,
            "kind": one.kind,
            "subject": one.subject,
            "employee": one.employee,
            "site": one.site,
            "grouped_by": one.grouped_by,
            "facts": one.facts,
            "opened_at": one.opened_at.isoformat(),
        }
        for one in items.listed(store)
    ]


def _in_words(facts: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())
