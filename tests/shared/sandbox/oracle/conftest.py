"""Oracle of the running sandbox: `operator` is what happens there behind a client's back, `api` is signed in.

`details` asks for time cards of Harbour Tower, `cards` for the rows of one business date.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.shared.sandbox.conftest import Door

PROVIDER = "/oidc-provider/v1"
REDIRECT = "apiaccount://callback"
VERIFIER = "clockpost-" * 5
ACCOUNT = {"username": "api-terminal", "password": "sandbox-password", "orgname": "harbour"}
DAY = "2024-05-31"
A_DAY_S = 86_400  # no quarter of an hour ends in the middle of a test
Rows = list[dict[str, Any]]
Details = Callable[..., requests.Response]


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


AUTHORIZE = {
    "response_type": "code",
    "client_id": "clockpost",
    "scope": "openid",
    "redirect_uri": REDIRECT,
    "code_challenge": challenge_of(VERIFIER),
    "code_challenge_method": "S256",
}
TOKEN = {
    "scope": "openid",
    "grant_type": "authorization_code",
    "client_id": "clockpost",
    "code_verifier": VERIFIER,
    "redirect_uri": REDIRECT,
}


def authorize(door: requests.Session, **changes: str) -> requests.Response:
    return door.get(PROVIDER + "/oauth2/authorize", params=AUTHORIZE | changes, allow_redirects=False)


def sign_in(door: requests.Session, **changes: str) -> requests.Response:
    return door.post(PROVIDER + "/oauth2/signin", data=ACCOUNT | changes, allow_redirects=False)


def new_code(door: requests.Session) -> str:
    """The code of a whole sign-in, cookies included."""
    authorize(door)
    return parse_qs(urlsplit(sign_in(door).json()["redirectUrl"]).query)["code"][0]


def granted(door: requests.Session) -> dict[str, Any]:
    answer = door.post(PROVIDER + "/oauth2/token", data=TOKEN | {"code": new_code(door)})
    assert answer.status_code == 200
    return dict(answer.json())


def refreshed(door: requests.Session, token: str, field: str = "refresh_token") -> requests.Response:
    fields = {"grant_type": "refresh_token", "client_id": "clockpost", "redirect_uri": REDIRECT, "scope": "openid"}
    return door.post(PROVIDER + "/oauth2/token", data=fields | {field: token})


@pytest.fixture
def operator(running_url: str, control: requests.Session) -> Iterator[requests.Session]:
    with Door(running_url + "/control/oracle") as door:
        assert door.delete("/switches").status_code == 200
        assert door.put("/switches", json={"tick_s": A_DAY_S}).status_code == 200
        assert door.delete("").status_code == 200
        yield door


@pytest.fixture
def turn(operator: requests.Session) -> Callable[..., None]:
    """Turns switches, by name."""

    def turn(**switches: object) -> None:
        answer = operator.put("/switches", json=switches)
        assert answer.status_code == 200, answer.text

    return turn


@pytest.fixture
def stranger(running_url: str, operator: requests.Session) -> Iterator[requests.Session]:
    with Door(running_url + "/oracle") as door:
        yield door


@pytest.fixture
def api(running_url: str, stranger: requests.Session) -> Iterator[requests.Session]:
    with Door(running_url + "/oracle/bi/v1/harbour") as door:
        door.headers["Authorization"] = f"Bearer {granted(stranger)['id_token']}"
        yield door


@pytest.fixture
def details(api: requests.Session) -> Details:
    def ask(**body: object) -> requests.Response:
        return api.post("/getTimeCardDetails", json={"locRef": "687"} | body)

    return ask


@pytest.fixture
def cards(details: Details) -> Callable[..., Rows]:
    """The rows of a request, whatever their date; it is for one business date unless said otherwise."""

    def ask(**body: object) -> Rows:
        asked = body if "busDt" in body or "postedDt" in body else {"busDt": DAY} | body
        answer = details(**asked)
        assert answer.status_code == 200, answer.text
        return [row for day in answer.json()["businessDates"] for row in day["timeCardDetails"]]

    return ask


@pytest.fixture
def nobody(operator: requests.Session) -> None:
    """No time cards at all."""
    assert operator.put("/world", json={"cards": []}).status_code == 200


@pytest.fixture
def add(operator: requests.Session, nobody: None) -> Callable[..., dict[str, Any]]:
    """Adds a card of Ana on one business date, her only ones being those added."""

    def add(**changes: object) -> dict[str, Any]:
        card = {"empNum": 1053, "busDt": DAY, "clkInUTC": "2024-05-31T14:00:00", "clkOutUTC": "2024-05-31T18:30:00"}
        answer = operator.post("/cards", json=card | changes)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    return add
