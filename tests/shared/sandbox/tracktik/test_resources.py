"""Lists over HTTP: paging, sorting, filters, fields and include."""

from typing import Any

import pytest
import requests

STARTS = ["2024-01-31 06:00:00", "2024-02-01 06:00:00", "2024-02-02 06:00:00"]


@pytest.fixture
def sessions(control: requests.Session) -> list[int]:
    """Three sessions of Ana and one of Ben; Ana's last is open."""
    numbers = []
    for start in STARTS:
        body = {"employee": 1053, "startedOn": start, "clockInMethod": "KIOSK"}
        if start != STARTS[-1]:
            body |= {"endedOn": start.replace("06:", "14:"), "clockOutMethod": "PHONE"}
        numbers.append(control.post("/sessions", json=body).json()["id"])
    control.post("/sessions", json={"employee": 1054, "startedOn": STARTS[0], "clockInMethod": "DEVICE"})
    return numbers


def found(api: requests.Session, path: str, **query: str) -> list[Any]:
    answer = api.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["data"]]


def test_a_list_tells_how_many_there_are_and_how_many_are_on_the_page(api: requests.Session) -> None:
    meta = api.get("/employees", params={"limit": "2", "offset": "1"}).json()["meta"]
    assert meta["count"] == 6
    assert (meta["itemCount"], meta["limit"], meta["offset"]) == (2, 2, 1)
    assert (meta["request"], meta["resource"], meta["debug"]) == (["employees"], "employees", None)


def test_a_list_with_no_rows_is_an_answer(api: requests.Session) -> None:
    content = api.get("/employees", params={"id": "1"}).json()
    assert content["data"] == []
    assert content["meta"]["count"] == 0


def test_a_page_holds_a_hundred_rows_by_default_and_a_thousand_at_most(
    api: requests.Session, control: requests.Session
) -> None:
    people = [{"id": number, "firstName": "P", "lastName": str(number)} for number in range(1, 1102)]
    control.put("/world", json={"employees": people, "assignments": [], "shifts": []})
    assert found(api, "/employees") == list(range(1, 101))
    answer = api.get("/employees", params={"limit": "5000"}).json()
    assert (len(answer["data"]), answer["meta"]["limit"]) == (1000, 1000)
    assert found(api, "/employees", limit="1000", offset="1000") == list(range(1001, 1102))


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "many"}, {"offset": "-1"}, {"limit": "9" * 4400}])
def test_a_page_that_makes_no_sense_is_refused(api: requests.Session, query: dict[str, str]) -> None:
    assert api.get("/employees", params=query).status_code == 400


def test_the_order_is_by_id_and_can_be_turned(api: requests.Session) -> None:
    ids = [1053, 1054, 1055, 1056, 1057, 1058]
    assert found(api, "/employees") == ids
    assert found(api, "/employees", sort="id") == ids
    assert found(api, "/employees", sort="-id") == ids[::-1]
    assert found(api, "/employees", **{"id:sort": "-id"}) == ids[::-1]
    assert found(api, "/employees", sort="-status,-id") == [1058, *ids[:-1][::-1]]
    assert api.get("/employees", params={"sort": "height"}).status_code == 400


FILTERS = {
    "exact": ({"firstName": "Ana"}, [1053]),
    "exact in other letters": ({"firstName": "ANA"}, [1053]),
    "contains": ({"name:contains": "REN"}, [1057]),
    "contains with accents": ({"name:contains": "chloé"}, [1055]),
    "in": ({"id:in": "1053,1057"}, [1053, 1057]),
    "not": ({"status:not": "active"}, [1058]),
    "greater": ({"id:gt": "1057"}, [1058]),
    "greater or equal": ({"id:gte": "1057"}, [1057, 1058]),
    "less": ({"id:lt": "1054"}, [1053]),
    "less or equal": ({"id:lte": "1054"}, [1053, 1054]),
    "between": ({"id:between": "1054|1055"}, [1054, 1055]),
    "two at once": ({"id:gt": "1053", "id:lt": "1055"}, [1054]),
    "customer's own number": ({"customId": "1056"}, [1056]),
}


@pytest.mark.parametrize(("query", "ids"), FILTERS.values(), ids=FILTERS.keys())
def test_employees_are_filtered(api: requests.Session, query: dict[str, str], ids: list[int]) -> None:
    assert found(api, "/employees", **query) == ids


SESSION_FILTERS: dict[str, tuple[dict[str, str], list[int]]] = {
    "employee": ({"employee.id": "1053"}, [0, 1, 2]),
    "employee as a plain key": ({"employee": "1053"}, [0, 1, 2]),
    "open ones": ({"employee.id": "1053", "status": "OPEN"}, [2]),
    "after leaves its bound out": ({"employee.id": "1053", "startDateTime:after": STARTS[0]}, [1, 2]),
    "gte takes its bound in": ({"employee.id": "1053", "startedOn:gte": STARTS[1]}, [1, 2]),
    "before": ({"employee.id": "1053", "startDateTime:before": STARTS[1]}, [0]),
    "between days": ({"employee.id": "1053", "startDateTime:between": "2024-01-31|2024-02-01"}, [0]),
    "a relation's name": ({"employee.name": "ana ribeiro", "status": "CLOSED"}, [0, 1]),
    "newest first": ({"employee.id": "1053", "sort": "-startDateTime"}, [2, 1, 0]),
    "by another clock-out": ({"employee.id": "1053", "clockOutMethod": "PHONE"}, [0, 1]),
    "no end": ({"employee.id": "1053", "endedOn": "null"}, [2]),
    "nobody's": ({"employee.id": "1"}, []),
}


