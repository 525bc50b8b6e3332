"""A phone line's settings, a ledger, and Twilio played by the sandbox over real HTTP.

`operator` is what happens at Twilio, `faults` what happens on the way there.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from ivr.rest.account import Account
from ivr.rest.recordings import Recordings
from shared.clock import Reading, SystemClock
from shared.config.ivr import Ivr
from shared.sandbox.server import build_app, listen, server_for
from shared.sandbox.tracktik.default_world import default_world
from shared.sandbox.twilio.resources import ACCOUNT_SID, AUTH_TOKEN
from shared.store.database import Store
from shared.upstream.http import HttpLimits
from tests.shared.sandbox.conftest import TIMEOUT_S, Door

LINE = "+15145550100"
QUICK = HttpLimits(connect_s=2, answer_s=0.5, pool_size=2)


@pytest.fixture(scope="session")
def twilio_url() -> Iterator[str]:
    listener = listen("127.0.0.1", 0)
    up = threading.Event()
    urls: list[str] = []

    def announce(url: str) -> None:
        urls.append(url)
        up.set()

    server = server_for(build_app(default_world(SystemClock().now())), listener, announce)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    assert up.wait(TIMEOUT_S)
    yield urls[0]
    server.should_exit = True
    thread.join(TIMEOUT_S)
    assert not thread.is_alive()


@pytest.fixture
def operator(twilio_url: str) -> Iterator[requests.Session]:
    with Door(twilio_url + "/control/twilio") as door:
        assert door.delete("").status_code == 200
        yield door


@pytest.fixture
def faults(twilio_url: str) -> Iterator[requests.Session]:
    with Door(twilio_url + "/control") as door:
        door.hooks["response"].append(lambda answer, **_: answer.raise_for_status())
        door.delete("/faults")
        door.delete("/records")
        yield door


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "twilio.token"
    path.write_text(AUTH_TOKEN + "\n", encoding="utf-8")
    return path


@pytest.fixture
def line(twilio_url: str, token_file: Path) -> Ivr:
    return Ivr.model_validate(
        {
            "public_base_url": "https://clock.example.test/line",
            "account_sid": ACCOUNT_SID,
            "auth_token_file": token_file,
            "api_base_url": twilio_url,
        }
    )


@pytest.fixture
def account(line: Ivr, operator: requests.Session, faults: requests.Session) -> Iterator[Account]:
    with Account(line, AUTH_TOKEN, SystemClock(), QUICK) as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


class SetClock:
    """The system's clock, moved by what a test says."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def read(self) -> Reading:
        reading = SystemClock().read()
        return Reading(reading.wall + self.ahead, reading.boottime_s, reading.boot_id)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def recordings(clock: SetClock) -> Recordings:
    return Recordings(clock, {LINE: "Harbour Tower"})


@pytest.fixture
def spoken(operator: requests.Session) -> Callable[..., str]:
    """Somebody left a message; its SID."""
    return lambda **said: str(operator.post("/recordings", json=said).json()["sid"])


def paths_asked(faults: requests.Session, part: str) -> int:
    """How many requests with `part` in their path came to Twilio."""
    log = faults.get("/records").json()["requests"]["log"]
    return sum(part in seen["path"] for seen in log)
