"""The sign-in without a browser: authorize, signin, token, refresh, and everything that ends it."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable

import pytest
import requests

from tests.shared.sandbox.oracle.conftest import (
    AUTHORIZE,
    PROVIDER,
    REDIRECT,
    TOKEN,
    authorize,
    challenge_of,
    granted,
    new_code,
    refreshed,
    sign_in,
)

Turn = Callable[..., None]
LOCATIONS = "/bi/v1/harbour/getLocationDimensions"


def asks(door: requests.Session, token: str) -> int:
    return door.post(LOCATIONS, json={}, headers={"Authorization": f"Bearer {token}"}).status_code


def test_it_goes_through_as_documented(stranger: requests.Session) -> None:
    answer = authorize(stranger)
    assert answer.status_code == 302
    assert len(stranger.cookies) == 2
    told = sign_in(stranger).json()
    assert told["success"] is True
    address, _, code = told["redirectUrl"].partition("?code=")
    assert address == REDIRECT
    answer = stranger.post(PROVIDER + "/oauth2/token", data=TOKEN | {"code": code})
    tokens = answer.json()
    assert set(tokens) == {"id_token", "access_token", "refresh_token", "expires_in", "token_type", "scope"}
    assert tokens["expires_in"] == 1_209_600
    claims = json.loads(urlsafe_b64decode(tokens["id_token"].split(".")[1] + "=="))
    assert claims["exp"] - claims["iat"] == 1_209_600
    assert asks(stranger, tokens["id_token"]) == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_configuration_leads_to_the_endpoints(stranger: requests.Session) -> None:
    told = stranger.get(PROVIDER + "/.well-known/openid-configuration").json()
    assert told["token_endpoint"].endswith("/oracle" + PROVIDER + "/oauth2/token")
    assert requests.get(told["authorization_endpoint"], params=AUTHORIZE, timeout=5).text.count("Sign in") == 1


@pytest.mark.parametrize("status", ["200", "302", "303"])
def test_authorize_has_three_statuses(stranger: requests.Session, turn: Turn, status: str) -> None:
    turn(authorize=status)
    assert authorize(stranger).status_code == int(status)
    assert sign_in(stranger).json()["success"] is True


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "other"},
        {"response_type": "token"},
        {"scope": "profile"},
        {"redirect_uri": "https://example.test"},
        {"code_challenge": "short"},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_wrong_authorize_is_refused(stranger: requests.Session, changes: dict[str, str]) -> None:
    answer = authorize(stranger, **changes)
    assert answer.status_code == 400
    assert "error" in answer.json()
    assert not stranger.cookies


def test_cookies_must_come_back_untouched(stranger: requests.Session) -> None:
    assert sign_in(stranger).status_code == 400
    authorize(stranger)
    stranger.cookies.set("OIDC_STATE", None)
    assert sign_in(stranger).status_code == 400


def test_following_the_redirect_ends_the_sign_in(stranger: requests.Session) -> None:
    stranger.get(PROVIDER + "/oauth2/authorize", params=AUTHORIZE)
    assert sign_in(stranger).status_code == 400


@pytest.mark.parametrize("wrong", [{"username": "x"}, {"password": "x"}, {"orgname": "x"}])
def test_a_wrong_name_password_or_organisation_has_no_code(stranger: requests.Session, wrong: dict[str, str]) -> None:
    authorize(stranger)
    answer = sign_in(stranger, **wrong)
    assert (answer.status_code, answer.json()["success"]) == (200, False)
    assert "redirectUrl" not in answer.json()
    assert sign_in(stranger).json()["success"] is True


@pytest.mark.parametrize("status", ["401", "400"])
def test_a_wrong_password_can_be_a_status(stranger: requests.Session, turn: Turn, status: str) -> None:
    turn(not_signed_in=status)
    authorize(stranger)
    assert sign_in(stranger, password="x").status_code == int(status)


def test_a_sign_in_can_answer_with_a_location(stranger: requests.Session, turn: Turn) -> None:
    turn(signed_in="location")
    authorize(stranger)
    answer = sign_in(stranger)
    assert (answer.status_code, answer.headers["Location"].startswith(REDIRECT + "?code=")) == (302, True)


def test_an_expired_password_says_so(stranger: requests.Session, turn: Turn) -> None:
    tokens = granted(stranger)
    turn(password="expired")
    authorize(stranger)
    assert sign_in(stranger).json() == {"nextOp": "expired"}
    renewed = refreshed(stranger, tokens["refresh_token"])
    assert renewed.status_code == 200
    turn(refresh_with_expired_password="refused")
    assert refreshed(stranger, renewed.json()["refresh_token"]).status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "x"},
        {"client_id": "x"},
        {"code_verifier": "x" * 50},
        {"code_verifier": "é" * 50},
        {"redirect_uri": "x"},
        {"grant_type": "password"},
    ],
)
def test_a_code_needs_its_verifier(stranger: requests.Session, turn: Turn, changes: dict[str, str]) -> None:
    fields = TOKEN | {"code": new_code(stranger)} | changes
    answer = stranger.post(PROVIDER + "/oauth2/token", data=fields)
    assert (answer.status_code, "error" in answer.json()) == (400, True)
    turn(token_error="401")
    assert stranger.post(PROVIDER + "/oauth2/token", data=fields).status_code == 401


@pytest.mark.parametrize("verifier", ["v" * 42, "v" * 129])
def test_a_verifier_has_43_to_128_letters(stranger: requests.Session, verifier: str) -> None:
    authorize(stranger, code_challenge=challenge_of(verifier))
    code = sign_in(stranger).json()["redirectUrl"].partition("=")[2]
    fields = TOKEN | {"code": code, "code_verifier": verifier}
    assert stranger.post(PROVIDER + "/oauth2/token", data=fields).status_code == 400


def test_a_code_is_good_once_and_not_for_long(stranger: requests.Session, turn: Turn) -> None:
    code = new_code(stranger)
    assert stranger.post(PROVIDER + "/oauth2/token", data=TOKEN | {"code": code}).status_code == 200
    assert stranger.post(PROVIDER + "/oauth2/token", data=TOKEN | {"code": code}).status_code == 400
    late = new_code(stranger)
    turn(code_s=0)
    assert stranger.post(PROVIDER + "/oauth2/token", data=TOKEN | {"code": late}).status_code == 400


def test_lifetimes_can_be_shortened_for_tokens_that_are_out(stranger: requests.Session, turn: Turn) -> None:
    tokens = granted(stranger)
    turn(id_token_s=0)
    assert asks(stranger, tokens["id_token"]) == 401
    renewed = refreshed(stranger, tokens["refresh_token"]).json()
    assert renewed["expires_in"] == 0
    turn(refresh_token_s=0)
    assert refreshed(stranger, renewed["refresh_token"]).status_code == 400


def test_fourteen_and_twenty_eight_days(operator: requests.Session) -> None:
    switches = operator.get("/switches").json()
    assert (switches["id_token_s"], switches["refresh_token_s"]) == (14 * 86_400, 28 * 86_400)


def test_a_lifetime_can_be_told_as_text(stranger: requests.Session, turn: Turn) -> None:
    turn(expires_in="string")
    assert granted(stranger)["expires_in"] == "1209600"


def test_the_api_takes_the_id_token_and_not_the_access_token(stranger: requests.Session, turn: Turn) -> None:
    tokens = granted(stranger)
    assert asks(stranger, tokens["access_token"]) == 401
    assert asks(stranger, tokens["refresh_token"]) == 401
    turn(access_token="taken")
    assert asks(stranger, tokens["access_token"]) == 200
    assert asks(stranger, tokens["refresh_token"]) == 401


@pytest.mark.parametrize(
    ("rotation", "comes", "old_is_good"), [("new", "other", False), ("same", "same", True), ("left_out", "none", True)]
)
def test_a_refresh_token_may_rotate(
    stranger: requests.Session, turn: Turn, rotation: str, comes: str, old_is_good: bool
) -> None:
    turn(refresh_rotation=rotation)
    old = granted(stranger)["refresh_token"]
    new = refreshed(stranger, old).json().get("refresh_token")
    assert {"other": new not in (None, old), "same": new == old, "none": new is None}[comes]
    assert (refreshed(stranger, old).status_code == 200) is old_is_good


@pytest.mark.parametrize(
    ("word", "taken"), [("either", {"refresh_token", "code"}), ("refresh_token", {"refresh_token"}), ("code", {"code"})]
)
def test_the_field_of_a_refresh_token(stranger: requests.Session, turn: Turn, word: str, taken: set[str]) -> None:
    turn(refresh_field=word, refresh_rotation="same")
    token = granted(stranger)["refresh_token"]
    assert {name for name in ("refresh_token", "code") if refreshed(stranger, token, name).status_code == 200} == taken


def test_forms_only(stranger: requests.Session) -> None:
    assert stranger.post(PROVIDER + "/oauth2/token", json=TOKEN).status_code == 400
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert stranger.post(PROVIDER + "/oauth2/token", data=b"\xff=\xfe", headers=headers).status_code == 400
    assert stranger.post(PROVIDER + "/oauth2/nothing").status_code == 404
