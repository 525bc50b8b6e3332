"""A time said by the wall clock names one instant, or it is told why not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.stated_time import Doubt, InDoubt, stated

MONTREAL = ZoneInfo("America/Montreal")
zones = st.sampled_from(["America/Montreal", "Europe/Copenhagen", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"])
walls = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_hour_that_comes_twice_asks_which() -> None:
    twice = stated(wall("2026-11-01T01:30"), MONTREAL)
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert twice == InDoubt(Doubt.TWICE, (first, first + timedelta(hours=1)))
    assert stated(wall("2026-11-01T01:30-05:00"), MONTREAL) == first + timedelta(hours=1)


def test_the_hour_that_never_comes_is_told() -> None:
    assert stated(wall("2026-03-08T02:30"), MONTREAL) == InDoubt(Doubt.NEVER)
    assert stated(wall("2026-03-08T03:00"), MONTREAL) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


@given(walls, zones)
def test_what_is_one_instant_reads_back_as_the_same_wall_clock(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    found = stated(at, zone)
    instants = found.instants if isinstance(found, InDoubt) else (found,)
    assert all(one.astimezone(zone).replace(tzinfo=None, fold=0) == at for one in instants)
    assert len(set(instants)) == (2 if isinstance(found, InDoubt) and found.doubt is Doubt.TWICE else len(instants))


@given(walls, zones)
def test_every_instant_can_be_said_with_its_offset(at: datetime, name: str) -> None:
    instant = at.replace(tzinfo=UTC)
    assert stated(instant.astimezone(ZoneInfo(name)), ZoneInfo("UTC")) == instant
