"""`clockpost roster`: the roster board of a site in a terminal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from shared.board_now import SiteBoard, site_board
from shared.clock import SystemClock
from shared.commands.rota_problems import tell_problems
from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, print_table, settings
from shared.config import Config
from shared.domain.board_row import BoardRow, Origin, Outage, Place, Rota, Standing
from shared.domain.board_search import plain
from shared.domain.model import Shift
from shared.domain.site import Site
from shared.wiring import sites_of
from shared.words import words_for
from shared.words.calendar import LocalTime, rough_age

COLUMNS: Final = ("part", "number", "name", "shift", "standing", "since", "position", "by", "to note")
ENGLISH: Final = words_for("en")


def roster(
    config: ConfigOption = None,
    site: Annotated[str, typer.Option(help="The name of one site; all of them when left out.")] = "",
    find: Annotated[str, typer.Option(help="Only whose name or number has this in it.")] = "",
    position: Annotated[str, typer.Option(help="Only this position, by its name.")] = "",
    problems: Annotated[
        bool, typer.Option("--problems", help="Instead: what of a rota from elsewhere has to be put right.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show who is due, in, on a break, late, absent and gone, those who need somebody first."""
    loaded = settings(config)
    if problems:
        with opened(loaded) as store:
            tell_problems(store, list(_sites(loaded, site).values()), as_json=as_json)
        return
    boards = _boards(loaded, site)
    if as_json:
        print_json([_told(board, _narrowed(board, find, position)) for board, _ in boards])
        return
    for board, local in boards:
        rows = [_cells(board, row, local) for row in _narrowed(board, find, position)]
        print_table(_title(board, local), COLUMNS, rows)
        _print_outages(board, local)


def _boards(config: Config, wanted: str) -> list[tuple[SiteBoard, LocalTime]]:
    sites, now = _sites(config, wanted), SystemClock().now()
    with opened(config) as store:
        return [
            (
                site_board(store, one, config.kiosk.terminal if name == config.here.name else "", now),
                LocalTime(ZoneInfo(one.rules.timezone)),
            )
            for name, one in sites.items()
        ]


def _sites(config: Config, wanted: str) -> dict[str, Site]:
    sites = {one.name: one for one in sites_of(config)}
    if wanted and wanted not in sites:
        fail(f"No site is called {wanted!r}. There are: {', '.join(sorted(sites))}.", 2)
    return {name: one for name, one in sites.items() if wanted in ("", name)}


def _narrowed(board: SiteBoard, find: str, position: str) -> Iterator[BoardRow]:
    for row in board.board.rows:
        is_meant = plain(find) in plain(row.name) or find in row.number
        if is_meant and (not position or plain(position) == plain(_position(board, row))):
            yield row


def _position(board: SiteBoard, row: BoardRow) -> str:
    return board.position_names.get(row.position_id, "") if row.position_id is not None else ""


# For people


def _title(board: SiteBoard, local: LocalTime) -> str:
    counts = board.board.counts
    counted = ", ".join(f"{counts[one]} {one.replace('_', ' ')}" for one in Standing if one is not Standing.PLANNED)
    age_s = board.knowledge.shifts_age_s
    rota = f"rota {rough_age(ENGLISH, age_s)} old" if age_s is not None else "no rota yet"
    at = board.board.at
    return f"{board.site}, {local.date(at, ENGLISH)} {local.time(at)}: {counted} ({rota})"


def _cells(board: SiteBoard, row: BoardRow, local: LocalTime) -> list[object]:
    late = f" {rough_age(ENGLISH, row.late_by_s)}" if row.late_by_s is not None else ""
    return [
        row.place if row.place is not Place.EARLIER else row.day.isoformat(),
        row.number,
        row.name,
        ", ".join(_span(one, local) for one in ((row.shift, *row.then) if row.shift else ())) or row.rota,
        row.standing.replace("_", " ") + late,
        local.day_and_time(row.since, board.board.at, ENGLISH) if row.since is not None else "",
        _position(board, row),
        _origin(row.origin) if row.origin is not None else "",
        ", ".join(one.replace("_", " ") for one in _notes(row)),
    ]


def _span(shift: Shift, local: LocalTime) -> str:
    return f"{local.time(shift.starts_at)} to {local.time(shift.ends_at)}"


def _origin(origin: Origin) -> str:
    return origin.terminal or origin.method or "elsewhere"


def _notes(row: BoardRow) -> list[str]:
    told: list[str] = [*row.flags, *row.notes]
    if row.rota not in (Rota.SHIFT, Rota.AWAY):
        told.insert(0, row.rota)
    if row.open_tap_at is not None:
        told.insert(0, "open_tap")
    return list(dict.fromkeys(str(one) for one in told))


def _print_outages(board: SiteBoard, local: LocalTime) -> None:
    if not board.outages:
        return
    now = board.board.at
    rows = [
        (
            one.terminal,
            local.day_and_time(one.began_at, now, ENGLISH),
            local.day_and_time(one.ended_at, now, ENGLISH),
            ", ".join(board.names.get(number) or number for number in one.touched),
        )
        for one in board.outages
    ]
    print_table("The terminal was off: taps may be missing", ("terminal", "from", "until", "touched"), rows)


# For programs


def _told(board: SiteBoard, rows: Iterator[BoardRow]) -> dict[str, Any]:
    known = board.knowledge
    return {
        "site": board.site,
        "at": board.board.at,
        "counts": {str(standing): number for standing, number in board.board.counts.items()},
        "age_s": {
            "rota": known.shifts_age_s,
            "open_sessions": known.sessions_age_s,
            "employees": known.employees_age_s,
            "register": known.register_age_s,
        },
        "rota_until": board.rota_until,
        "waiting": known.waiting,
        "silent_terminals": [{"terminal": one.terminal, "last_sign_at": one.last_sign_at} for one in known.silent],
        "rows": [_row(board, row) for row in rows],
        "outages": [_outage(outage) for outage in board.outages],
    }


def _row(board: SiteBoard, row: BoardRow) -> dict[str, Any]:
    origin = row.origin
    return {
        "place": row.place,
        "day": row.day,
        "is_now": row.is_now,
        "number": row.number,
        "name": row.name,
        "standing": row.standing,
        "since": row.since,
        "late_by_s": row.late_by_s,
        "past_end_s": row.past_end_s,
        "rota": row.rota,
        "shift": _shift(row.shift) if row.shift is not None else None,
        "then": [_shift(one) for one in row.then],
        "position": _position(board, row),
        "door": origin.door if origin is not None else None,
        "terminal": origin.terminal if origin is not None else "",
        "method": origin.method if origin is not None else "",
        "flags": list(row.flags),
        "notes": list(row.notes),
        "open_tap_at": row.open_tap_at,
        "other_site": row.other_site,
        "announced": row.announced,
    }


def _shift(shift: Shift) -> dict[str, int | datetime]:
    return {"shift": shift.shift_id, "starts_at": shift.starts_at, "ends_at": shift.ends_at}


def _outage(outage: Outage) -> dict[str, Any]:
    return {
        "outage": outage.outage_id,
        "terminal": outage.terminal,
        "began_at": outage.began_at,
        "ended_at": outage.ended_at,
        "touched": list(outage.touched),
    }
