"""Random days of taps through the real store: durations add up, whatever the clocks of the zone do that night."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.hours import Worked
from shared.domain.rules import Rules
from shared.hours import hours, midnight
from shared.recording import replayed
from shared.replay import Verdict, replay
from shared.store.database import Store
from tests.shared.store.gate import MONDAY, SITE
from tests.shared.supervision.office import CAST, Office, register
from tests.shared.test_replay import RULES, STEPS, live, planned

ZONE: Final = "Europe/Copenhagen"
NIGHTS: Final = (
    MONDAY,
    datetime(2026, 3, 28, 19, tzinfo=UTC),  # the night in which an hour is left out
    datetime(2026, 10, 24, 19, tzinfo=UTC),  # the night in which an hour is repeated
)
A_DAY: Final = timedelta(days=1)


def lived(office: Office, start: datetime, steps: list[tuple[str, Any, int, int]]) -> tuple[date, date]:
    """The steps happen, from `start` on; the first and the last local day that they can touch."""
    planned(office)
    office.move_to(start)
    live(office, steps)
    zone = ZoneInfo(ZONE)
    return (start - A_DAY).astimezone(zone).date(), (office.now + A_DAY).astimezone(zone).date()


def assert_adds_up(one: Worked) -> None:
    """Worked time and breaks are the whole span, and none of them is negative."""
    assert one.break_s is None or one.break_s >= 0 or one.worked_s is None
    if one.worked_s is None:
        return
    assert one.started_at is not None
    assert one.ended_at is not None
    assert one.break_s is not None
    # Aware times of UTC: of two times in a zone Python would subtract what the clocks on the wall show.
    assert one.started_at.tzinfo is one.ended_at.tzinfo is UTC
    assert one.worked_s >= 0
    assert one.break_s >= 0
    assert one.worked_s + one.break_s == (one.ended_at - one.started_at).total_seconds()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rules=RULES, start=st.sampled_from(NIGHTS), steps=STEPS)
def test_worked_time_and_breaks_are_the_whole_span(
    rules: Rules, start: datetime, steps: list[tuple[str, Any, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Store.open(tmp_path_factory.mktemp("days") / "ledger.db") as store:
        register(store, *CAST)
        office = Office(store, replace(rules, timezone=ZONE))
        first, last = lived(office, start, steps)
        site = office.door.site
        found = hours(store, site, first, last)
        by_day = [hours(store, site, day, day) for day in _days(first, last)]
    for one in found:
        assert_adds_up(one)
    for day, own in zip(_days(first, last), by_day, strict=True):
        assert all(midnight(day, site) <= one.begins < midnight(day + A_DAY, site) for one in own)
    assert sorted(one.work_session for own in by_day for one in own) == sorted(one.work_session for one in found)


def _days(first: date, last: date) -> list[date]:
    return [first + A_DAY * number for number in range((last - first).days + 1)]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rules=RULES,
    start=st.sampled_from(NIGHTS),
    steps=STEPS,
    changed=st.sampled_from(({"minimum_rest_s": 0}, {"grace_late_in_s": 0}, {"early_window_blocks": False})),
)
def test_changed_rules_tell_exactly_the_decisions_that_differ(
    rules: Rules,
    start: datetime,
    steps: list[tuple[str, Any, int, int]],
    changed: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with Store.open(tmp_path_factory.mktemp("days") / "ledger.db") as store:
        register(store, *CAST)
        office = Office(store, replace(rules, timezone=ZONE))
        lived(office, start, steps)
        assert [one for one in replay(store, {}) if one.verdict is not Verdict.SAME] == []
        under = office.door.site.rules
        for one in replay(store, {SITE: changed}):
            before = replayed(store, one.evidence_id, under)
            after = replayed(store, one.evidence_id, replace(under, **changed))
            is_other_kind = type(before) is not type(after)
            is_other = is_other_kind or getattr(before, "flags", ()) != getattr(after, "flags", ())
            if is_other:
                assert one.verdict is Verdict.DIFFERS, (before, after)
            elif before == after:
                assert one.verdict is Verdict.SAME, one
