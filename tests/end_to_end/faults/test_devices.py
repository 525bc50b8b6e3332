"""The badge reader is unplugged, and gpsd is stopped: both are told, and both are taken up again by themselves."""

import pytest

from tests.end_to_end.faults.place import Place


def test_an_unplugged_reader_is_told_and_a_badge_is_read_once_it_is_back(place: Place) -> None:
    place.wall.reader.unplug()
    try:
        seen = place.idle(notice="Badge reader not connected")
        assert "Reader not connected" in seen["statuses"]
        place.is_told("reader", "fault", told="cannot read the badge reader")
    finally:
        place.wall.reader.plug_in()
    assert place.wall.reader.wait_for_reader(10)
    place.is_well()
    place.is_healed("reader")
    place.comes("2010")
    place.is_upstream("2010")


def test_a_stopped_gpsd_is_told_and_followed_again_and_no_tap_waits_for_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not place.gps_port:
        pytest.skip("gpsfake is not installed (Debian: gpsd, gpsd-clients)")
    monkeypatch.setattr("kiosk.checks.POSITION_WAIT_S", 2.0)
    place.idle(statuses="Position ±")
    place.gpsd.stop()
    try:
        place.idle(statuses="No position")
        place.comes("2011")
        place.is_told("position", "fault", told="gpsd has no receiver, or does not answer")
    finally:
        place.gpsd.start()
    place.is_upstream("2011")
    place.idle(statuses="Position ±")
    place.is_healed("position")
