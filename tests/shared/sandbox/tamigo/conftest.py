"""tamigo of the running sandbox: `operator` is what happens there behind a client's back; `signed_in` opens a door.

`application`, `planner` (Emil) and `ana` are doors of somebody signed in who asks for JSON.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests

from shared.sandbox.tamigo.default_world import PASSWORD
from tests.shared.sandbox.conftest import Door

JSON = "application/json"
APPLICATION = {"Name": "clockpost", "Key": "sandbox-key"}
SignIn = Callable[..., requests.Session]


@pytest.fixture
def operator(running_url: str, control: requests.Session) -> Iterator[requests.Session]:
    with Door(running_url + "/control/tamigo") as door:
        assert door.delete("").status_code == 200
        assert door.delete("/switches").status_code == 200
        yield door


@pytest.fixture
def stranger(running_url: str, operator: requests.Session) -> Iterator[requests.Session]:
    with Door(running_url + "/tamigo") as door:
        door.headers["Accept"] = JSON
        yield door


@pytest.fixture
def signed_in(running_url: str, stranger: requests.Session) -> Iterator[SignIn]:
    with ExitStack() as doors:

        def sign_in(number: int | None = None) -> requests.Session:
            """A door of the employee with this number, or of the application."""
            body = APPLICATION if number is None else {"Email": f"{number}@example.test", "Password": PASSWORD}
            path = "/login/application" if number is None else "/Login/"
            door = doors.enter_context(Door(running_url + "/tamigo"))
            door.headers["Accept"] = JSON
            door.headers["x-tamigo-token"] = stranger.post(path, json=body).json()["SessionToken"]
            return door

        yield sign_in


@pytest.fixture
def application(signed_in: SignIn) -> requests.Session:
    return signed_in()


@pytest.fixture
def planner(signed_in: SignIn) -> requests.Session:
    return signed_in(1057)


@pytest.fixture
def ana(signed_in: SignIn) -> requests.Session:
    return signed_in(1053)


@pytest.fixture
def kept(operator: requests.Session) -> Callable[[str], dict[str, Any]]:
    """What the sandbox keeps of a shift."""

    def look(guid: str) -> dict[str, Any]:
        found: dict[str, Any] = {item["ShiftId"]: item for item in operator.get("/shifts").json()}
        return dict(found.get(guid, {}))

    return look
