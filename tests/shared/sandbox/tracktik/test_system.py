"""Whom a request is about."""

from datetime import UTC, datetime

import pytest

from shared.sandbox.changes import Changes
from shared.sandbox.tracktik.default_world import default_world
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.sessions import Method, WorkSession
from shared.sandbox.tracktik.system import TracktikSystem

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def system() -> TracktikSystem:
    portal = Portal(default_world(NOON), Changes())
    portal.put(WorkSession(4592, 1055, 687, 382, None, NOON, Method.KIOSK, NOON, "api"))
    return TracktikSystem(portal)


@pytest.mark.parametrize(
    ("path", "query", "body", "employee"),
    [
        ("/rest/v1/work-sessions", b"", b'{"employee": 1053}', 1053),
        ("/rest/v1/work-sessions", b"", b'{"employee": "1053"}', 1053),
        ("/rest/v1/work-sessions", b"employee.id=1054&limit=1", b"", 1054),
        ("/rest/v1/work-sessions", b"employee=1054", b"", 1054),
        ("/rest/v1/work-sessions/4592", b"", b"", 1055),
        ("/rest/v1/work-sessions/4592/actions/clock-out", b"", b'{"clockOutMethod": "API"}', 1055),
        ("/rest/v1/work-sessions/1", b"", b"", None),
        ("/rest/v1/work-sessions", b"", b'{"employee": ', None),
        ("/rest/v1/work-sessions", b"", b'{"employee": [1]}', None),
        ("/rest/v1/employees", b"limit=100", b"", None),
    ],
)
def test_a_request_is_about_one_employee_or_nobody(
    system: TracktikSystem, path: str, query: bytes, body: bytes, employee: int | None
) -> None:
    assert system.employee_of(path, query, body) == employee
