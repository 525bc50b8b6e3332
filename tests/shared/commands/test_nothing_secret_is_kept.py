"""After a morning of everything: no PIN, badge number, password or token in a log, nor where none belongs."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.clocking import claim
from shared.config import load_config
from shared.identify import Identified, NotIdentified, by_badge, by_pin
from shared.ports import BadgeRead
from shared.sandbox.server import build_app, listen, server_for
from shared.sandbox.tracktik.default_world import CREDENTIALS, default_world
from shared.store import memory
from shared.store.database import Store
from shared.wiring import badge_keys_of, door_of
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import TRACKTIK, Gate, assert_sound, bytes_of, events

BADGE, LOST, UNKNOWN = "0A1B2C3D4E", "0BADBADBAD", "0FEDCBA987"
PIN, WRONG_PIN = "47110815", "99887766"
PHONE = "+15145550199"
REGISTER = f"""number,name,badges,lost_badges,pin,phone
1053,Ana Ribeiro,em4100:{BADGE},,{PIN},{PHONE}
1054,Ben Okafor,,em4100:{LOST},,
"""
UPSTREAM = """
[upstream.tracktik]
base_url = "{url}/rest/v1"
token_url = "{url}/rest/oauth2/access_token"
client_id = "{client_id}"
client_secret_file = "client-secret"
username = "{username}"
password_file = "password"
"""


@pytest.fixture
def sandbox_url() -> Iterator[str]:
    listener, up, urls = listen("127.0.0.1", 0), threading.Event(), []

    def announce(url: str) -> None:
        urls.append(url)
        up.set()

    server = server_for(build_app(default_world(SystemClock().now())), listener, announce)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    assert up.wait(10)
    yield urls[0]
    server.should_exit = True
    thread.join(10)


def connect(settings: Path, url: str) -> None:
    known = {"client_id": CREDENTIALS.client_id, "username": CREDENTIALS.username}
    settings.write_text(settings.read_text() + UPSTREAM.format(url=url, **known))
    settings.with_name("client-secret").write_text(CREDENTIALS.client_secret)
    settings.with_name("password").write_text(CREDENTIALS.password)
    settings.with_name("people.csv").write_text(REGISTER)


def at_the_door(settings: Path) -> None:
    """Ana by badge, by PIN and by a wrong PIN; a lost badge, and one nobody knows."""
    config = load_config(settings)
    with Store.open(config.store.path) as store:
        gate, keys = Gate(store), badge_keys_of(config)
        gate.door = door_of(config)
        gate.now = SystemClock().now()
        around = gate.around
        for number in (BADGE, LOST, UNKNOWN):
            identity = by_badge(store, keys, BadgeRead("em4100", "", number, around.reading))
            if isinstance(identity, Identified):
                gate.present(identity.person, gate.a_tap(), identity.presented)
            elif isinstance(identity, NotIdentified):
                claim(store, gate.door, gate.a_tap(), identity.reason, identity.presented, around, identity.person)
        gate.wait(seconds=1)
        for pin in (WRONG_PIN, PIN):
            identity = by_pin(store, "1053", pin, gate.door.terminal, gate.around.reading)
            if isinstance(identity, Identified):
                gate.present(identity.person, gate.a_tap(), identity.presented)
            elif isinstance(identity, NotIdentified):
                claim(store, gate.door, gate.a_tap(), identity.reason, identity.presented, around)


def sync_once(settings: Path) -> str:
    command = [sys.executable, "-m", "shared.cli", "sync", "--once", "--config", str(settings)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr
    return run.stdout + run.stderr


def tokens_of(store: Store) -> set[str]:
    """What sign-in keeps: long words that are no date and no fingerprint of a credential file."""
    kept = json.dumps(memory.recall(store, TRACKTIK, "sign_in"))
    return {word for name, word in re.findall(r'"(\w*token\w*)": "([^"]+)"', kept)}


def test_secrets_stay_where_they_belong(
    clockpost: Clockpost, settings: Path, sandbox_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    connect(settings, sandbox_url)
    said = [clockpost("people", "import", str(settings.with_name("people.csv"))).output]
    at_the_door(settings)
    said.append(sync_once(settings))
    for words in (("events",), ("outbox", "list", "--all"), ("people", "list"), ("verify",)):
        said += [clockpost(*words).output, clockpost(*words, "--json").output]
    said += capfd.readouterr()
    path = settings.with_name("ledger.db")
    with Store.open(path) as store:
        assert_sound(store)
        assert len(events(store)) == 1
        tokens = tokens_of(store)
        by_table = {
            table: repr(store.execute(f"SELECT * FROM {table}"))
            for (table,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
        raw = b"".join(bytes_of(path).values())
    never = (BADGE, LOST, UNKNOWN, PIN, WRONG_PIN, CREDENTIALS.password, CREDENTIALS.client_secret)
    told = "\n".join(said)
    assert tokens
    for secret in (*never, *tokens, PHONE):
        assert secret.lower() not in told.lower(), secret
    for secret in never:
        assert secret.lower().encode() not in raw.lower(), secret
    for table, content in by_table.items():
        assert table == "upstream_memory" or not any(token in content for token in tokens), table
        assert table == "people" or PHONE not in content, table
        assert table in ("people", "roster_employees") or "Ribeiro" not in content, table


def test_a_log_line_is_json_with_its_time_and_level() -> None:
    logging = (
        "import structlog; from shared.logs import log_to_stderr; log_to_stderr();"
        "structlog.get_logger().debug('not.shown'); structlog.get_logger().warning('ledger.replaced', kept_as='a file')"
    )
    run = subprocess.run([sys.executable, "-c", logging], capture_output=True, text=True, check=True)
    line = json.loads(run.stderr)
    assert (line["event"], line["level"], line["kept_as"]) == ("ledger.replaced", "warning", "a file")
    assert line["timestamp"].endswith("Z")
    assert run.stdout == ""
