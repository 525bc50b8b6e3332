"""Who may clock in here: refused only on knowledge, rule 1.7."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from shared.domain.assignment import clock_in_refusal, in_force, place_flags, what_was_not_checked
from shared.domain.facts import Facts, RosterKnowledge
from shared.domain.flags import Flag
from shared.domain.geofence import Place, PlaceJudgement
from shared.domain.rules import Geofence, Rules
from shared.domain.tap import Refusal
from tests.shared.domain.cast import ANA, DEV, KNOWN, NOWHERE, RULES, at, facts, tap

INACTIVE = replace(KNOWN, active=False)
A_DAY_S = 24 * 3600


@pytest.mark.parametrize(
    ("roster", "refusal"),
    [
        (KNOWN, None),
        (replace(NOWHERE, listed_here=True), None),
        (NOWHERE, Refusal.NOT_ASSIGNED),
        (INACTIVE, Refusal.INACTIVE),
        (replace(KNOWN, active=None, known_upstream=False), None),
        (replace(INACTIVE, age_s=A_DAY_S - 1), Refusal.INACTIVE),
        (replace(INACTIVE, age_s=A_DAY_S), None),
        (replace(INACTIVE, age_s=None), None),
        (replace(INACTIVE, complete=False), None),
        (replace(NOWHERE, age_s=A_DAY_S), None),
        (replace(NOWHERE, complete=False), None),
        (RosterKnowledge(), None),
    ],
    ids=[
        "a shift here",
        "a listed assignment",
        "neither",
        "inactive",
        "no list of employees",
        "inactive, just young enough",
        "inactive, a day old",
        "inactive, age unknown",
        "inactive, roster with holes",
        "not assigned, a day old",
        "not assigned, roster with holes",
        "no roster",
    ],
)
def test_a_roster_refuses_only_while_it_is_complete_and_young(roster: RosterKnowledge, refusal: Refusal | None) -> None:
    assert clock_in_refusal(tap(at("05:58")), facts(roster=roster), RULES) == refusal


# The register's own span of validity


@pytest.mark.parametrize(
    ("day", "is_in_force"),
    [(date(2026, 1, 30), False), (date(2026, 1, 31), True), (date(2026, 3, 2), True), (date(2026, 3, 3), False)],
)
def test_both_ends_of_the_span_count(day: date, is_in_force: bool) -> None:
    spanned = replace(ANA, valid_from=date(2026, 1, 31), valid_until=date(2026, 3, 2))
    assert in_force(spanned, day) is is_in_force
    assert in_force(ANA, day) is True


@pytest.mark.parametrize(
    ("zone", "instant", "refusal"),
    [
        ("America/Montreal", datetime(2026, 3, 3, 1, 0, tzinfo=UTC), None),
        ("America/Montreal", datetime(2026, 3, 3, 5, 0, tzinfo=UTC), Refusal.INACTIVE),
        ("Europe/Copenhagen", datetime(2026, 3, 1, 23, 30, tzinfo=UTC), None),
        ("Europe/Copenhagen", datetime(2026, 3, 1, 22, 30, tzinfo=UTC), Refusal.INACTIVE),
        ("Europe/Copenhagen", datetime(2026, 3, 2, 23, 30, tzinfo=UTC), Refusal.INACTIVE),
    ],
    ids=["Montreal 20:00", "Montreal midnight", "Copenhagen 00:30", "Copenhagen the evening before", "the day after"],
)
def test_a_first_and_a_last_day_are_the_sites_own_days(zone: str, instant: datetime, refusal: Refusal | None) -> None:
    for_a_day = replace(ANA, valid_from=date(2026, 3, 2), valid_until=date(2026, 3, 2))
    assert clock_in_refusal(tap(instant), facts(for_a_day), Rules(timezone=zone)) == refusal


# The terminal's place


@pytest.mark.parametrize(
    ("geofence", "place", "streak", "refusal"),
    [
        (Geofence.BLOCK, Place.OUTSIDE, 2, None),
        (Geofence.BLOCK, Place.OUTSIDE, 3, Refusal.OUTSIDE_GEOFENCE),
        (Geofence.BLOCK, Place.UNCERTAIN, 9, None),
        (Geofence.BLOCK, Place.NO_FIX, 9, None),
        (Geofence.BLOCK, Place.INSIDE, 9, None),
        (Geofence.FLAG, Place.OUTSIDE, 9, None),
        (Geofence.OFF, Place.OUTSIDE, 9, None),
    ],
)
def test_blocking_needs_three_fixes_in_a_row_outside(
    geofence: Geofence, place: Place, streak: int, refusal: Refusal | None
) -> None:
    known = facts(place=PlaceJudgement(place), outside_streak=streak)
    assert clock_in_refusal(tap(at("05:58")), known, Rules(geofence=geofence)) == refusal


@pytest.mark.parametrize(
    ("geofence", "simulated", "flags"),
    [
        (Geofence.OFF, True, []),
        (Geofence.FLAG, False, [Flag.OUTSIDE_GEOFENCE]),
        (Geofence.FLAG, True, [Flag.OUTSIDE_GEOFENCE, Flag.SIMULATED_POSITION]),
        (Geofence.BLOCK, False, [Flag.OUTSIDE_GEOFENCE]),
    ],
)
def test_a_place_is_flagged_unless_the_site_judges_none(geofence: Geofence, simulated: bool, flags: list[Flag]) -> None:
    known = facts(place=PlaceJudgement(Place.OUTSIDE), position_simulated=simulated)
    assert place_flags(known, Rules(geofence=geofence)) == flags


# Minimum rest


@pytest.mark.parametrize(
    ("last_out", "refusal"),
    [
        (at("18:59", -1), None),
        (at("19:00", -1), None),
        (at("19:01", -1), Refusal.MINIMUM_REST),
        (at("06:00"), Refusal.MINIMUM_REST),
        (at("06:01"), None),
        (None, None),
    ],
    ids=["rested", "to the second", "too little", "just left", "a clock-out of the future", "never left"],
)
def test_a_site_with_a_minimum_rest_refuses_who_rested_less(last_out: datetime | None, refusal: Refusal | None) -> None:
    known = facts(last_out_at=last_out)
    assert clock_in_refusal(tap(at("06:00")), known, Rules(minimum_rest_s=11 * 3600)) == refusal
    assert clock_in_refusal(tap(at("06:00")), known, RULES) is None


# What was not checked


@pytest.mark.parametrize(
    ("known", "flags"),
    [
        (facts(), []),
        (facts(roster=RosterKnowledge()), [Flag.ROSTER_MISSING]),
        (facts(roster=replace(KNOWN, age_s=A_DAY_S)), [Flag.ROSTER_STALE]),
        (facts(roster=replace(KNOWN, complete=False)), [Flag.ROSTER_STALE]),
        (facts(DEV, roster=replace(NOWHERE, age_s=A_DAY_S)), [Flag.ROSTER_STALE, Flag.NOT_ASSIGNED]),
        (facts(roster=replace(KNOWN, known_upstream=False)), [Flag.NOT_KNOWN_UPSTREAM]),
    ],
    ids=["all checked", "no roster", "old", "with holes", "old and not assigned", "unknown upstream"],
)
def test_the_event_says_what_was_not_checked(known: Facts, flags: list[Flag]) -> None:
    assert what_was_not_checked(known, RULES) == flags
