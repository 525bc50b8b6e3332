from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from shared.ports import ClockInOrder, RosterSource, WorkSessions
from shared.upstream.tracktik.client import TrackTik
from shared.upstream.tracktik.settings import TrackTikSettings

AT = datetime(2022, 12, 16, 15, 17, tzinfo=UTC)


def test_it_is_both_of_what_the_rest_asks_for(tracktik: TrackTik) -> None:
    sessions: WorkSessions = tracktik
    roster: RosterSource = tracktik
    assert sessions is roster


def test_making_one_reads_no_file_and_asks_nobody(
    clock: Any, memory: Any, settings: TrackTikSettings, server: Any
) -> None:
    settings.password_file.unlink()
    TrackTik(settings, clock, memory).close()
    assert server.connections == 0


def test_it_remembers_the_upstreams_clock(tracktik: TrackTik, portal: Any, reply: Any) -> None:
    assert tracktik.last_date is None
    portal.routes["GET /clients"] = reply(200, [], Date="Fri, 16 Dec 2022 15:17:01 GMT")
    tracktik.accounts()
    assert tracktik.last_date is not None
    assert tracktik.last_date.date == AT.replace(second=1)


def test_many_employees_are_clocked_in_by_many_threads(tracktik: TrackTik, portal: Any, row: Any, reply: Any) -> None:
    portal.routes["POST /work-sessions"] = lambda asked: reply(
        200, {"meta": {}, "data": row(id=asked.json()["employee"] + 1, employee=asked.json()["employee"])}
    )

    def clock_in(employee_id: int) -> tuple[int, int]:
        body = tracktik.clock_in_body(ClockInOrder(employee_id, 687, None, None, AT), "DELAYED")
        session = tracktik.clock_in(body)
        return session.employee_id, session.session_id

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(clock_in, range(1, 201)))
    assert found == [(number, number + 1) for number in range(1, 201)]
    assert portal.given == 1
