"""The two forms of time, and times counted from now."""

from datetime import UTC, datetime

import pytest

from shared.sandbox.tracktik.times import read_moment, read_time, write_time

SEED = datetime(2022, 12, 16, 15, 17, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC)


def test_the_documents_two_forms_are_one_time() -> None:
    assert read_time("2022-12-16 15:17:00") == SEED
    assert read_time("2022-12-16T15:17:00+00:00") == SEED
    assert write_time(SEED) == "2022-12-16T15:17:00+00:00"


@pytest.mark.parametrize("text", [None, 7, "", "noon", "2022-13-01", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_time_says_so(text: object) -> None:
    with pytest.raises(ValueError, match=r"is not a time|outside the calendar"):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-11-22T12:00:00+00:00"),
        ("now-90m", "2026-11-22T10:30:00+00:00"),
        ("now+8h", "2026-11-22T20:00:00+00:00"),
        ("now-30s", "2026-11-22T11:59:30+00:00"),
        ("now+1d", "2026-11-23T12:00:00+00:00"),
        ("2022-12-16", "2022-12-16T00:00:00+00:00"),
    ],
)
def test_a_moment_may_be_counted_from_now(text: str, expected: str) -> None:
    assert write_time(read_moment(text, NOW)) == expected


def test_a_moment_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        read_moment("now+999999999d", NOW)
