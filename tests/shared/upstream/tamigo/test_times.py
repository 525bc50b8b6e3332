from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.tamigo.fields import Misread
from shared.upstream.tamigo.times import BLANK, EPOCH, Doubt, local_text, moment_of, read_date, read_moment, wire_time

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
INSTANTS = st.integers(-631_152_000_000_000, 3_786_912_000_000_000).map(lambda us: EPOCH + timedelta(microseconds=us))
CLOCK_CHANGES = st.builds(
    lambda change, seconds: change + timedelta(seconds=seconds),
    st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]),
    st.integers(-4 * 3600, 4 * 3600),
)


def moment(text: object, zone: ZoneInfo = COPENHAGEN):
    return read_moment({"at": text}, "at", zone)


def day(text: object, zone: ZoneInfo = COPENHAGEN):
    return read_date({"at": text}, "at", zone)


@pytest.mark.parametrize(
    "text",
    [
        "/Date(1318831200000+0200)/",
        "/Date(1318831200000-0930)/",
        "/Date(1318831200000)/",
        r"\/Date(1318831200000+0200)\/",
        " /Date(1318831200000+0200)/ ",
        "2011-10-17T08:00:00",
        "2011-10-17T08:00:00.0000000",
        "2011-10-17T06:00:00Z",
    ],
)
def test_an_instant_is_the_same_in_every_form_and_whatever_offset_it_is_shown_with(text: str) -> None:
    told = moment(text)
    assert told is not None
    assert (told.at, told.doubt) == (datetime(2011, 10, 17, 6, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/Date(1453071600000+0100)/", date(2016, 1, 18)),
        ("/Date(1453071600000+0000)/", date(2016, 1, 17)),
        ("/Date(1453075200000-0800)/", date(2016, 1, 17)),
        ("/Date(1453071600000)/", date(2016, 1, 18)),
        ("2016-01-05T00:00:00", date(2016, 1, 5)),
    ],
)
def test_a_date_is_the_day_at_its_own_offset(text: str, meant: date) -> None:
    assert day(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "/Date(-2208988800000)/",
        "/Date(-2208988800000+0000)/",
        "/Date(-2208992400000+0100)/",
        "/Date(-62135596800000)/",
        "/Date(-62135600400000+0100)/",
        "/Date(-62135596800000-1200)/",
        "0001-01-01T00:00:00",
        "1900-01-01T00:00:00",
        "1899-12-31T00:00:00",
        BLANK,
    ],
)
def test_the_dates_that_mean_no_value_are_none(text: object) -> None:
    assert moment(text) is None
    assert day(text) is None


@pytest.mark.parametrize(
    "text",
    ["soon", "/Date()/", "/Date(99999999999999999)/", "/Date(1+02)/", 5, True, [], "2016-13-01", "/Date(1+9999)/"],
)
def test_what_is_no_time_is_misread(text: object) -> None:
    for read in (moment, day):
        with pytest.raises(Misread, match=r"^at "):
            read(text)


def test_a_date_before_1900_in_every_zone_is_what_is_written_for_no_end() -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(BLANK[6:-7]))
    assert at + timedelta(hours=14) < datetime(1900, 1, 1, tzinfo=UTC)


@given(INSTANTS | CLOCK_CHANGES, ZONES, ZONES)
def test_what_is_written_reads_back_as_the_same_instant_in_any_zone(
    at: datetime, here: ZoneInfo, there: ZoneInfo
) -> None:
    told = moment(wire_time(at, here), there)
    assert told is not None
    assert told.at == at.replace(microsecond=at.microsecond // 1000 * 1000)
    assert told.doubt is None


@given(INSTANTS | CLOCK_CHANGES, ZONES)
def test_a_date_written_at_local_midnight_reads_back_as_that_date(at: datetime, zone: ZoneInfo) -> None:
    midnight = datetime.combine(at.astimezone(zone).date(), datetime.min.time(), zone)
    # Offsets of old were no whole minutes, and tamigo's form holds no seconds.
    if (midnight.utcoffset() or timedelta()) % timedelta(minutes=1) == timedelta(0):
        assert day(wire_time(midnight.astimezone(UTC), zone), COPENHAGEN) == midnight.date()


@given(INSTANTS | CLOCK_CHANGES, ZONES)
def test_a_local_time_is_the_instant_it_was_written_at_or_is_marked(at: datetime, zone: ZoneInfo) -> None:
    at = at.replace(microsecond=0)
    told = moment(local_text(at, zone), zone)
    assert told is not None
    if told.doubt is None:
        assert told.at == at
    else:
        assert told.doubt is Doubt.REPEATED_HOUR
        assert at in (told.at, told.second)


@pytest.mark.parametrize(
    ("local", "doubt"),
    [
        ("2026-10-25T01:59:59", None),
        ("2026-10-25T02:00:00", Doubt.REPEATED_HOUR),
        ("2026-10-25T02:59:59", Doubt.REPEATED_HOUR),
        ("2026-10-25T03:00:00", None),
        ("2026-03-29T01:59:59", None),
        ("2026-03-29T02:00:00", Doubt.SKIPPED_HOUR),
        ("2026-03-29T02:59:59", Doubt.SKIPPED_HOUR),
        ("2026-03-29T03:00:00", None),
    ],
)
def test_the_hours_of_a_clock_change_are_marked_and_no_others(local: str, doubt: Doubt | None) -> None:
    assert moment_of(datetime.fromisoformat(local), COPENHAGEN).doubt is doubt


def test_both_instants_of_a_repeated_time_are_told() -> None:
    told = moment_of(datetime.fromisoformat("2026-10-25T02:30"), COPENHAGEN)
    assert (told.at, told.second) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize("write", [wire_time, local_text])
def test_a_time_without_a_zone_is_not_written(write) -> None:
    with pytest.raises(ValueError, match="no zone"):
        write(datetime.fromisoformat("2026-01-01"), COPENHAGEN)


@given(st.text() | st.from_regex(r"\\?/Date\(-?[0-9]{1,20}([+-][0-9]{4})?\)\\?/", fullmatch=True), ZONES)
def test_no_text_fails_in_any_other_way(text: str, zone: ZoneInfo) -> None:
    for read in (moment, day):
        try:
            read(text, zone)
        except Misread as error:
            assert str(error)  # noqa: PT017
