"""The store of sessions: its indexes after every kind of change."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shared.sandbox.tracktik.sessions import Method, Sessions, Status, WorkSession, as_json, from_json

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EMPLOYEES = (1053, 1054)
SHIFTS = (None, 100594)


def session(number: int, employee: int, shift: int | None, *, closed: bool) -> WorkSession:
    opened = WorkSession(number, employee, 687, 382, shift, NOON, Method.KIOSK, NOON, "api")
    return replace(opened, ended_on=NOON, clock_out_method=Method.PHONE) if closed else opened


CHANGES = st.lists(
    st.one_of(
        st.builds(
            session, st.integers(1, 6), st.sampled_from(EMPLOYEES), st.sampled_from(SHIFTS), closed=st.booleans()
        ),
        st.integers(1, 6),
    )
)


@given(CHANGES)
def test_the_indexes_agree_with_the_records_after_any_changes(changes: list[WorkSession | int]) -> None:
    sessions = Sessions()
    kept: dict[int, WorkSession] = {}
    for change in changes:
        if isinstance(change, int):
            assert sessions.remove(change) == kept.pop(change, None)
        else:
            sessions.put(change)
            kept[change.id] = change
    for employee in EMPLOYEES:
        mine = sorted(s.id for s in kept.values() if s.employee == employee)
        still = {s.id for s in kept.values() if s.employee == employee and s.status is Status.OPEN}
        assert [row["id"] for row in sessions.rows_of([employee])] == mine
        assert {s.id for s in sessions.open_of(employee)} == still
    assert [row["id"] for row in sessions.open_rows()] == sorted(s.id for s in kept.values() if s.ended_on is None)
    users = [s for s in kept.values() if s.shift == 100594]
    expected = "SCHEDULED" if not users else "OPEN" if any(s.ended_on is None for s in users) else "CLOSED"
    assert sessions.shift_status(100594) == expected


@given(st.booleans(), st.sampled_from(SHIFTS))
def test_a_record_survives_the_state_file(closed: bool, shift: int | None) -> None:
    record = session(4592, 1053, shift, closed=closed)
    assert from_json(as_json(record)) == record


def test_an_id_is_never_used_again() -> None:
    sessions = Sessions()
    first = sessions.take_id()
    sessions.put(session(first, 1053, None, closed=False))
    sessions.remove(first)
    assert (first, sessions.take_id()) == (4592, 4593)
