"""A complete small installation in one folder: settings, people, badge key, secrets."""

from dataclasses import dataclass
from pathlib import Path

from shared.badges import make_key_file

BADGES = {
    "1053": "0A1B2C3D4E",
    "1054": "0B00C0FFEE",
    "1055": "0C12345678",
    "1056": "0D87654321",
    "1057": "0E00DECADE",
}
UNKNOWN_BADGE = "0FFFFFFFFF"
PIN = "2580"

_PEOPLE = """number,name,language,role,sites,badges,pin
1053,Ana Ribeiro,en,employee,Harbour Tower,em4100:{1053},{pin}
1054,Ben Okafor,en,employee,Harbour Tower,em4100:{1054},{pin}
1055,Chloé Tremblay,fr,employee,Harbour Tower,em4100:{1055},{pin}
1056,Dev Patel,en,employee,Harbour Tower,em4100:{1056},{pin}
1057,Emil Sørensen,da,supervisor,Harbour Tower,em4100:{1057},{pin}
1058,Fatou Diallo,fr,employee,Harbour Tower,,{pin}
"""


@dataclass(frozen=True, slots=True)
class DemoSite:
    """Where everything of the installation is."""

    folder: Path
    config: Path
    reader: Path
    ledger: Path


def make_site(
    folder: Path,
    sandbox_url: str,
    *,
    gps_port: int | None = None,
    sync: str = "",
    kiosk: str = "",
    site: str = "",
    ivr: str = "",
    phone_port: int = 8080,
    demo: bool = False,
) -> DemoSite:
    """Write the installation; what exists already (key, ledger) stays.

    `sync`, `kiosk`, `site`, `ivr`: more TOML of theirs. `phone_port` is where the phone line listens.
    """
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "badge.key"
    if not key.exists():
        make_key_file(key)
    people = _PEOPLE
    for number, badge in {**BADGES, "pin": PIN}.items():
        people = people.replace("{" + number + "}", badge)
    (folder / "people.csv").write_text(people, encoding="utf-8")
    (folder / "client.secret").write_text("sandbox-secret", encoding="utf-8")
    (folder / "password.secret").write_text("sandbox-password", encoding="utf-8")
    (folder / "auth-token.secret").write_text("sandbox-auth-token", encoding="utf-8")
    for name in ("people.csv", "client.secret", "password.secret", "auth-token.secret"):
        (folder / name).chmod(0o600)
    config = folder / "clockpost.toml"
    told = _settings(folder, sandbox_url, gps_port, sync, kiosk, site, demo=demo) + _phone_line(
        phone_port, sandbox_url, ivr
    )
    config.write_text(told, encoding="utf-8")
    return DemoSite(folder, config, folder / "reader", folder / "ledger.db")


def _phone_line(port: int, sandbox_url: str, more: str) -> str:
    return f"""
[ivr]
port = {port}
public_base_url = "http://127.0.0.1:{port}"
account_sid = "AC0c10c40c10c40c10c40c10c40c10c400"
auth_token_file = "auth-token.secret"
api_base_url = "{sandbox_url}"
pin_digits = 4
{more}
"""


def _settings(folder: Path, url: str, gps_port: int | None, sync: str, kiosk: str, site: str, *, demo: bool) -> str:
    gps = f'source = "gpsd"\nport = {gps_port}' if gps_port else 'source = "surveyed"'
    return f"""demo = {"true" if demo else "false"}

[site]
name = "Harbour Tower"
account = 687
latitude = 45.5017
longitude = -73.5673
radius_m = 150
timezone = "America/Montreal"
supervisor_phone = "514 555 0199"
phone_line = "514 555 0100"
called_numbers = ["+15145550100"]
{site}

[people]
source = "people.csv"
badge_key_file = "badge.key"

[time]
rtc = "trust"

[kiosk]
terminal = "Terminal 1"
{kiosk}

[reader]
port = "{folder / "reader"}"
protocol = "rdm6300"

[gps]
{gps}

[store]
path = "ledger.db"

[sync]
{sync}

[upstream.tracktik]
base_url = "{url}/rest/v1"
token_url = "{url}/rest/oauth2/access_token"
client_id = "clockpost"
client_secret_file = "client.secret"
username = "terminal@example.test"
password_file = "password.secret"
"""
