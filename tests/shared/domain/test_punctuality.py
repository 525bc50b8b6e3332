"""Early, late or on time: the grace counts as on time at both ends."""

from datetime import timedelta

import pytest

from shared.domain.flags import Flag
from shared.domain.punctuality import clock_in_flag, clock_out_flag
from shared.domain.rules import Rules
from tests.shared.domain.cast import EARLY, RULES

TABLE = [(-301, "early"), (-300, None), (0, None), (300, None), (301, "late")]


@pytest.mark.parametrize(("seconds", "expected"), TABLE)
def test_a_clock_in_beyond_the_grace_is_early_or_late(seconds: int, expected: str | None) -> None:
    flags = {"early": Flag.EARLY_IN, "late": Flag.LATE_IN, None: None}
    assert clock_in_flag(EARLY.starts_at + timedelta(seconds=seconds), EARLY.starts_at, RULES) is flags[expected]


@pytest.mark.parametrize(("seconds", "expected"), TABLE)
def test_a_clock_out_beyond_the_grace_is_early_or_late(seconds: int, expected: str | None) -> None:
    flags = {"early": Flag.EARLY_OUT, "late": Flag.LATE_OUT, None: None}
    assert clock_out_flag(EARLY.ends_at + timedelta(seconds=seconds), EARLY.ends_at, RULES) is flags[expected]


def test_without_grace_a_second_counts() -> None:
    assert clock_in_flag(EARLY.starts_at + timedelta(seconds=1), EARLY.starts_at, Rules(grace_s=0)) is Flag.LATE_IN
