"""JSON and XML: which is asked for, and the forms that a time can have."""

import json
from xml.etree.ElementTree import fromstring

import pytest
import requests

from shared.sandbox.tamigo.default_world import ANA

PERIOD = f"/shifts/period/2011-09-22/2011-09-22/?employeeId={ANA}"
SHIFT = {
    "EmployeeId": ANA,
    "StartTime": "2011-09-22 12:00:00",
    "EndTime": "2011-09-22 20:00:00",
    "Comment": "a/b & <c>",
}
ENTITIES = "{http://schemas.datacontract.org/2004/07/Tamigo.Services.Entities}"


@pytest.fixture
def planned(operator: requests.Session) -> requests.Session:
    assert operator.put("/world", json={"Shifts": []}).status_code == 200
    assert operator.post("/shifts", json=SHIFT).status_code == 201
    return operator


@pytest.mark.parametrize(
    ("switch", "accept", "sent", "is_json"),
    [
        ("accept", "application/json", None, True),
        ("accept", "text/html, application/json", "text/xml", True),
        ("accept", "application/xml", "application/json", False),
        ("accept", "*/*", "application/json", True),
        ("accept", "*/*", None, False),
        ("content_type", "application/json", None, False),
        ("content_type", "application/xml", "application/json", True),
        ("xml", "application/json", "application/json", False),
        ("json", "application/xml", None, True),
    ],
)
def test_the_headers_or_a_switch_say_the_form(
    planned: requests.Session, ana: requests.Session, switch: str, accept: str, sent: str | None, is_json: bool
) -> None:
    planned.put("/switches", json={"format_by": switch})
    told = ana.get(PERIOD, headers={"Accept": accept, **({"Content-Type": sent} if sent else {})})
    assert told.text.startswith("[" if is_json else "<ArrayOfShift")
    assert ("json" in told.headers["content-type"]) is is_json


@pytest.mark.parametrize(
    ("word", "named"),
    [("text/html", "text/html"), ("text/plain", "text/plain"), ("the_other", "xml"), ("none", "None")],
)
def test_an_answer_can_call_itself_something_else(
    planned: requests.Session, ana: requests.Session, word: str, named: str
) -> None:
    planned.put("/switches", json={"content_type": word})
    told = ana.get(PERIOD)
    assert named in str(told.headers.get("content-type"))
    assert told.json()[0]["Comment"] == "a/b & <c>"


@pytest.mark.parametrize(
    ("switches", "text"),
    [
        ({}, r"\/Date(1316692800000-0400)\/"),
        ({"date_slashes": "plain"}, "/Date(1316692800000-0400)/"),
        ({"date_offset": "server"}, r"\/Date(1316692800000+0200)\/"),
        ({"date_offset": "zero"}, r"\/Date(1316692800000+0000)\/"),
        ({"date_offset": "none"}, r"\/Date(1316692800000)\/"),
    ],
)
def test_a_moment_in_json(
    planned: requests.Session, ana: requests.Session, switches: dict[str, str], text: str
) -> None:
    planned.put("/switches", json=switches)
    told = ana.get(PERIOD)
    assert f'"StartTime":"{text}"' in told.text
    assert told.json()[0]["Comment"] == "a/b & <c>"


@pytest.mark.parametrize(
    ("switches", "date"),
    [
        ({}, "/Date(1316664000000-0400)/"),
        ({"date_only": "utc_midnight"}, "/Date(1316649600000+0000)/"),
        ({"date_only": "no_offset"}, "/Date(1316664000000)/"),
        ({"date_offset": "zero"}, "/Date(1316664000000-0400)/"),
    ],
)
def test_a_day_in_json(
    planned: requests.Session, application: requests.Session, switches: dict[str, str], date: str
) -> None:
    planned.put("/switches", json=switches)
    told = application.get("/shifts/all/2011-09-22/2011-09-22/")
    assert f'"Date":"{date}"' in told.text
    planned.put("/switches", json={"date_slashes": "escaped"})
    assert json.dumps(date).replace("/", r"\/") in application.get("/shifts/all/2011-09-22/2011-09-22/").text


@pytest.mark.parametrize(
    ("word", "start"),
    [("zoneless", "2011-09-22T08:00:00"), ("offset", "2011-09-22T08:00:00-04:00"), ("utc", "2011-09-22T12:00:00Z")],
)
def test_a_moment_in_xml(planned: requests.Session, ana: requests.Session, word: str, start: str) -> None:
    planned.put("/switches", json={"xml_times": word})
    root = fromstring(ana.get(PERIOD, headers={"Accept": "text/xml"}).text)
    assert root.findtext(f"{ENTITIES}Shift/{ENTITIES}StartTime") == start
    assert root.findtext(f"{ENTITIES}Shift/{ENTITIES}Comment") == "a/b & <c>"


@pytest.mark.parametrize(
    ("word", "in_json", "in_xml"),
    [
        ("1900", r'"\/Date(-2208970800000-0500)\/"', "<EndTime>1900-01-01T00:00:00</EndTime>"),
        ("0001", r'"\/Date(-62135596800000+0000)\/"', "<EndTime>0001-01-01T00:00:00</EndTime>"),
        ("null", "null", '<EndTime i:nil="true" />'),
    ],
)
def test_a_missing_end(planned: requests.Session, ana: requests.Session, word: str, in_json: str, in_xml: str) -> None:
    [shift] = planned.get("/shifts").json()
    planned.patch(f"/shifts/{shift['ShiftId']}", json={"EndTime": None})
    planned.put("/switches", json={"blank_end": word})
    assert f'"EndTime":{in_json}' in ana.get(PERIOD).text
    assert in_xml in ana.get(PERIOD, headers={"Accept": "text/xml"}).text
