"""A running sandbox over real HTTP: one server in a thread, put back to its default state for every test.

`api` speaks to /rest/v1 with a good token, `control` to /control, `anyone` to the root without a token.
"""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from shared.clock import SystemClock
from shared.sandbox.server import build_app, listen, server_for
from shared.sandbox.tracktik.default_world import CREDENTIALS, default_world

TIMEOUT_S = 10


class Door(requests.Session):
    """A session whose paths are counted from `root`."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self.root = root
        self.trust_env = False

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", TIMEOUT_S)
        return super().request(method, self.root + url, *args, **kwargs)


@pytest.fixture(scope="session")
def running_url() -> Iterator[str]:
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
def control(running_url: str) -> Iterator[requests.Session]:
    with Door(running_url + "/control") as door:
        door.delete("/records")
        door.delete("/switches")
        door.delete("/faults")
        world = default_world(SystemClock().now()).model_dump(mode="json", by_alias=True)
        assert door.put("/world", json=world).status_code == 200
        yield door


@pytest.fixture
def anyone(running_url: str, control: requests.Session) -> Iterator[requests.Session]:
    with Door(running_url) as door:
        yield door


@pytest.fixture
def sign_in_fields() -> dict[str, str]:
    return {"grant_type": "password", **CREDENTIALS.model_dump()}


@pytest.fixture
def api(anyone: requests.Session, running_url: str, sign_in_fields: dict[str, str]) -> Iterator[requests.Session]:
    granted = anyone.post("/rest/oauth2/access_token", data=sign_in_fields).json()
    with Door(running_url + "/rest/v1") as door:
        door.headers["Authorization"] = f"Bearer {granted['access_token']}"
        yield door


@pytest.fixture
def clock_in_body() -> dict[str, Any]:
    """The request of the document's example."""
    return {
        "startedOn": "2022-12-16 15:17:00",
        "clockInMethod": "API",
        "status": "OPEN",
        "employee": 1053,
        "shift": 100594,
        "position": 382,
        "account": 687,
    }
