"""The machine's clock is wrong by an hour: taps are taken, and go out once, at their true time."""

from datetime import datetime, timedelta
from typing import Any

from kiosk.demo.processes import until
from kiosk.demo.upstream import instant
from shared.clock import SystemClock
from tests.end_to_end.faults.place import Place

AN_HOUR_S = 3600.0
WITHIN = timedelta(seconds=15)
"""What a witness vouches for, and the time that a tap takes on a busy machine."""


def clock_check(place: Place, standing: str) -> dict[str, str] | None:
    """The doctor's word on the clock, as a command that reads that clock, if it is this."""
    check = place.doctor()["clock"]
    return check if check["standing"] == standing else None


def session_of(place: Place, number: str) -> dict[str, Any]:
    (session,) = [one for one in place.sandbox.sessions() if str(one["employee"]) == number]
    return session


def test_a_wrong_clock_is_told_and_a_tap_under_it_goes_out_once_at_its_true_time(place: Place) -> None:
    place.clock_is_off(AN_HOUR_S)
    try:
        place.idle(clock_note="Time to be confirmed", notice="The time is not known yet")
        check = until("the doctor sees it", lambda: clock_check(place, "fault"))
        assert "The clock is wrong by about 360" in check["told"]
        assert check["to_do"]
        tapped_at = SystemClock().now()
        place.comes("2012")
        place.is_upstream("2012")
        started: datetime | None = instant(session_of(place, "2012")["startedOn"])
        assert started is not None
        assert abs(started - tapped_at) < WITHIN
    finally:
        place.clock_is_off(0)
    place.is_well()
    until("the doctor sees that it is right", lambda: clock_check(place, "ok"))
