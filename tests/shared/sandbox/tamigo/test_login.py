"""Both logins, twenty minutes, and where a token may travel."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from shared.sandbox.tamigo.sessions import Sessions
from shared.sandbox.tamigo.switches import SessionEnd
from shared.sandbox.tamigo.world import Role
from tests.shared.sandbox.tamigo.conftest import APPLICATION, SignIn

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
USER = {"Email": "1057@example.test", "Password": "sandbox-password"}


def test_an_application_signs_in_as_documented(stranger: requests.Session) -> None:
    told = stranger.post("/login/application", json=APPLICATION).json()
    token = told.pop("SessionToken")
    assert told == {
        "DefaultDepartmentId": "",
        "DefaultDepartmentName": "",
        "DefaultCompanyId": "",
        "DefaultCompanyName": "",
        "Email": "",
        "Password": "",
        "Role": "Application",
        "MenuId": "5",
    }
    assert stranger.get("/Login/", params={"securitytoken": token}).json() == told | {"SessionToken": token}


def test_a_user_signs_in_and_is_told_their_place(stranger: requests.Session, operator: requests.Session) -> None:
    told = stranger.post("/Login/", json=USER).json()
    assert (told["Role"], told["DefaultDepartmentName"], told["Name"]) == ("Planner", "Harbour Tower", "Emil Sørensen")
    assert told["Password"] == ""
    operator.put("/switches", json={"login_fields": "documented"})
    fewer = stranger.post("/Login/", json=USER | {"DefaultCompanyId": told["DefaultCompanyId"]}).json()
    assert set(told) - set(fewer) == {"EmployeeId", "ImageUrl", "MenuId", "Name"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/login/application", {"Name": "clockpost", "Key": "wrong"}),
        ("/login/application", {"Name": "other", "Key": "sandbox-key"}),
        ("/login/application", {}),
        ("/Login/", USER | {"Password": "wrong"}),
        ("/Login/", {"Email": "", "Password": ""}),
        ("/Login/", USER | {"DefaultCompanyId": "another"}),
    ],
)
def test_who_is_not_known_is_refused(stranger: requests.Session, path: str, body: dict[str, str]) -> None:
    assert stranger.post(path, json=body).status_code == 401


def test_a_login_can_be_sent_in_xml(stranger: requests.Session) -> None:
    body = '<Login xmlns="urn:x"><Key>sandbox-key</Key><Name>clockpost</Name></Login>'
    headers = {"Content-Type": "application/xml", "Accept": "application/xml"}
    told = stranger.post("/login/application", data=body, headers=headers)
    assert "<Role>Application</Role>" in told.text
    assert stranger.post("/login/application", data="<a", headers=headers).status_code == 400
    entity = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert stranger.post("/login/application", data=entity, headers=headers).status_code == 400


def test_what_an_application_has_none_of_can_be_null_and_a_key_can_be_spaced(
    stranger: requests.Session, operator: requests.Session
) -> None:
    operator.put("/switches", json={"login_ids": "null", "login_keys": "spaced"})
    told = stranger.post("/login/application", json=APPLICATION).json()
    assert told["DefaultDepartmentId"] is None
    assert " DefaultDepartmentName " in told


@pytest.mark.parametrize("name", ["securitytoken", "securityToken", "token"])
def test_a_token_travels_in_the_query_under_three_names(
    stranger: requests.Session, ana: requests.Session, name: str
) -> None:
    token = str(ana.headers["x-tamigo-token"])
    assert stranger.get("/shifts/today/", params={name: token}).status_code == 200
    assert stranger.get("/SHIFTS/Today", params={name: token.upper()}).status_code == 200


def test_the_header_can_be_unknown(ana: requests.Session, operator: requests.Session) -> None:
    assert ana.get("/shifts/today/").status_code == 200
    operator.put("/switches", json={"token_header": "ignored"})
    assert ana.get("/shifts/today/").status_code == 401


@pytest.mark.parametrize("word", ["401", "403", "400", "500"])
def test_a_lost_session_is_answered_by_a_status(ana: requests.Session, operator: requests.Session, word: str) -> None:
    operator.put("/switches", json={"no_session": word})
    assert operator.delete("/sessions").json() == {"ended": 1}
    assert ana.get("/shifts/today/").status_code == int(word)


def test_a_lost_session_can_be_a_200_that_says_no(ana: requests.Session, operator: requests.Session) -> None:
    operator.put("/switches", json={"no_session": "success_false", "session_s": 0})
    told = ana.get("/shifts/today/")
    assert told.status_code == 200
    assert told.json()["Success"] is False


@pytest.mark.parametrize(("end", "lives"), [(SessionEnd.LAST_REQUEST, True), (SessionEnd.LOGIN, False)])
def test_twenty_minutes_count_from_the_last_request_or_from_the_login(end: SessionEnd, lives: bool) -> None:
    sessions = Sessions()
    token = sessions.begin(Role.PLANNER, None, NOW).token
    assert sessions.find(token, NOW + timedelta(minutes=19), 1200, end)
    assert bool(sessions.find(token, NOW + timedelta(minutes=38), 1200, end)) is lives
    assert sessions.find(token, NOW + timedelta(minutes=58), 1200, end) is None
    assert len(sessions) == 0


def test_no_token_and_no_password_is_remembered_in_the_log(
    stranger: requests.Session, ana: requests.Session, control: requests.Session, signed_in: SignIn
) -> None:
    token = str(ana.headers["x-tamigo-token"])
    stranger.get("/shifts/today/", params={"securitytoken": token})
    text = control.get("/records").text
    assert "securitytoken=***" in text
    assert token not in text
