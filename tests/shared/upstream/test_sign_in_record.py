from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.sign_in_record import SignInRecord, renew_at, wait_after_s, wait_left_s

NOW = datetime(2022, 12, 16, 16, 0, tzinfo=UTC)
MINUTE = 60.0
HOUR = 3600.0


@pytest.mark.parametrize(
    ("failures", "wait_s"),
    [
        (0, 0),
        (1, 15 * MINUTE),
        (2, 30 * MINUTE),
        (3, HOUR),
        (5, 4 * HOUR),
        (6, 8 * HOUR),
        (7, 8 * HOUR),
        (10**9, 8 * HOUR),
    ],
)
def test_the_wait_doubles_from_15_minutes_to_8_hours(failures: int, wait_s: float) -> None:
    assert wait_after_s(failures) == wait_s


def test_the_wait_counts_from_the_latest_refusal() -> None:
    record = SignInRecord(failures=1, last_failure=NOW)
    assert wait_left_s(record, NOW + timedelta(minutes=5)) == 10 * MINUTE
    assert wait_left_s(record, NOW + timedelta(minutes=15)) == 0
    assert wait_left_s(SignInRecord(), NOW) == 0


def test_a_clock_set_back_does_not_lengthen_the_wait() -> None:
    record = SignInRecord(failures=1, last_failure=NOW)
    assert wait_left_s(record, NOW - timedelta(days=900)) == 15 * MINUTE


@given(st.floats(1, 10**8))
def test_a_token_is_renewed_before_its_end_and_never_before_half_its_life(lifetime_s: float) -> None:
    before_end = NOW - renew_at(NOW, lifetime_s)
    assert timedelta(0) < before_end <= timedelta(minutes=5)
    assert before_end <= timedelta(seconds=lifetime_s / 2) + timedelta(microseconds=1)


def test_a_record_does_not_show_its_tokens() -> None:
    assert "t0p" not in repr(SignInRecord("t0p-access", "t0p-refresh"))
