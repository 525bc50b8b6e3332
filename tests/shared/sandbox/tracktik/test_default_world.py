"""The default world keeps around now."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.sandbox.tracktik.default_world import default_world, is_outdated

NOW = datetime(2026, 11, 22, 23, 58, 31, tzinfo=UTC)


def test_ana_is_due_now_and_somebody_is_late_and_somebody_ends() -> None:
    shifts = {shift.employee: shift for shift in default_world(NOW).shifts[:4]}
    assert shifts[1053].id == 100594
    assert timedelta(0) < shifts[1053].start_date_time - NOW <= timedelta(minutes=5)
    assert shifts[1055].start_date_time < NOW < shifts[1055].end_date_time
    assert timedelta(0) < shifts[1057].end_date_time - NOW <= timedelta(minutes=10)
    assert 1056 not in shifts


@pytest.mark.parametrize(("age_h", "outdated"), [(0, False), (11, False), (13, True), (100, True)])
def test_the_default_world_is_outdated_after_half_a_day(age_h: int, outdated: bool) -> None:
    assert is_outdated(default_world(NOW - timedelta(hours=age_h)), NOW) is outdated


def test_a_world_somebody_gave_is_never_outdated() -> None:
    old = default_world(NOW - timedelta(days=400))
    assert not is_outdated(old.model_copy(update={"positions": old.positions[:2]}), NOW)
    assert not is_outdated(old.model_copy(update={"shifts": ()}), NOW)
