"""A time that nobody is sure of, told to a supervisor: between which times it lies."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.wording.clock_lines import span_lines
from kiosk.wording.desk import entry_lines, entry_when
from shared.domain.desk_entry import Entry, Topic
from shared.domain.remedies import Why
from shared.words import words_for
from shared.words.calendar import LocalTime

EN = words_for("en")
LOCAL = LocalTime(ZoneInfo("Europe/Copenhagen"))
NOW = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
PARKED = Entry("row:tracktik:1", Topic.PARKED, datetime(1970, 1, 1, tzinfo=UTC), "Dock", reason=Why.CLOCK_UNTRUSTED)


def facts(begin: datetime | None, end: datetime | None) -> dict[str, Any]:
    return {
        "not_before": begin.isoformat() if begin else None,
        "not_after": end.isoformat() if end else None,
        "s_after_boot": 720.5,
    }


@pytest.mark.parametrize(
    ("begin", "end", "told"),
    [
        (timedelta(hours=4), timedelta(hours=2), "It happened between 09:00 and 11:00."),
        (timedelta(hours=30), None, "It happened after Saturday 08:00."),
        (None, timedelta(hours=2), "It happened before 11:00."),
        (timedelta(days=40), timedelta(hours=2), "It happened between Tuesday 15 September 14:00 and 11:00."),
        (timedelta(hours=10, minutes=30), timedelta(hours=2), "It happened between 02:30 CET and 11:00."),
        (None, None, "Nobody knows when it happened."),
    ],
)
def test_the_span_is_told_in_the_sites_time(begin: timedelta | None, end: timedelta | None, told: str) -> None:
    known = facts(NOW - begin if begin else None, NOW - end if end else None)
    assert span_lines(EN, LOCAL, known, NOW) == [told, "The terminal had been on for 12 min."]


def test_a_delivery_whose_time_nobody_knows_shows_none() -> None:
    entry = replace(PARKED, facts=facts(NOW - timedelta(hours=2), None))
    assert entry_when(EN, LOCAL, entry, NOW) == "time to be confirmed"
    assert entry_lines(EN, LOCAL, entry, NOW)[1] == "It happened after 11:00."
    assert "01:00" not in " ".join(entry_lines(EN, LOCAL, entry, NOW)), "not the one that the clock showed"


def test_one_that_is_parked_for_another_reason_keeps_its_time() -> None:
    entry = replace(PARKED, reason=Why.OVERLAP, at=NOW)
    assert (entry_when(EN, LOCAL, entry, NOW), len(entry_lines(EN, LOCAL, entry, NOW))) == ("13:00", 1)
