"""The limit of requests in a minute."""

from datetime import UTC, datetime

import requests

from shared.sandbox.tracktik.rate import RateWindow

NOON = datetime(2026, 11, 22, 12, 0, 50, tzinfo=UTC)


def test_the_request_after_the_limit_is_one_too_many_until_the_minute_ends() -> None:
    window = RateWindow()
    for _ in range(2):
        window.count(NOON)
    assert not window.is_over(2)
    window.count(NOON)
    assert window.is_over(2)
    assert window.headers(2, NOON) == {
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": str(int(NOON.timestamp()) + 10),
        "Retry-After": "10",
    }
    window.count(NOON.replace(minute=1))
    assert not window.is_over(2)


def test_without_a_limit_nothing_is_too_many() -> None:
    window = RateWindow()
    window.count(NOON)
    assert not window.is_over(0)
    assert window.headers(0, NOON)["X-RateLimit-Remaining"] == "5999"


def test_too_many_requests_are_answered_429_and_the_headers_are_a_switch(
    api: requests.Session, control: requests.Session
) -> None:
    assert "X-RateLimit-Remaining" not in api.get("/employees").headers
    control.put("/switches", json={"rate_limit_headers": True})
    assert "X-RateLimit-Remaining" in api.get("/employees").headers
    control.put("/switches", json={"rate_limit_per_min": 1})
    api.get("/employees")
    answer = api.get("/employees")
    assert (answer.status_code, 1 <= int(answer.headers["Retry-After"]) <= 60) == (429, True)
    control.put("/switches", json={"rate_limit_headers": False})
    answer = api.get("/employees")
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, False)