@pytest.mark.parametrize(("query", "places"), SESSION_FILTERS.values(), ids=SESSION_FILTERS.keys())
def test_sessions_are_filtered(
    api: requests.Session, sessions: list[int], query: dict[str, str], places: list[int]
) -> None:
    assert found(api, "/work-sessions", **query) == [sessions[place] for place in places]


def test_the_reconciling_request_finds_one_page(api: requests.Session, sessions: list[int]) -> None:
    path = "/work-sessions?employee.id=1053&status=OPEN&startDateTime:after=2022-12-16 00:00:00&sort=-id&limit=100"
    assert found(api, path) == [sessions[2]]


def test_sessions_are_not_listed_without_a_filter(
    api: requests.Session, control: requests.Session, sessions: list[int]
) -> None:
    assert api.get("/work-sessions").status_code == 400
    assert api.get("/work-sessions", params={"limit": "5", "sort": "-id"}).status_code == 400
    control.put("/switches", json={"session_filter_required": False})
    assert len(found(api, "/work-sessions")) == 4


BAD_FILTERS = {
    "unknown key": {"badge": "7"},
    "unknown relation": {"employee.badge": "7"},
    "unknown function": {"employee.id:about": "7"},
    "unreadable time": {"startDateTime:after": "soon"},
    "half a range": {"startDateTime:between": "2024-01-01"},
    "two kinds in one range": {"id:between": "1|b"},
}


@pytest.mark.parametrize("query", BAD_FILTERS.values(), ids=BAD_FILTERS.keys())
def test_a_filter_that_cannot_be_applied_is_refused(api: requests.Session, query: dict[str, str]) -> None:
    assert api.get("/work-sessions", params=query).status_code == 400


def test_an_unknown_filter_may_be_ignored(
    api: requests.Session, control: requests.Session, sessions: list[int]
) -> None:
    control.put("/switches", json={"unknown_filter": "ignored"})
    assert len(found(api, "/work-sessions", badge="7")) == 4


def test_fields_leave_other_columns_out(api: requests.Session) -> None:
    rows = api.get("/employees", params={"fields": "id,name", "id": "1053"}).json()["data"]
    assert rows == [{"id": 1053, "name": "Ana Ribeiro"}]


def test_include_puts_objects_in_place_of_ids(api: requests.Session, sessions: list[int]) -> None:
    query = {"include": "employee,position,account,shift,summary"}
    row = api.get(f"/work-sessions/{sessions[0]}", params=query).json()["data"]
    assert row["employee"]["name"] == "Ana Ribeiro"
    assert row["position"]["name"] == "Guard, Gate 2"
    assert row["account"]["name"] == "Harbour Tower"
    assert row["shift"] is None
    assert api.get(f"/work-sessions/{sessions[0]}").json()["data"]["employee"] == 1053


def test_positions_are_filtered_by_their_account(api: requests.Session) -> None:
    assert found(api, "/positions", **{"account.id": "687"}) == [382, 383]
    assert found(api, "/positions", **{"account.id": "688"}) == [390]


@pytest.mark.parametrize("path", ["/clients", "/accounts"])
def test_sites_are_found_under_both_names(api: requests.Session, path: str) -> None:
    rows = api.get(path).json()["data"]
    assert [(row["id"], row["name"]) for row in rows] == [(687, "Harbour Tower"), (688, "Dock 4")]


@pytest.mark.parametrize(
    ("path", "id_"), [("/employees", 1053), ("/positions", 382), ("/accounts", 687), ("/shifts", 100594)]
)
def test_one_row_is_found_by_its_id(api: requests.Session, path: str, id_: int) -> None:
    assert api.get(f"{path}/{id_}").json()["data"]["id"] == id_
    assert api.get(f"{path}/1").status_code == 404


def test_an_employee_has_no_badge_and_no_pin(api: requests.Session) -> None:
    row = api.get("/employees/1058").json()["data"]
    assert (row["customId"], row["status"], row["name"]) == ("1058", "INACTIVE", "Carla Méndez")
    assert not {"badge", "tag", "pin", "pinCode"} & set(row)


def test_shifts_are_asked_for_at_most_31_days_at_a_time(api: requests.Session) -> None:
    fits = {"startDateTime:between": "2024-01-01|2024-02-01", "account.id": "687"}
    too_long = {"startDateTime:between": "2024-01-01 00:00:00|2024-02-01 00:00:01"}
    assert found(api, "/shifts", **fits) == []
    assert api.get("/shifts", params=too_long).status_code == 400


def test_a_shift_is_open_while_a_session_works_on_it(api: requests.Session, clock_in_body: dict[str, Any]) -> None:
    def status() -> str:
        return str(api.get("/shifts/100594").json()["data"]["status"])

    assert status() == "SCHEDULED"
    number = api.post("/work-sessions", json=clock_in_body).json()["data"]["id"]
    assert status() == "OPEN"
    api.post(f"/work-sessions/{number}/actions/clock-out", json={"clockOutMethod": "API"})
    assert status() == "CLOSED"


def test_a_path_that_does_not_exist_is_not_found(api: requests.Session) -> None:
    assert api.get("/rest-sessions").status_code == 404
    assert api.delete("/employees/1053").status_code == 404
