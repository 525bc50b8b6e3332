"""Whom an outage touched."""

import pytest

from shared.domain.board_row import Outage
from shared.domain.outage import is_touched
from tests.shared.domain.cast import at, shift


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        ("06:00", "14:00", True),  # came while it was off
        ("22:00", "06:30", True),  # left while it was off
        ("01:00", "12:00", False),  # was there all the time
        ("07:15", "15:00", True),  # tapped a little early
        ("07:16", "15:00", False),
        ("00:00", "04:45", True),  # left a little late
        ("00:00", "04:44", False),
    ],
)
def test_who_came_or_left_about_then_may_have_tapped(start: str, end: str, touched: bool) -> None:
    off = Outage("o1", "Terminal 1", at("05:00"), at("07:00"))
    begins = at(start, -1) if start > end else at(start)
    assert is_touched(off, [shift(1, begins, at(end))]) is touched
    assert not is_touched(off, [])
