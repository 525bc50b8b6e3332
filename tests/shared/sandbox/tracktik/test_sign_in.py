"""Signing in over HTTP: grants, single-use refresh tokens, and the lock-out of an address."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator

import pytest
import requests
from requests.adapters import HTTPAdapter

TOKEN = "/rest/oauth2/access_token"
SOMEBODY = {"employee.id": "1053"}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def refresh_fields(fields: dict[str, str], token: str) -> dict[str, str]:
    client = {name: fields[name] for name in ("client_id", "client_secret")}
    return {"grant_type": "refresh_token", "refresh_token": token, **client}


@pytest.mark.parametrize("form", ["data", "json", "files"])
def test_the_password_grant_is_taken_as_a_form_as_json_and_as_multipart(
    anyone: requests.Session, sign_in_fields: dict[str, str], form: str
) -> None:
    fields = {name: (None, value) for name, value in sign_in_fields.items()} if form == "files" else sign_in_fields
    granted = anyone.request("POST", TOKEN, **{form: fields}).json()
    assert (granted["token_type"], granted["expires_in"]) == ("Bearer", 3600)
    assert anyone.get("/rest/v1/employees", headers=bearer(granted["access_token"])).status_code == 200


def test_an_access_token_looks_like_a_jwt(anyone: requests.Session, sign_in_fields: dict[str, str]) -> None:
    head, claims, signature = anyone.post(TOKEN, data=sign_in_fields).json()["access_token"].split(".")
    assert json.loads(urlsafe_b64decode(head + "==")) == {"typ": "JWT", "alg": "RS256"}
    content = json.loads(urlsafe_b64decode(claims + "=="))
    assert content["exp"] - content["iat"] == 3600
    assert len(signature) > 300


@pytest.mark.parametrize("form", ["data", "json"])
def test_a_refresh_token_works_once(anyone: requests.Session, sign_in_fields: dict[str, str], form: str) -> None:
    first = anyone.post(TOKEN, data=sign_in_fields).json()
    fields = refresh_fields(sign_in_fields, first["refresh_token"])
    second = anyone.request("POST", TOKEN, **{form: fields})
    assert second.status_code == 200
    assert second.json()["refresh_token"] != first["refresh_token"]
    assert anyone.get("/rest/v1/employees", headers=bearer(second.json()["access_token"])).status_code == 200
    assert anyone.request("POST", TOKEN, **{form: fields}).status_code == 401


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"password": "wrong"}, 401),
        ({"username": "wrong"}, 401),
        ({"client_secret": "wrong"}, 401),
        ({"client_id": "wrong"}, 401),
        ({"password": ""}, 400),
        ({"grant_type": "client_credentials"}, 400),
        ({"scope": "core:entities:employees:read"}, 400),
    ],
)
def test_a_sign_in_that_is_wrong_is_refused(
    anyone: requests.Session, sign_in_fields: dict[str, str], changes: dict[str, str], status: int
) -> None:
    assert anyone.post(TOKEN, data=sign_in_fields | changes).status_code == status


@pytest.mark.parametrize(
    ("content_type", "body"),
    [("application/json", b"{"), ("application/json", b"[]"), ("text/plain", b"x"), ("", b"")],
)
def test_a_body_that_cannot_be_read_is_refused(anyone: requests.Session, content_type: str, body: bytes) -> None:
    assert anyone.post(TOKEN, data=body, headers={"Content-Type": content_type}).status_code == 400


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eA=="}])
def test_nothing_is_answered_without_a_good_token(anyone: requests.Session, header: dict[str, str]) -> None:
    for path in ("/rest/v1/employees", "/rest/v1/work-sessions/1", "/rest/v1/nothing"):
        assert anyone.get(path, headers=header).status_code == 401


def test_an_access_token_ends_with_its_lifetime(
    anyone: requests.Session, control: requests.Session, sign_in_fields: dict[str, str]
) -> None:
    control.put("/switches", json={"token_lifetime_s": 0})
    granted = anyone.post(TOKEN, data=sign_in_fields).json()
    assert granted["expires_in"] == 0
    assert anyone.get("/rest/v1/employees", headers=bearer(granted["access_token"])).status_code == 401
    fields = refresh_fields(sign_in_fields, granted["refresh_token"])
    assert anyone.post(TOKEN, data=fields).status_code == 200


def test_all_access_tokens_can_be_made_invalid(
    api: requests.Session, anyone: requests.Session, control: requests.Session, sign_in_fields: dict[str, str]
) -> None:
    kept = anyone.post(TOKEN, data=sign_in_fields).json()["refresh_token"]
    assert control.post("/tokens/expire").json()["expired"] >= 2
    assert api.get("/work-sessions", params=SOMEBODY).status_code == 401
    renewed = anyone.post(TOKEN, data=refresh_fields(sign_in_fields, kept)).json()
    control.post("/tokens/expire", json={"refresh_too": True})
    fields = refresh_fields(sign_in_fields, renewed["refresh_token"])
    assert anyone.post(TOKEN, data=fields).status_code == 401


class FromAddress(HTTPAdapter):
    """Connects from another address of this machine."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, source_address=(self._address, 0), **kwargs)  # type: ignore[no-untyped-call]


@pytest.fixture
def stranger(running_url: str, control: requests.Session) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", FromAddress("127.0.0.77"))
        yield session


def test_forty_failures_lock_one_address_out(
    stranger: requests.Session,
    anyone: requests.Session,
    control: requests.Session,
    running_url: str,
    sign_in_fields: dict[str, str],
) -> None:
    wrong = sign_in_fields | {"password": "wrong"}
    statuses = [stranger.post(running_url + TOKEN, data=wrong, timeout=5).status_code for _ in range(41)]
    assert statuses == [401] * 40 + [403]
    locked = stranger.post(running_url + TOKEN, data=sign_in_fields, timeout=5)
    assert (locked.status_code, locked.headers["Server"]) == (403, "awselb/2.0")
    assert anyone.post(TOKEN, data=sign_in_fields).status_code == 200

    control.put("/switches", json={"auth_lock_s": 0})
    assert stranger.post(running_url + TOKEN, data=sign_in_fields, timeout=5).status_code == 200
