"""The five questions. Each offers what the settings say already: Enter keeps it."""

import tempfile
from pathlib import Path

import typer

from kiosk.setup import prompts
from kiosk.setup.prompts import NONE
from kiosk.setup.reader_check import ports
from kiosk.setup.settings_file import SettingsFile, SettingsFileError
from shared.badges import make_key_file
from shared.people_file import MOST_BYTES

RADIUS_M = 150.0
"""What the settings take where they say nothing."""
PEOPLE = "people.csv"


def ask_site(file: SettingsFile, *, moving: bool = False) -> None:
    """Which site, and what this terminal is called."""
    typer.echo("\n1 of 5  The site")
    name = prompts.text("Name of the site", None if moving else file.says("site", "name"))
    account = prompts.whole_number("Its account number upstream", None if moving else file.says("site", "account"))
    zone = prompts.zone("Its time zone", file.says("site", "timezone") or prompts.zone_of_machine())
    phone = prompts.text(
        "Telephone of the supervisor, shown when help is needed", file.says("site", "supervisor_phone") or ""
    )
    site: dict[str, object] = {"name": name, "account": account, "timezone": zone}
    if phone or file.says("site", "supervisor_phone") is not None:
        site["supervisor_phone"] = phone
    if moving:
        file.move(site)
        if file.says("gps", "source") == "surveyed":
            # The place that was measured is that of the site before; the fourth question asks again.
            file.change({"gps": {"source": "off"}})
    else:
        file.change({"site": site})
    terminal = prompts.text("What this terminal is called", file.says("kiosk", "terminal") or "Terminal 1")
    language = prompts.one_of("Its language", ("en", "fr", "es", "da"), file.says("kiosk", "language") or "en")
    file.change({"kiosk": {"terminal": terminal, "language": language}})


def ask_account(file: SettingsFile) -> None:
    """The account alone: upstream does not know the one that was answered."""
    file.change({"site": {"account": prompts.whole_number("The site's account number upstream", None)}})


def ask_upstream(file: SettingsFile) -> None:
    """Where events go."""
    typer.echo(f"\n2 of 5  The upstream   ({NONE} for none yet: events wait in this terminal)")
    table = "upstream.tracktik"
    base = prompts.address("TrackTik's address, ending in /rest/v1", file.says(table, "base_url") or NONE)
    if base == NONE:
        for name in ("client_secret_file", "password_file"):
            file.withdraw(str(file.says(table, name)))
        if file.says("upstream", "tracktik") is not None:
            file.change({"upstream": {"tracktik": None}})
        return
    token = file.says(table, "token_url") or base.removesuffix("/").removesuffix("/v1") + "/oauth2/access_token"
    told: dict[str, object] = {"base_url": base, "token_url": prompts.address("Where it gives tokens", token)}
    told["client_id"] = prompts.text("Client id", file.says(table, "client_id"))
    told["username"] = prompts.text("User name", file.says(table, "username"))
    for name, asked, secret in (
        ("client_secret_file", "Client secret", "tracktik-client.secret"),
        ("password_file", "Password", "tracktik-password.secret"),
    ):
        told[name] = _secret(file, file.says(table, name), asked, secret)
    file.change({table: told})


def ask_reader(file: SettingsFile) -> None:
    """Which port the badge reader is on."""
    typer.echo(f"\n3 of 5  The badge reader   ({NONE} for none: people type their number and PIN)")
    found = ports()
    if found:
        typer.echo(f"Serial ports here: {', '.join(found)}")
    said = file.says("reader", "port")
    port = prompts.text("Its port", said or (found[0] if found and said is None else NONE))
    file.change({"reader": {"port": "" if port == NONE else port}})


def ask_position(file: SettingsFile) -> None:
    """How the terminal knows where it hangs, and how far from there counts as the site."""
    typer.echo("\n4 of 5  The position")
    source = prompts.one_of(
        "From a receiver (gpsd), measured once (surveyed), or not at all (off)",
        ("gpsd", "surveyed", "off"),
        file.said("gps", "source") or "off",
    )
    if source != "off":
        file.change({"site": _place(file, may_be_none=source == "gpsd")})
    file.change({"gps": {"source": source}})


def _place(file: SettingsFile, *, may_be_none: bool) -> dict[str, object]:
    none = NONE if may_be_none else None
    more = f" of the site ({NONE} where nobody measured it)" if may_be_none else ""
    while True:
        latitude = prompts.degrees(
            f"Latitude{more}", _else(file.says("site", "latitude"), none), 90, may_be_none=may_be_none
        )
        if latitude is None:
            return {"latitude": None, "longitude": None}
        longitude = prompts.degrees("Longitude", file.says("site", "longitude"), 180)
        if (latitude, longitude) != (0.0, 0.0):
            break
        typer.echo("0, 0 lies in the sea off Africa: that is what a receiver tells that knows no place.")
    said = file.says("site", "radius_m")
    radius_m = prompts.radius(
        "How far from there is still the site, in metres", RADIUS_M if said is None else float(said)
    )
    return {
        "latitude": latitude,
        "longitude": longitude,
        **({} if said is None and radius_m == RADIUS_M else {"radius_m": radius_m}),
    }


class AskPeople:
    """Who comes here, and who supervises. Asked again, Enter takes the file that was typed before."""

    def __init__(self) -> None:
        self._typed = ""

    def __call__(self, file: SettingsFile) -> None:
        """Ask."""
        self._typed = _ask_people(file, self._typed)


def _ask_people(file: SettingsFile, typed: str) -> str:
    typer.echo(f"\n5 of 5  The people   (a CSV file, from a USB stick or elsewhere; {NONE} for none yet)")
    key = str(file.says("people", "badge_key_file") or file.place_for("badge.key"))
    if not file.is_written(key):
        file.put(key, _fresh_key())
    people: dict[str, object] = {"badge_key_file": key}
    here = file.said("people", "source")
    file.withdraw(PEOPLE)
    while True:
        told = prompts.text("The register", typed or here or NONE)
        if told in (NONE, here):
            people["source"] = None if told == NONE else here
            break
        try:
            file.put(PEOPLE, _content(Path(told).expanduser()))
        except OSError as error:
            typer.echo(f"{told}: {error.strerror or error}.")
            continue
        people["source"] = PEOPLE
        break
    file.change({"people": people})
    return told


def _content(stick: Path) -> bytes:
    if stick.stat().st_size > MOST_BYTES:
        raise OSError(f"over {MOST_BYTES} bytes; that is no people register")
    return stick.read_bytes()


def _fresh_key() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "badge.key"
        try:
            make_key_file(made)
            return made.read_bytes()
        except OSError as error:
            raise SettingsFileError(f"{made}: {error.strerror}; no badge key was made") from error


def _secret(file: SettingsFile, known: object, asked: str, default_name: str) -> str:
    name = str(known or file.place_for(default_name))
    told = prompts.secret(asked, is_there=file.is_written(known))
    if told:
        file.put(name, told.encode())
    return name


def _else(said: object, default: object) -> object:
    return default if said is None else said
