"""An installation in a folder, with people, events and an upstream, and what must never be told of it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from shared.clock import SystemClock
from shared.config import Config, load_config
from shared.domain.model import Person
from shared.health.installation import Installation
from shared.store import memory, people
from shared.store.database import Store
from shared.store.people import RegisterRow
from tests.shared.store.gate import ACCOUNT, ANA, BEN, SITE, Gate

TOKEN: Final = "token-8f3b1c77d2"
PASSWORD: Final = "Correct-Horse-99"
PHONES: Final = ("+15145550123", "+4520304050")
SUPERVISOR: Final = "+1 514 555 0199"
USERNAME: Final = "fia.nyborg@guards.example"
PINS: Final = ("2580", "739146")
BADGE: Final = "0A1B2C3D4E"
SECRETS: Final = (
    TOKEN,
    PASSWORD,
    *PHONES,
    PHONES[0].removeprefix("+1"),
    SUPERVISOR,
    USERNAME,
    *PINS,
    BADGE,
    "ab" * 16,
    *(person.number for person in (ANA, BEN)),
    *(part for person in (ANA, BEN) for part in person.name.split()),
    "45.50171",
    "-73.56732",
)

SETTINGS: Final = f"""
[site]
name = "{SITE}"
account = {ACCOUNT}
timezone = "America/Montreal"
supervisor_phone = "{SUPERVISOR}"
called_numbers = ["{PHONES[0]}"]
latitude = 45.50171
longitude = -73.56732
[store]
path = "ledger.db"
[people]
source = "people.csv"
badge_key_file = "badge.key"
[reader]
port = "/dev/serial/by-id/usb-reader"
[upstream.tracktik]
base_url = "http://127.0.0.1:9/rest"
token_url = "http://user:{PASSWORD}@127.0.0.1:9/token"
client_id = "{TOKEN}"
client_secret_file = "secret"
username = "{USERNAME}"
password_file = "password"
"""


def secrets_in(text: str) -> list[str]:
    """What of it must not be there; 2580 is no part of 258019."""
    return [one for one in SECRETS if re.search(rf"(?<![0-9a-zA-Z]){re.escape(one)}(?![0-9a-zA-Z])", text)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clockpost.toml").write_text(SETTINGS)
    for name, content in (("badge.key", "k1 " + "ab" * 32 + "\n"), ("secret", TOKEN), ("password", PASSWORD)):
        (tmp_path / name).write_text(content)
        (tmp_path / name).chmod(0o600)
    return tmp_path


@pytest.fixture
def config(folder: Path) -> Config:
    return load_config(folder / "clockpost.toml")


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    """A ledger in use: two people known, one at work, one event on its way, a sign-in remembered."""
    with Store.open(config.store.path) as opened:
        rows = [RegisterRow(person, phone, f"hash of {pin}", ()) for person, phone, pin in _known()]
        people.replace(opened, rows, fingerprint="f", taken_at=SystemClock().now())
        gate = Gate(opened)
        gate.now = SystemClock().now()
        gate.tap(ANA)
        record = {"access_token": TOKEN, "refresh_token": TOKEN, "failures": 0, "last_failure": None}
        memory.remember(opened, "tracktik", "sign_in", record)
        memory.remember(opened, "tracktik", "link", {"up": False, "reason": f"said of {ANA.name} {PHONES[0]}"})
        yield opened


@pytest.fixture
def installation(config: Config, store: Store) -> Installation:
    return Installation(config, SystemClock())


def _known() -> list[tuple[Person, str, str]]:
    return [(ANA, PHONES[0], PINS[0]), (BEN, PHONES[1], PINS[1])]
