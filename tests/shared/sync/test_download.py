"""Downloads of the roster: whole or not at all, and never while the upstream asked for peace."""

import threading
from typing import Any

import pytest

from shared.ports import UpstreamEmployee
from shared.store import roster
from shared.store.database import Store
from shared.store.roster import Part

SITE = "Harbour Tower"
PARTS = {
    "/employees": Part.EMPLOYEES,
    "/positions": Part.POSITIONS,
    "/clients": Part.ACCOUNTS,
    "/shifts": Part.SHIFTS,
}


def test_the_whole_roster_arrives(empty_post: Any, sandbox: Any) -> None:
    sandbox.put(
        "/world",
        json={
            "shifts": [
                {
                    "id": 9,
                    "employee": 7001,
                    "position": 382,
                    "account": 687,
                    "startDateTime": "now+1h",
                    "endDateTime": "now+9h",
                },
                {
                    "id": 10,
                    "employee": None,
                    "position": 382,
                    "account": 687,
                    "startDateTime": "now+1h",
                    "endDateTime": "now+9h",
                },
            ]
        },
    )
    with empty_post.service() as service:
        assert service.download().everything()
    parts = roster.states(empty_post.store, SITE)
    assert set(parts) == set(PARTS.values())
    found = roster.employee(empty_post.store, parts[Part.EMPLOYEES].snapshot, number="2001", upstream_id=None)
    assert found == UpstreamEmployee(7001, "2001", "Guard 2001", active=True)
    [shift] = roster.shifts_of(empty_post.store, parts[Part.SHIFTS].snapshot, 7001)
    assert (shift.shift_id, shift.position_id) == (9, 382)
    names = [one.name for one in roster.positions(empty_post.store, parts[Part.POSITIONS].snapshot, 687)]
    assert names == ["Guard, Gate 2", "Patrol"]


@pytest.mark.parametrize(
    "fault", ["500_before", "garbage", "truncated", "captive_portal", "connection_reset", "504_after"]
)
@pytest.mark.parametrize("path", PARTS)
def test_a_part_that_does_not_arrive_leaves_the_last_good_one(path: str, fault: str, post: Any, sandbox: Any) -> None:
    before = roster.states(post.store, SITE)
    sandbox.fault(fault, method="GET", path=path)
    with post.service() as service:
        assert not service.download().everything()
    after = roster.states(post.store, SITE)
    part = PARTS[path]
    assert (after[part].snapshot, after[part].began_at) == (before[part].snapshot, before[part].began_at)
    assert after[part].failure
    assert after[part].failed_at is not None
    others = [one for one in PARTS.values() if one is not part]
    assert all(after[one].snapshot > before[one].snapshot and not after[one].failure for one in others)


def test_nothing_is_asked_while_the_upstream_wants_peace(post: Any, sandbox: Any) -> None:
    sandbox.fault("429", method="GET", path="/employees", retry_after="50")
    with post.service() as service:
        assert not service.download().everything()
        asked = len(sandbox.requests("GET"))
        post.clock.advance(45)
        assert not service.download().everything()
        assert not service.download().open_sessions()
        assert len(sandbox.requests("GET")) == asked
        post.clock.advance(10)
        assert service.download().everything()


def test_readers_see_one_snapshot_or_the_other_while_a_big_one_is_written(post: Any) -> None:
    def people(name: str) -> list[tuple[object, ...]]:
        return roster.employee_rows(UpstreamEmployee(one, str(one), name, active=True) for one in range(1, 901))

    began_at = post.clock.read().wall
    roster.replace(post.store, SITE, Part.EMPLOYEES, people("first"), began_at=began_at)
    seen: set[tuple[int, str]] = set()
    done = threading.Event()

    def read() -> None:
        with post.store.another() as store:
            while not done.is_set():
                seen.update(
                    store.execute(
                        "SELECT count(*), name FROM roster_employees WHERE snapshot ="
                        " (SELECT snapshot FROM roster_parts WHERE part = 'employees') GROUP BY name"
                    )
                )

    reader = threading.Thread(target=read)
    reader.start()
    for name in ("second", "third", "fourth"):
        roster.replace(post.store, SITE, Part.EMPLOYEES, people(name), began_at=began_at)
    done.set()
    reader.join()
    assert {count for count, _ in seen} == {900}


def test_old_snapshots_are_forgotten_and_current_ones_of_other_parts_are_not(post: Any) -> None:
    store: Store = post.store
    before = roster.states(store, SITE)
    began_at = post.clock.read().wall
    for _ in range(3):
        roster.replace(store, SITE, Part.OPEN_SESSIONS, [], began_at=began_at)
        roster.replace(store, SITE, Part.POSITIONS, [(1, 687, "Gate")], began_at=began_at)
    kept = store.execute("SELECT DISTINCT snapshot FROM roster_positions")
    assert kept == [(roster.states(store, SITE)[Part.POSITIONS].snapshot,)]
    assert roster.employee(store, before[Part.EMPLOYEES].snapshot, number="2001", upstream_id=None) is not None


@pytest.mark.parametrize(
    ("number", "upstream_id", "found"),
    [("2001", None, 7001), ("x", 7002, 7002), ("7003", None, None), ("02001", None, None), ("nobody", None, None)],
)
def test_somebody_is_found_by_upstreams_id_or_by_the_customers_number_and_by_nothing_like_it(
    number: str, upstream_id: int | None, found: int | None, post: Any
) -> None:
    snapshot = roster.states(post.store, SITE)[Part.EMPLOYEES].snapshot
    employee = roster.employee(post.store, snapshot, number=number, upstream_id=upstream_id)
    assert (employee.employee_id if employee else None) == found
