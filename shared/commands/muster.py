"""`clockpost muster`: who is on site now, in a terminal, as JSON or as the page that the kiosk prints."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, print_table, settings
from shared.config import Config
from shared.domain.muster_entry import Muster, MusterEntry, Since
from shared.domain.site import Site
from shared.muster_now import freeze, latest, look, of, since
from shared.store.database import Store
from shared.wiring import sites_of
from shared.words import muster as say
from shared.words import words_for
from shared.words.calendar import LocalTime

COLUMNS: Final = ("seen", "number", "name", "stands", "last seen", "to note")
ENGLISH: Final = words_for("en")


def muster(
    config: ConfigOption = None,
    site: Annotated[str, typer.Option(help="The name of one site; the terminal's own when left out.")] = "",
    frozen: Annotated[bool, typer.Option("--freeze", help="Keep the list for good, under the next number.")] = False,
    last: Annotated[bool, typer.Option("--last", help="The site's newest muster with its ticks; no new list.")] = False,
    number: Annotated[int | None, typer.Option(min=1, help="The muster of this number; no new list.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the page to this file, which must not be there.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show who is on site: in, on a break, or not sure, each with when and where last seen. Visitors are not included.

    Nothing is kept unless --freeze is given.
    """
    loaded = settings(config)
    if frozen + last + (number is not None) > 1:
        fail("Only one of --freeze, --last and --number.", 2)
    if pdf is not None and pdf.exists():
        fail(f"{pdf} is there already: name a new file.", 2)
    where, now = _site(loaded, site), SystemClock().now()
    with opened(loaded) as store:
        found = _found(store, loaded, where, now, frozen=frozen, last=last, number=number)
        if found is None:
            fail("There is no such muster." if number is not None else f"{where.name} never had a muster.")
        changed = since(store, where, found.terminal, found, now)
    if frozen and not found.is_kept:
        typer.echo("The list could not be kept: the log says why.", err=True)
    local = LocalTime(ZoneInfo(where.rules.timezone), loaded.kiosk.hours)
    if pdf is not None:
        # Only the page needs what draws it; a list of who is inside comes at once.
        from shared.muster_page import page  # noqa: PLC0415

        _write(pdf, page(words_for(loaded.kiosk.language), local, found, changed))
    if as_json:
        print_json(_told(found, changed))
    elif pdf is None:
        _print(found, changed, local)


def _site(config: Config, wanted: str) -> Site:
    sites = {one.name: one for one in sites_of(config)}
    if wanted and wanted not in sites:
        fail(f"No site is called {wanted!r}. There are: {', '.join(sorted(sites))}.", 2)
    return sites[wanted or config.here.name]


def _found(
    store: Store, config: Config, site: Site, now: datetime, *, frozen: bool, last: bool, number: int | None
) -> Muster | None:
    terminal = config.kiosk.terminal if site.name == config.here.name else ""
    if number is not None:
        found = of(store, number)
        return found if found is not None and found.site == site.name else None
    if last:
        return latest(store, site.name)
    return freeze(store, site, terminal, now, "") if frozen else look(store, site, terminal, now)


def _write(path: Path, pdf: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(pdf)
    except OSError as error:
        fail(f"{path}: {error.strerror}")
    typer.echo(f"{path} written.", err=True)


def _print(found: Muster, changed: Since, local: LocalTime) -> None:
    counts = found.counts
    name = say.title(ENGLISH, found) if found.is_kept else "Not kept"
    at = f"{local.date(found.at, ENGLISH)} {local.time(found.at)}"
    told = f"{counts.inside} in, {counts.on_break} on break, {counts.unsure} not sure, {counts.ticked} found"
    rows = [_cells(found, entry, changed, local) for entry in (*found.entries, *changed.later)]
    print_table(f"{name}, {found.site}, {at}: {told}", COLUMNS, rows)
    for sentence in (say.visitors(ENGLISH), *say.knowledge(ENGLISH, found.ages)):
        typer.echo(sentence)


def _cells(found: Muster, entry: MusterEntry, changed: Since, local: LocalTime) -> list[object]:
    notes = list(say.details(ENGLISH, local, entry, found.at))
    if entry.key in changed.left:
        notes.insert(0, f"clocked out {say.moment(ENGLISH, local, changed.left[entry.key], found.at)}".strip())
    if entry in changed.later:
        notes.insert(0, "came later")
    return [
        "x" if found.is_ticked(entry.key) else "",
        entry.number,
        say.who(ENGLISH, entry),
        entry.stand.replace("_", " "),
        say.moment(ENGLISH, local, entry.seen.at, found.at),
        ", ".join(note for note in notes if note),
    ]


def _told(found: Muster, changed: Since) -> dict[str, Any]:
    counts = found.counts
    return {
        "number": found.number or None,
        "site": found.site,
        "at": found.at,
        "by": found.by,
        "visitors_included": False,
        "counts": {
            "in": counts.inside,
            "on_break": counts.on_break,
            "unsure": counts.unsure,
            "ticked": counts.ticked,
            "of": counts.of,
        },
        "age_s": {
            "rota": found.ages.rota_s,
            "open_sessions": found.ages.sessions_s,
            "register": found.ages.register_s,
        },
        "people": [_entry(found, entry, changed) for entry in found.entries],
        "came_later": [_entry(found, entry, changed) for entry in changed.later],
    }


def _entry(found: Muster, entry: MusterEntry, changed: Since) -> dict[str, Any]:
    seen, tick = entry.seen, found.ticks.get(entry.key)
    return {
        "key": entry.key,
        "number": entry.number,
        "name": entry.name,
        "stand": entry.stand,
        "why_unsure": entry.why,
        "last_seen": {"at": seen.at, "door": seen.door, "terminal": seen.terminal, "method": seen.method},
        "position": entry.position,
        "ticked": found.is_ticked(entry.key),
        "ticked_at": tick.at if tick is not None and tick.ticked else None,
        "left": entry.key in changed.left,
        "left_at": changed.left.get(entry.key),
    }
