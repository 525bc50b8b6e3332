"""What is written is the same moment and the same day when it is read."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.sandbox.tamigo.answer_switches import AnswerSwitches, DateOffset, DateOnly
from shared.sandbox.tamigo.dates import (
    EPOCH,
    At,
    OnDay,
    is_blank_end,
    json_time,
    read_day,
    read_json_time,
    read_local_time,
    xml_time,
)
from shared.sandbox.tamigo.switches import RepeatedHour

MONTREAL = ZoneInfo("America/Montreal")
ZONES = st.sampled_from([MONTREAL, ZoneInfo("Europe/Copenhagen"), ZoneInfo("Asia/Kolkata"), ZoneInfo("UTC")])
MOMENTS = st.integers(0, 4_102_444_800).map(lambda seconds: EPOCH + timedelta(seconds=seconds))


@given(MOMENTS, ZONES, st.sampled_from(list(DateOffset)))
def test_a_moment_keeps_its_milliseconds_whatever_the_offset(
    moment: datetime, zone: ZoneInfo, offset: DateOffset
) -> None:
    assert read_json_time(json_time(At(moment, zone), AnswerSwitches(date_offset=offset))) == moment


@given(st.dates(date(1970, 1, 2), date(2100, 1, 1)), ZONES, st.sampled_from(list(DateOnly)[:2]))
def test_a_day_is_found_by_its_offset(day: date, zone: ZoneInfo, how: DateOnly) -> None:
    match = re.fullmatch(
        r"/Date\((-?\d+)([+-])(\d\d)(\d\d)\)/", json_time(OnDay(day, zone), AnswerSwitches(date_only=how))
    )
    assert match is not None
    offset = timedelta(hours=int(match[3]), minutes=int(match[4])) * (1 if match[2] == "+" else -1)
    shown = (EPOCH + timedelta(milliseconds=int(match[1]))).astimezone(timezone(offset))
    assert (shown.date(), shown.hour) == (day, 0)


@given(MOMENTS, ZONES)
def test_local_time_is_the_same_moment_but_for_the_repeated_hour(moment: datetime, zone: ZoneInfo) -> None:
    text = xml_time(At(moment, zone), AnswerSwitches())
    read = {read_local_time(text, zone, word) for word in RepeatedHour}
    assert moment in read
    assert max(read) - min(read) <= timedelta(hours=1)


def test_the_repeated_hour_is_the_first_or_the_second() -> None:
    first, second = (read_local_time("2026-11-01T01:30:00", MONTREAL, word) for word in RepeatedHour)
    assert first == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert second == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "blank"), [("1899-12-31T23:59:59", True), ("0001-01-01T00:00:00", True), ("1900-01-01T00:00:00", False)]
)
@pytest.mark.parametrize("zone", [MONTREAL, ZoneInfo("Asia/Kolkata")])
def test_an_end_before_1900_is_none(text: str, blank: bool, zone: ZoneInfo) -> None:
    assert is_blank_end(read_local_time(text, zone, RepeatedHour.FIRST), zone) is blank


@pytest.mark.parametrize(
    "text", ["", "1355986847000", "/Date()/", "/Date(1+1)/", "/Date(99999999999999999)/", "2026-05-01"]
)
def test_what_is_no_time_in_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"time|calendar"):
        read_json_time(text)


def test_a_day_of_a_path_is_year_first() -> None:
    assert read_day("2011-12-18") == date(2011, 12, 18)
    with pytest.raises(ValueError, match="not a day"):
        read_day("12-18-2011")
