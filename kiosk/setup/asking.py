"""The five questions. Each offers what the settings say already: Enter keeps it."""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import typer

from kiosk.setup.people_check import badge_key_made, take_in
from kiosk.setup.reader_check import ports
from kiosk.setup.settings_file import SettingsFile
from shared.ports import Fix

NONE = "-"
"""What is typed for "none" where Enter keeps what is there."""


def ask_site(file: SettingsFile, *, moving: bool = False) -> None:
    """Which site, and what this terminal is called."""
    typer.echo("\n1 of 5  The site")
    old = SettingsFile(file.path) if not moving else None
    name = _text("Name of the site", old and old.says("site", "name"))
    account = _number("Its account number upstream", old and old.says("site", "account"))
    zone = _zone(file.says("site", "timezone") or _zone_of_machine())
    phone = _text("Telephone of the supervisor, shown when help is needed", file.says("site", "supervisor_phone") or "")
    site = {"name": name, "account": account, "timezone": zone, "supervisor_phone": phone}
    if moving:
        file.move(site)
    else:
        file.change({"site": site})
    terminal = _text("What this terminal is called", file.says("kiosk", "terminal") or "Terminal 1")
    language = _one_of("Its language", ("en", "fr", "es", "da"), file.says("kiosk", "language") or "en")
    file.change({"kiosk": {"terminal": terminal, "language": language}})


def ask_upstream(file: SettingsFile) -> None:
    """Where events go."""
    typer.echo(f"\n2 of 5  The upstream   ({NONE} for none yet: events wait in this terminal)")
    table = "upstream.tracktik"
    base = _text("TrackTik's address, ending in /rest/v1", file.says(table, "base_url") or NONE)
    if base == NONE:
        if file.says("upstream", "tracktik") is not None:
            file.change({"upstream": {"tracktik": None}})
        return
    token = file.says(table, "token_url") or base.removesuffix("/").removesuffix("/v1") + "/oauth2/access_token"
    told: dict[str, object] = {"base_url": base, "token_url": _text("Where it gives tokens", token)}
    told["client_id"] = _text("Client id", file.says(table, "client_id"))
    told["username"] = _text("User name", file.says(table, "username"))
    for name, asked, secret in (
        ("client_secret_file", "Client secret", "tracktik-client.secret"),
        ("password_file", "Password", "tracktik-password.secret"),
    ):
        told[name] = _secret(file, table, name, asked, secret)
    file.change({table: told})


def ask_reader(file: SettingsFile) -> None:
    """Which port the badge reader is on."""
    typer.echo(f"\n3 of 5  The badge reader   ({NONE} for none: people type their number and PIN)")
    found = ports()
    if found:
        typer.echo(f"Serial ports here: {', '.join(found)}")
    port = _text("Its port", file.says("reader", "port") or (found[0] if found else NONE))
    file.change({"reader": {"port": "" if port == NONE else port}})


def ask_position(file: SettingsFile) -> None:
    """How the terminal knows where it hangs."""
    typer.echo("\n4 of 5  The position")
    source = _one_of(
        "From a receiver (gpsd), measured once (surveyed), or not at all (off)",
        ("gpsd", "surveyed", "off"),
        file.says("gps", "source") or "off",
    )
    place: dict[str, object] = {}
    if source == "surveyed":
        place = {
            "latitude": _degrees("Latitude", file.says("site", "latitude"), 90),
            "longitude": _degrees("Longitude", file.says("site", "longitude"), 180),
        }
    file.change({"gps": {"source": source}, **({"site": place} if place else {})})


def ask_people(file: SettingsFile) -> None:
    """Who comes here, and who supervises."""
    typer.echo(f"\n5 of 5  The people   (a CSV file, from a USB stick or elsewhere; {NONE} for none yet)")
    folder = file.path.resolve().parent
    here = file.says("people", "source")
    key = str(file.says("people", "badge_key_file") or "badge.key")
    if badge_key_made(folder / key):
        typer.echo(f"{folder / key}: a badge key was made. Put a copy of this file into the safe now.")
    people: dict[str, object] = {"badge_key_file": key}
    while (told := _text("The register", here or NONE)) not in (NONE, here):
        try:
            take_in(Path(told).expanduser(), folder / "people.csv")
        except OSError as error:
            typer.echo(f"{told}: {error.strerror or error}. Is the stick plugged in?")
        else:
            people["source"] = "people.csv"
            break
    file.change({"people": people})


def offer_place(file: SettingsFile, fix: Fix | None) -> None:
    """The receiver's place as the site's, where the site has none: people are then judged by how far away they are."""
    if fix is None or file.says("site", "latitude") is not None:
        return
    if typer.confirm("The site's position is not set, so nobody's place is judged. Take this one?", default=True):
        file.change({"site": {"latitude": round(fix.latitude, 5), "longitude": round(fix.longitude, 5)}})


def _secret(file: SettingsFile, table: str, name: str, asked: str, default_name: str) -> str:
    known = file.says(table, name)
    more = " (Enter keeps the one that is there)" if known else ""
    secret: str = typer.prompt(f"{asked}{more}", default="" if known else None, hide_input=True, show_default=False)
    return str(known) if known and not secret else file.put_secret(str(known or default_name), secret)


def _text(asked: str, default: object) -> str:
    told: str = typer.prompt(asked, default=default if default is None else str(default))
    return told.strip()


def _number(asked: str, default: object) -> int:
    told: int = typer.prompt(asked, default=default, type=int)
    return told


def _degrees(asked: str, default: object, most: float) -> float:
    while True:
        told: float = typer.prompt(asked, default=default, type=float)
        if -most <= told <= most:
            return told
        typer.echo(f"Between -{most} and {most}.")


def _one_of(asked: str, choices: tuple[str, ...], default: Any) -> str:
    while True:
        told = _text(f"{asked} [{'/'.join(choices)}]", default)
        if told in choices:
            return told
        typer.echo(f"One of {', '.join(choices)}.")


def _zone(default: str) -> str:
    zones = available_timezones()
    while True:
        told = _text("Its time zone", default)
        if told in zones:
            return told
        close = sorted(zone for zone in zones if told.casefold().replace(" ", "_") in zone.casefold())
        typer.echo(f"Not a time zone. {', '.join(close[:6]) or 'Such as Europe/Copenhagen or America/Montreal'}.")


def _zone_of_machine() -> str:
    try:
        return Path("/etc/timezone").read_text(encoding="ascii").strip() or "UTC"
    except OSError:
        return "UTC"
