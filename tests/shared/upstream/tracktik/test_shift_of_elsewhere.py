"""A shift of a rota from elsewhere has a negative id, and no body that goes to TrackTik tells it."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shared.ports import ClockInOrder, UpstreamSession
from shared.upstream.tracktik.bodies import clock_in_body, whole_body

INSTANTS = st.integers(1_577_836_800, 2_051_222_400).map(lambda second: datetime.fromtimestamp(second, UTC))
IDS = st.none() | st.integers(1, 2**40)
SHIFTS = st.none() | st.integers(-(2**63), 2**63)


@given(
    st.integers(1, 2**40), st.integers(1, 2**40), IDS, SHIFTS, INSTANTS, st.sampled_from(["KIOSK", "PHONE", "DELAYED"])
)
def test_a_clock_in_names_a_shift_only_where_it_is_one_of_tracktiks(
    employee: int, account: int, position: int | None, shift: int | None, at: datetime, method: str
) -> None:
    body = json.loads(clock_in_body(ClockInOrder(employee, account, position, shift, at), method))
    is_theirs = shift is not None and shift > 0
    assert ("shift" in body) is is_theirs
    assert not is_theirs or body["shift"] == shift
    assert not any(isinstance(value, int) and value < 0 for value in body.values())


@given(IDS, INSTANTS)
def test_an_edit_sends_back_the_shift_that_tracktik_itself_told(shift: int | None, at: datetime) -> None:
    session = UpstreamSession(1, 2, 3, 4, shift, at, None, "OPEN", "KIOSK", "")
    assert json.loads(whole_body(session, at, None)).get("shift") == shift
