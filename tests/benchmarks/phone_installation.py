"""A phone line as it stands on a server: settings with `[ivr]`, a register with telephones and PINs, and its people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher

from shared.clock import SystemClock
from shared.config import load_config
from shared.domain.model import OFF_DUTY, Kind, LastEvent
from shared.pins import hash_pin
from shared.store import presence
from shared.store.database import Store
from shared.store.presence import Standing
from tests.benchmarks.installation import ACCOUNT, NOBODY_LISTENS, Guard, Installation

PIN: Final = "2580"
SITE: Final = "Harbour Tower"
PUBLIC_URL: Final = "https://phone.example.test"
ACCOUNT_SID: Final = "AC" + "0123456789abcdef" * 2
AUTH_TOKEN: Final = "a-token-of-the-benchmark"
CALLED: Final = "+15145550100"
_QUICK: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_SECRETS: Final = {
    "auth.token": AUTH_TOKEN,
    "client.secret": "sandbox-secret",
    "password.secret": "sandbox-password",
}
_SETTINGS: Final = f"""
[site]
name = "{SITE}"
account = {ACCOUNT}
timezone = "America/Montreal"
called_numbers = ["{CALLED}"]

[people]
source = "people.csv"

[time]
rtc = "trust"

[store]
path = "ledger.db"

[upstream.tracktik]
base_url = "{NOBODY_LISTENS}/rest/v1"
token_url = "{NOBODY_LISTENS}/rest/oauth2/access_token"
client_id = "clockpost"
client_secret_file = "client.secret"
username = "terminal@example.test"
password_file = "password.secret"

[ivr]
port = 0
public_base_url = "{PUBLIC_URL}"
account_sid = "{ACCOUNT_SID}"
auth_token_file = "auth.token"
pin_digits = {len(PIN)}
"""


def telephone_of(guard: Guard) -> str:
    """Everybody calls with their own, in E.164."""
    return f"+1514555{guard.number:04d}"


def install_phone_line(folder: Path, people: Sequence[Guard], with_real_pins: Sequence[Guard]) -> Installation:
    """One site and its line.

    The PINs of `people` are hashed as cheaply as argon2 can: they only have to be known before the measuring begins.
    Those of `with_real_pins` are hashed as the product does it.
    """
    for name, secret in _SECRETS.items():
        (folder / name).write_text(secret, encoding="ascii")
    config = folder / "clockpost.toml"
    config.write_text(_SETTINGS, encoding="utf-8")
    # One salt for all: a hash for each would take minutes to make, and the check takes as long with either.
    hashes = ((people, _QUICK.hash(PIN)), (with_real_pins, hash_pin(PIN)))
    lines = [
        f'{one.number},{one.name},en,{SITE},"{pin_hash}",{telephone_of(one)}'
        for group, pin_hash in hashes
        for one in group
    ]
    register = "\n".join(("number,name,language,sites,pin_hash,phone", *lines, ""))
    (folder / "people.csv").write_text(register, encoding="utf-8")
    return Installation(config, load_config(config), (*people, *with_real_pins))


def put_off_duty(store: Store, people: Sequence[Guard]) -> None:
    """They left yesterday: whoever calls now is clocked in, and it is no repeat."""
    at = SystemClock().now() - timedelta(hours=16)
    with store.writing():
        for one in people:
            last = LastEvent(f"yesterday-{one.number}", Kind.CLOCKED_OUT, at, at, "0042")
            presence.put(store, str(one.number), Standing(replace(OFF_DUTY, since=at), last, at, "0042", ()))
