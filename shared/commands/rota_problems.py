"""`clockpost roster --problems`: what of the rota a person has to look at, and what to do about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import typer

from shared.commands.terminal import print_json, print_table
from shared.domain.rota_problem import RotaProblem, RotaProblemKind
from shared.domain.site import Site
from shared.store import roster, rota_people, rota_problems
from shared.store.database import Store
from shared.store.roster import Part
from shared.words import words_for
from shared.words.calendar import LocalTime

COLUMNS: Final = ("problem", "key or number", "id in the rota", "from", "until", "what to do")
REMEDIES: Final[Mapping[str, str]] = {
    "no_employee_id": "the rota names a key and no person: ask for the employee id to be sent",
    "no_key": "give this person the key that upstream.tamigo.join_key names",
    "several_keys": "this person's key changed within the days asked for: make it one",
    "key_of_several": "several people have this key: give each their own",
    "not_in_register": "put this number into the people register, or correct the key",
    "not_upstream": "the system of record does not know this number: add the employee there, with it as custom id",
    RotaProblemKind.UNOWNED: "not used: whose shift it is cannot be told, or they are not known here",
    RotaProblemKind.DOUBTFUL: "used: its time was twice or never that night; look it up, or set format = json",
    RotaProblemKind.UNTIMED: "not used: give the shift a start and an end",
    RotaProblemKind.UNSAID: "counts as work: if it is an absence, add it to upstream.tamigo.absence_activities",
    RotaProblemKind.TWICE: "used: this person is planned twice at one time; remove one",
}


def tell_problems(store: Store, sites: list[Site], *, as_json: bool) -> None:
    """Print the problems of these sites' rotas. Raises a StoreError."""
    told = [_of_site(store, site) for site in sites]
    if as_json:
        print_json(told)
        return
    for site, one in zip(sites, told, strict=True):
        local = LocalTime(ZoneInfo(site.rules.timezone))
        print_table(_title(one), COLUMNS, [_cells(row, local) for row in one["problems"]])
        if one["failure"]:
            typer.echo(f"The newest download failed: {one['failure']}")


def _of_site(store: Store, site: Site) -> dict[str, Any]:
    found = rota_problems.found(store, site.name)
    state = roster.states(store, site.name).get(Part.SHIFTS)
    numbers = rota_people.numbers_of(store, site.name)
    return {
        "site": site.name,
        "found_at": found.found_at if found is not None else None,
        "failure": state.failure if state is not None else "",
        "failed_at": state.failed_at if state is not None else None,
        "problems": [_told(one, numbers) for one in found.problems] if found is not None else [],
    }


def _told(one: RotaProblem, numbers: Mapping[int, str]) -> dict[str, Any]:
    number = numbers.get(one.upstream_id, f"#{one.upstream_id}") if one.upstream_id is not None else ""
    return {
        "kind": one.kind,
        "why": one.why,
        "key": one.key,
        "number": number,
        "id": one.who,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "remedy": REMEDIES.get(one.why or one.kind, ""),
    }


def _title(told: dict[str, Any]) -> str:
    if told["found_at"] is None:
        return f"{told['site']}: no rota came from elsewhere yet"
    return f"{told['site']}: rota of {told['found_at']:%Y-%m-%d %H:%M} UTC"


def _cells(row: dict[str, Any], local: LocalTime) -> list[object]:
    return [
        f"{row['kind']} {row['why'].replace('_', ' ')}".strip(),
        row["key"] or row["number"],
        row["id"],
        _when(row["starts_at"], local),
        _when(row["ends_at"], local),
        row["remedy"],
    ]


def _when(at: datetime | None, local: LocalTime) -> str:
    return f"{local.date(at, words_for('en'))} {local.time(at)}" if at is not None else ""
