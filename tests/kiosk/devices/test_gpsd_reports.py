"""Lines of gpsd, whole, poor and broken."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.gpsd_reports import Sky, Toff, Tpv, read_report

# Received from gpsd 3.22, shortened.
RECORDED_TPV = (
    '{"class":"TPV","device":"/dev/pts/1","mode":3,"time":"2026-11-22T18:21:43.000Z","ept":0.005,"lat":53.500000000,'
    '"lon":9.833333333,"altHAE":55.0000,"alt":10.0000,"epv":34.500,"speed":0.000,"eph":19.000,"sep":34.200}'
)
RECORDED_TOFF = (
    '{"class":"TOFF","device":"/dev/pts/1","real_sec":1795371703, "real_nsec":0,'
    '"clock_sec":1795371705,"clock_nsec":574102824}'
)
NOT_NUMBERS: list[Any] = [None, "53.5", True, [53.5], {}, float("nan"), float("inf"), 10**400, -1e300]


def tpv(**said: object) -> Tpv:
    report = read_report(json.dumps({"class": "TPV", "mode": 3, "lat": 53.5, "lon": 9.9} | said))
    assert isinstance(report, Tpv)
    return report


def test_a_real_position_report_is_read() -> None:
    expected = Tpv(3, 53.5, 9.833333333, accuracy_m=19.0, time="2026-11-22T18:21:43.000Z")
    assert read_report(RECORDED_TPV) == expected


def test_a_real_clock_report_is_read() -> None:
    report = read_report(RECORDED_TOFF)
    assert isinstance(report, Toff)
    assert report.offset_s == pytest.approx(2.574102824)


def test_what_is_missing_stays_unknown() -> None:
    assert read_report('{"class":"TPV"}') == Tpv(0)
    assert read_report('{"class":"TPV","mode":3}') == Tpv(3)
    assert read_report('{"class":"SKY"}') == Sky(None)
    assert read_report('{"class":"TOFF","real_sec":1795371703}') is None


@pytest.mark.parametrize("value", NOT_NUMBERS, ids=repr)
@pytest.mark.parametrize("key", ["lat", "lon", "mode", "eph"])
def test_what_is_no_number_there_is_as_good_as_missing(key: str, value: object) -> None:
    told = tpv(**{key: value})
    whole = tpv(eph=5.0)
    assert told != whole
    match key:
        case "mode":
            assert told.mode == 0
        case "eph":
            assert told.accuracy_m is None
        case _:
            assert (told.latitude, told.longitude) == (None, None)


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 9.9), (-90.1, 9.9), (53.5, 180.1), (53.5, -180.1), (0, 0)])
def test_a_place_that_is_none_is_no_place(latitude: float, longitude: float) -> None:
    assert tpv(lat=latitude, lon=longitude).latitude is None


def test_a_place_on_the_equator_or_on_the_meridian_is_a_place() -> None:
    assert tpv(lat=0.0, lon=9.9).latitude == 0.0
    assert tpv(lat=53.5, lon=0.0).longitude == 0.0


@pytest.mark.parametrize(
    ("said", "accuracy_m"),
    [
        ({"eph": 7.5}, 7.5),
        ({"eph": 7.5, "epx": 30.0, "epy": 40.0}, 7.5),
        ({"epx": 30.0, "epy": 40.0}, 50.0),
        ({"eph": 0.0, "epx": 30.0, "epy": 40.0}, 50.0),
        ({"epx": 30.0}, None),
        ({"epx": 0, "epy": 0}, None),
        ({"eph": -1.0}, None),
        ({"epv": 3.0, "ept": 0.005}, None),
        ({}, None),
    ],
)
def test_accuracy_is_what_was_said_of_the_horizontal_and_never_zero(
    said: dict[str, float], accuracy_m: float | None
) -> None:
    assert tpv(**said).accuracy_m == accuracy_m


def test_only_status_8_is_simulated() -> None:
    assert [tpv(status=status).simulated for status in (0, 1, 2, 5, 8, "8", None)] == [False] * 4 + [True, False, False]


def test_satellites_in_use_are_told_or_counted() -> None:
    satellites = [{"PRN": 1, "used": True}, {"PRN": 2, "used": False}, {"PRN": 3}, "noise"]
    assert read_report(json.dumps({"class": "SKY", "satellites": satellites})) == Sky(1)
    assert read_report(json.dumps({"class": "SKY", "uSat": 7, "satellites": satellites})) == Sky(7)
    assert read_report('{"class":"SKY","hdop":1.2}') == Sky(None)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        "null",
        "[]",
        '"TPV"',
        "{",
        RECORDED_TPV[:50],
        '{"mode":3}',
        '{"class":7}',
        '{"class":"DEVICE","path":"/dev/gps0"}',
        '{"class":"ERROR","message":"unrecognized request"}',
        "[" * 60_000,
        "$GPRMC,182143.00,A*5E",
    ],
    ids=lambda line: line[:20],
)
def test_other_lines_say_nothing(line: str) -> None:
    assert read_report(line) is None


@given(
    st.dictionaries(
        st.sampled_from(
            ["mode", "lat", "lon", "eph", "epx", "epy", "status", "time", "uSat", "satellites", "real_sec"]
        ),
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers(), max_size=3)),
    ),
    st.sampled_from(["TPV", "SKY", "TOFF"]),
)
def test_nothing_gpsd_may_say_breaks_the_reading(said: dict[str, object], kind: str) -> None:
    report = read_report(json.dumps(said | {"class": kind}))
    if isinstance(report, Tpv) and report.latitude is not None:
        assert -90 <= report.latitude <= 90


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert read_report(text) is None or text
