"""How old an event is, by the clocks that can tell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.clock import Reading
from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.domain.model import Door, Draft, Kind
from shared.sync.ages import event_age_s

AT = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)
EVENT = ClockEvent(
    "e", "2001", Draft(Kind.CLOCKED_IN, AT, "Harbour Tower", 687), Door.KIOSK, "T", AT, boottime_s=100.0, boot_id="one"
)


def test_in_the_same_boot_only_boot_time_counts_wherever_the_wall_clock_went() -> None:
    jumped = Reading(AT - timedelta(days=9), 150.0, "one")
    assert event_age_s(EVENT, jumped, wall_is_trusted=False) == 50.0


def test_an_event_dated_before_its_recording_is_older_by_that() -> None:
    answered_later = replace(EVENT, recorded_at=AT + timedelta(hours=1))
    assert event_age_s(answered_later, Reading(AT, 150.0, "one"), wall_is_trusted=False) == 50.0 + 3599.0


def test_the_fraction_of_the_second_that_the_event_is_dated_to_makes_nothing_older() -> None:
    cut_off = replace(EVENT, recorded_at=AT + timedelta(microseconds=900_000))
    assert event_age_s(cut_off, Reading(AT, 150.0, "one"), wall_is_trusted=False) == 50.0


def test_in_another_boot_two_trusted_wall_clocks_tell() -> None:
    now = Reading(AT + timedelta(seconds=70), 5.0, "two")
    assert event_age_s(EVENT, now, wall_is_trusted=True) == 70.0
    assert event_age_s(EVENT, now, wall_is_trusted=False) is None
    untrusted = replace(EVENT, flags=(Flag.CLOCK_UNTRUSTED,))
    assert event_age_s(untrusted, now, wall_is_trusted=True) is None
