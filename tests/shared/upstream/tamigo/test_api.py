import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.upstream.errors import NotAllowed, NotAsItIs, NotReached, OutcomeUnknown, Unreadable, UpstreamError
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.role import NotForOurRole
from shared.upstream.tamigo.settings import Format, TamigoSettings, TokenIn
from shared.upstream.tamigo.shift import ShiftKind

FUTURE = "GET /shifts/future/"
Connect = Callable[[TamigoSettings], Tamigo]
SLOW_TO_START = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture(autouse=True)
def no_shifts(portal: Any, reply: Any) -> None:
    portal.routes[FUTURE] = reply(200, [])
    portal.routes["POST /Shifts/actual/"] = reply(200, {"Message": None, "Success": True})


def calls(server: Any) -> list[tuple[str, bool, bool]]:
    """What came after signing in: the path, and whether header and query carried a token."""
    return [
        (asked.path, "x-tamigo-token" in asked.headers, "securitytoken" in asked.query)
        for asked in server.asked
        if not asked.path.startswith("/login")
    ]


def test_the_token_travels_in_the_header_and_not_in_the_address(tamigo: Tamigo, server: Any) -> None:
    assert tamigo.my_shifts() == []
    asked = server.asked[-1]
    assert asked.headers["x-tamigo-token"] == "token-1"
    assert asked.query == {}


def test_where_the_header_is_not_understood_the_query_carries_it_from_then_on(
    tamigo: Tamigo, server: Any, portal: Any
) -> None:
    portal.understands = {"query"}
    tamigo.my_shifts()
    tamigo.my_shifts()
    path = "/shifts/future/"
    assert calls(server) == [(path, True, False), (path, False, True), (path, False, True)]
    assert portal.given == 1


@pytest.mark.parametrize("status", [400, 401, 403])
def test_however_the_missing_token_is_told_the_query_is_tried(tamigo: Tamigo, portal: Any, status: int) -> None:
    portal.understands, portal.unseen_status = {"query"}, status
    assert tamigo.my_shifts() == []


def test_a_header_that_was_understood_once_is_kept_to(tamigo: Tamigo, server: Any, portal: Any, reply: Any) -> None:
    tamigo.my_shifts()
    portal.routes[FUTURE] = reply(400, {})
    with pytest.raises(NotAsItIs):
        tamigo.my_shifts()
    assert not any(in_query for _path, _in_header, in_query in calls(server))


@pytest.mark.parametrize(("way", "headers", "queries"), [(TokenIn.HEADER, 2, 0), (TokenIn.QUERY, 0, 2)])
def test_the_settings_may_say_where_it_travels(
    connect: Connect,
    settings: TamigoSettings,
    server: Any,
    portal: Any,
    reply: Any,
    way: Any,
    headers: int,
    queries: int,
) -> None:
    tamigo = connect(replace(settings, token_in=way))
    tamigo.my_shifts()
    portal.routes[FUTURE] = reply(400, {})
    with pytest.raises(NotAsItIs):
        tamigo.my_shifts()
    seen = calls(server)
    assert (sum(one[1] for one in seen), sum(one[2] for one in seen)) == (headers, queries)


@pytest.mark.parametrize(("answers", "kind"), [(Format.JSON, "application/json"), (Format.XML, "application/xml")])
def test_reads_ask_for_the_format_twice_and_writes_are_json(
    connect: Connect, settings: TamigoSettings, server: Any, answers: Format, kind: str
) -> None:
    tamigo = connect(replace(settings, answers=answers))
    tamigo.my_shifts()
    tamigo.add_shift(ShiftKind.WORKED, "{}")
    read, write = server.asked[-2:]
    assert (read.headers["accept"], read.headers["content-type"]) == (kind, kind)
    assert (write.headers["accept"], write.headers["content-type"]) == ("application/json",) * 2


def test_after_a_session_ended_another_is_begun_and_the_call_made_once_more(
    tamigo: Tamigo, server: Any, portal: Any
) -> None:
    tamigo.my_shifts()
    portal.good_tokens.clear()
    assert tamigo.my_shifts() == []
    assert [asked.headers.get("x-tamigo-token") for asked in server.asked[2:]] == ["token-1", None, "token-2"]


def test_a_kept_session_that_ended_does_not_make_the_query_the_way(
    connect: Connect, settings: TamigoSettings, server: Any, portal: Any
) -> None:
    connect(settings).my_shifts()
    portal.good_tokens.clear()
    tamigo = connect(settings)
    tamigo.my_shifts()
    tamigo.my_shifts()
    assert [one[1:] for one in calls(server)[-2:]] == [(True, False)] * 2


def test_a_service_that_is_refused_is_told_by_name_and_the_others_go_on(
    tamigo: Tamigo, portal: Any, reply: Any, failure: Any
) -> None:
    tamigo.my_shifts()
    portal.routes["POST /Shifts/actual/"] = reply(403, {"message": "role"})
    error = failure(lambda: tamigo.add_shift(ShiftKind.WORKED, "{}"))
    assert isinstance(error, NotForOurRole)
    assert isinstance(error, NotAllowed)
    assert (error.service, error.status, error.by_firewall) == ("POST /Shifts/actual", 403, False)
    assert "role Application" in str(error)
    assert "planner" in str(error)
    assert tamigo.my_shifts() == []
    assert portal.given == 1


def test_a_401_of_one_service_in_a_good_session_is_about_the_service(
    tamigo: Tamigo, portal: Any, reply: Any, failure: Any
) -> None:
    tamigo.my_shifts()
    portal.routes["POST /Shifts/actual/"] = reply(401, {})
    error = failure(lambda: tamigo.add_shift(ShiftKind.WORKED, "{}"))
    assert isinstance(error, NotForOurRole)
    assert portal.given == 2


