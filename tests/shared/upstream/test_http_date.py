from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.http_date import parse_http_date, retry_after_s

NOW = datetime(2022, 12, 16, 15, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "wait_s"),
    [
        ("60", 60),
        (" 7 ", 7),
        ("0", 1),
        ("999999", 3600),
        ("9" * 5000, None),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("Fri, 16 Dec 2022 15:18:00 GMT", 60),
        ("Fri, 16 Dec 2022 15:10:00 GMT", 1),
        ("Fri, 16 Dec 2033 15:10:00 GMT", 3600),
    ],
)
def test_a_wait_is_read_as_seconds_or_as_a_date_and_held_within_an_hour(told: str, wait_s: float) -> None:
    assert retry_after_s(told, asked_at=NOW) == wait_s


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001
def test_a_date_header_reads_back_as_the_same_second(at: datetime) -> None:
    at = at.replace(tzinfo=UTC, microsecond=0)
    assert parse_http_date(format_datetime(at, usegmt=True)) == at


def test_a_date_of_another_zone_becomes_utc() -> None:
    assert parse_http_date("Fri, 16 Dec 2022 16:17:00 +0100") == NOW
    assert parse_http_date("Fri, 16 Dec 2022 15:17:00 -0000") == NOW


@given(st.text())
def test_no_text_at_all_breaks_the_reading_of_a_date(told: str) -> None:
    at = parse_http_date(told)
    assert at is None or at.utcoffset() == timedelta(0)
