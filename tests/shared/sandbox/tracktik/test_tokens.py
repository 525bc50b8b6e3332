"""The lock-out's arithmetic, with times handed in."""

from datetime import UTC, datetime, timedelta

from shared.sandbox.tracktik.tokens import Lockout

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TWO_HOURS = 7200


def fail(lockout: Lockout, times: int, *, over: timedelta) -> datetime:
    """Fails `times` times, evenly over `over`; returns when the last failure was."""
    for number in range(times):
        lockout.failed("10.0.0.1", NOON + over * number / max(1, times - 1))
    return NOON + over


def test_thirty_nine_failures_do_not_lock() -> None:
    lockout = Lockout()
    last = fail(lockout, 39, over=timedelta(seconds=60))
    assert not lockout.is_locked("10.0.0.1", last, TWO_HOURS)


def test_forty_failures_within_two_minutes_lock_for_two_hours() -> None:
    lockout = Lockout()
    last = fail(lockout, 40, over=timedelta(seconds=119))
    assert lockout.is_locked("10.0.0.1", last, TWO_HOURS)
    assert not lockout.is_locked("10.0.0.2", last, TWO_HOURS)
    assert lockout.is_locked("10.0.0.1", last + timedelta(seconds=7199), TWO_HOURS)
    assert not lockout.is_locked("10.0.0.1", last + timedelta(seconds=7200), TWO_HOURS)


def test_forty_failures_over_two_minutes_do_not_lock() -> None:
    lockout = Lockout()
    last = fail(lockout, 40, over=timedelta(seconds=120))
    assert not lockout.is_locked("10.0.0.1", last, TWO_HOURS)


def test_a_lock_out_that_is_over_starts_the_count_anew() -> None:
    lockout = Lockout()
    last = fail(lockout, 40, over=timedelta(seconds=60))
    later = last + timedelta(hours=3)
    assert not lockout.is_locked("10.0.0.1", later, TWO_HOURS)
    lockout.failed("10.0.0.1", later)
    assert not lockout.is_locked("10.0.0.1", later, TWO_HOURS)