def test_a_401_in_a_session_that_is_none_is_about_all(tamigo: Tamigo, portal: Any, failure: Any) -> None:
    portal.understands = set()
    error = failure(tamigo.my_shifts)
    assert type(error) is NotAllowed
    assert error.status == 401


def test_a_firewall_is_no_role(tamigo: Tamigo, portal: Any, reply: Any, failure: Any, server: Any) -> None:
    portal.routes[FUTURE] = reply(403, "<html>", Server="awselb/2.0")
    error = failure(tamigo.my_shifts)
    assert type(error) is NotAllowed
    assert error.by_firewall
    assert len(calls(server)) == 1


def test_a_200_that_says_no_is_a_failure_with_what_it_says(
    tamigo: Tamigo, portal: Any, reply: Any, failure: Any
) -> None:
    said = {"Message": "Dagen er lukket", "Success": False}
    portal.routes["POST /Shifts/actual/"] = reply(200, said)
    portal.routes[FUTURE] = reply(200, said)
    for call in (lambda: tamigo.add_shift(ShiftKind.WORKED, "{}"), tamigo.my_shifts):
        error = failure(call)
        assert type(error) is NotAsItIs
        assert error.status == 200
        assert "Dagen er lukket" in str(error)
        assert "Dagen er lukket" in error.answer


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('{"Message":null,"Success":false}', NotAsItIs),
        ("<R><Message>Closed</Message><Success>false</Success></R>", NotAsItIs),
        ("{}", Unreadable),
        ("[]", Unreadable),
        ("null", Unreadable),
        ('{"Message":null,"Success":null}', Unreadable),
        ('{"Message":null,"Success":"perhaps"}', Unreadable),
        ('{"Message":{},"Success":false}', Unreadable),
        ("<html><body/></html>", Unreadable),
        ("", Unreadable),
    ],
)
def test_only_a_true_success_is_one(
    tamigo: Tamigo, portal: Any, reply: Any, failure: Any, content: str, kind: type[UpstreamError]
) -> None:
    portal.routes["POST /Shifts/actual/"] = reply(200, content)
    assert type(failure(lambda: tamigo.add_shift(ShiftKind.WORKED, "{}"))) is kind


@pytest.mark.parametrize("trouble", [lambda _served: None, b"HTTP/1.1 504 Oh\r\nContent-Length: 0\r\n\r\n"])
def test_a_write_whose_answer_was_lost_is_not_sent_again(
    tamigo: Tamigo, portal: Any, failure: Any, server: Any, trouble: Any
) -> None:
    portal.routes["POST /Shifts/actual/"] = lambda _asked: trouble
    assert isinstance(failure(lambda: tamigo.add_shift(ShiftKind.WORKED, "{}")), OutcomeUnknown)
    assert len(calls(server)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        lambda _served: None,
        b"HTTP/1.1 500 Oh\r\nContent-Length: 7\r\n\r\ntoken-1",
        b"HTTP/1.1 404 Oh\r\nContent-Length: 7\r\n\r\ntoken-1",
        b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\ntoken-1",
        b"HTTP/1.1 302 OK\r\nLocation: /?securitytoken=token-1\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["lost", "500", "404", "200", "302"],
)
def test_a_token_in_the_address_is_in_no_error_and_no_log(
    connect: Connect, settings: TamigoSettings, portal: Any, failure: Any, caplog: Any, answer: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    tamigo = connect(replace(settings, token_in=TokenIn.QUERY))
    tamigo.my_shifts()
    portal.routes[FUTURE] = lambda _asked: answer
    error = failure(tamigo.my_shifts)
    told = "".join(traceback.format_exception(error)) + repr(error) + error.answer
    assert "token-1" not in told
    assert "/shifts/future/" in caplog.text
    assert "token-1" not in caplog.text


def test_a_host_that_is_away_is_told_without_the_token(
    connect: Connect, settings: TamigoSettings, free_port: int, failure: Any, server: Any, caplog: Any, memory: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    tamigo = connect(replace(settings, token_in=TokenIn.QUERY))
    tamigo.my_shifts()
    server.stop()
    error = failure(tamigo.my_shifts)
    assert isinstance(error, NotReached)
    told = "".join(traceback.format_exception(error)) + caplog.text
    assert "token-1" not in told


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["Success", "StartTime", "Date"]) | st.text(), inner)
    ),
    max_leaves=8,
)
XML = st.recursive(
    st.just("") | st.text(st.characters(categories=["L", "N", "Zs"])),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(["ArrayOfShift", "Shift", "StartTime", "Success", "Message", "Date", "PlannedShift"]),
        st.lists(inner),
    ),
    max_leaves=8,
)


@settings(max_examples=150, suppress_health_check=SLOW_TO_START, deadline=None)
@given(content=JSON | XML | st.binary())
def test_no_answer_fails_in_any_other_way_than_an_upstream_error(
    tamigo: Tamigo, portal: Any, reply: Any, content: Any
) -> None:
    day = "/shifts/all/2026-01-01/2026-01-02/"
    for route in (
        FUTURE,
        "GET /shifts/planned/relevant/",
        "GET /Shifts/available/",
        f"GET {day}",
        "POST /Shifts/actual/",
    ):
        portal.routes[route] = reply(200, content)
    for call in (
        tamigo.my_shifts,
        tamigo.my_relevant_shift,
        tamigo.available_shifts,
        lambda: tamigo.employee_days(date(2026, 1, 1), date(2026, 1, 2)),
        lambda: tamigo.add_shift(ShiftKind.WORKED, "{}"),
    ):
        try:
            call()
        except UpstreamError as error:
            assert str(error)  # noqa: PT017
