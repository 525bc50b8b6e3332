"""How long to wait before the next try."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.sync.backoff import LONGEST_S, wait_s


@pytest.mark.parametrize(("failures", "most_s"), [(0, 5), (1, 5), (2, 10), (3, 20), (7, 300), (5000, 300)])
def test_the_wait_doubles_up_to_five_minutes_with_full_jitter(failures: int, most_s: float) -> None:
    draw = random.Random(3)
    drawn = [wait_s(failures, 5.0, draw) for _ in range(400)]
    assert most_s / 20 <= min(drawn) < most_s * 0.15
    assert most_s * 0.9 < max(drawn) <= most_s


@given(failures=st.integers(0, 10_000), first_s=st.floats(0.001, 300), seed=st.integers())
def test_the_wait_is_never_none_and_never_longer_than_the_longest(failures: int, first_s: float, seed: int) -> None:
    assert 0 < wait_s(failures, first_s, random.Random(seed)) <= LONGEST_S
