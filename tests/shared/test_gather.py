"""The facts of a decision, as the store holds them at that moment."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared import gather
from shared.clock import Reading
from shared.domain.clock_trust import TrustLevel, Witness
from shared.domain.facts import Facts, RosterKnowledge
from shared.domain.geofence import Place
from shared.domain.model import OFF_DUTY, Person, PositionOption
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.domain.tap import Choice
from shared.gather import Surroundings
from shared.ports import Fix, Position, PositionState
from shared.store import at_tap, outages, roster, witnesses
from shared.store.database import Store
from shared.store.roster import Part
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, Gate

EMPLOYEES = [(7001, ANA.number, "Ana", 1), (7002, "", "Ben", 0)]
SHIFTS = [
    (7001, MONDAY.isoformat(), 9001, (MONDAY + timedelta(hours=8)).isoformat(), ACCOUNT, 382),
    (7001, (MONDAY + timedelta(days=1)).isoformat(), 9002, (MONDAY + timedelta(hours=32)).isoformat(), ACCOUNT, None),
]
POSITIONS = [(383, ACCOUNT, "Lobby"), (382, ACCOUNT, "Gate"), (999, 1, "Elsewhere")]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def gate(store: Store) -> Gate:
    return Gate(store, Rules())


def facts(gate: Gate, person: Person = ANA, *, site: Site | None = None, around: Surroundings | None = None) -> Facts:
    seen = at_tap.read(
        gate.store, employee=person.number, terminal=gate.door.terminal, tap_id="this one", site=gate.door.site.name
    )
    return gather.facts_for(gate.store, person, site or gate.door.site, around or gate.around, seen)


def whole_roster(gate: Gate) -> None:
    gate.roster(Part.EMPLOYEES, EMPLOYEES)
    gate.roster(Part.SHIFTS, SHIFTS, covers_until=MONDAY + timedelta(days=14))
    gate.roster(Part.POSITIONS, POSITIONS)


def test_a_new_ledger_knows_nothing_and_says_so(gate: Gate) -> None:
    known = facts(gate)
    assert (known.person, known.presence, known.last_event, known.open_tap) == (ANA, OFF_DUTY, None, None)
    assert (known.shifts, known.positions, known.used_shift_ids) == ((), (), ())
    assert known.roster == RosterKnowledge()
    assert (known.terminal_off, known.presence_snapshot_age_s, known.last_out_at) == (False, None, None)


def test_a_whole_roster_is_knowledge(gate: Gate) -> None:
    whole_roster(gate)
    gate.wait(hours=2)
    known = facts(gate)
    assert known.roster == RosterKnowledge(7200.0, True, MONDAY + timedelta(days=14), True, True, True, False)
    assert [shift.shift_id for shift in known.shifts] == [9001, 9002]
    assert known.positions == (PositionOption(382, "Gate"), PositionOption(383, "Lobby"))


def test_the_oldest_part_is_the_roster_s_age(gate: Gate) -> None:
    whole_roster(gate)
    gate.wait(hours=3)
    gate.roster(Part.EMPLOYEES, EMPLOYEES)
    assert facts(gate).roster.age_s == 3 * 3600


@pytest.mark.parametrize("missing", [Part.EMPLOYEES, Part.SHIFTS, Part.POSITIONS])
def test_a_roster_that_lacks_a_part_is_not_complete(gate: Gate, missing: Part) -> None:
    rows = {Part.EMPLOYEES: EMPLOYEES, Part.SHIFTS: SHIFTS, Part.POSITIONS: POSITIONS}
    for part in rows.keys() - {missing}:
        gate.roster(part, rows[part])
    roster.failed(gate.store, SITE, missing, MONDAY, "timed out")
    known = facts(gate)
    assert not known.roster.complete
    assert (known.roster.active is None) == (missing is Part.EMPLOYEES)


def test_a_failed_download_leaves_the_last_good_one(gate: Gate) -> None:
    whole_roster(gate)
    roster.failed(gate.store, SITE, Part.SHIFTS, MONDAY + timedelta(hours=1), "timed out")
    assert facts(gate).roster.complete
    assert len(facts(gate).shifts) == 2


def test_a_new_download_is_seen_at_the_next_tap(gate: Gate) -> None:
    whole_roster(gate)
    assert len(facts(gate).positions) == 2
    gate.roster(Part.POSITIONS, POSITIONS[:1])
    gate.roster(Part.SHIFTS, SHIFTS[:1])
    assert facts(gate).positions == (PositionOption(383, "Lobby"),)
    assert [shift.shift_id for shift in facts(gate).shifts] == [9001]


def test_a_download_by_another_process_is_seen_too(gate: Gate) -> None:
    whole_roster(gate)
    assert len(facts(gate).positions) == 2
    with gate.store.another() as sync:
        Gate(sync).roster(Part.POSITIONS, POSITIONS[1:2])
    assert facts(gate).positions == (PositionOption(382, "Gate"),)


def test_a_download_from_the_future_has_no_age(gate: Gate) -> None:
    whole_roster(gate)
    gate.wait(hours=-1)
    known = facts(gate).roster
    assert (known.age_s, known.complete) == (None, False)


def test_somebody_whom_the_upstream_does_not_list_is_unknown_there(gate: Gate) -> None:
    whole_roster(gate)
    assert facts(gate, BEN).roster.known_upstream is False
    assert facts(gate, replace(BEN, upstream_id=7002)).roster.active is False


def test_a_shift_of_the_day_before_yesterday_assigns_nobody(gate: Gate) -> None:
    whole_roster(gate)
    gate.roster(Part.SHIFTS, SHIFTS[:1])
    gate.wait(hours=8 + 35)
    assert facts(gate).roster.scheduled_here
    gate.wait(hours=2)
    assert not facts(gate).roster.scheduled_here


def a_shift(number: int, days: float) -> tuple[object, ...]:
    starts_at = MONDAY + timedelta(days=days)
    return (7001, starts_at.isoformat(), number, (starts_at + timedelta(hours=8)).isoformat(), ACCOUNT, 382)


def test_only_the_shifts_around_now_and_the_next_one_are_facts(gate: Gate) -> None:
    whole_roster(gate)
    gate.roster(Part.SHIFTS, [a_shift(9000 + day, day) for day in (-4, -2, -1, 0, 3, 4, 9)])
    assert [shift.shift_id for shift in facts(gate).shifts] == [8998, 8999, 9000, 9003]


def test_somebody_whose_next_shift_is_far_ahead_is_assigned_all_the_same(gate: Gate) -> None:
    whole_roster(gate)
    gate.roster(Part.SHIFTS, [a_shift(9009, 9), a_shift(9012, 12)])
    known = facts(gate)
    assert known.roster.scheduled_here
    assert [shift.shift_id for shift in known.shifts] == [9009]


@pytest.mark.parametrize("site", [SITE, str(ACCOUNT)], ids=["by name", "by account"])
def test_the_register_may_assign_somebody(gate: Gate, site: str) -> None:
    assert facts(gate, replace(ANA, sites=("Docks", site))).roster.listed_here
    assert not facts(gate, replace(ANA, sites=("Docks",))).roster.listed_here


def test_shifts_that_were_used_are_known_by_their_employee_alone(gate: Gate) -> None:
    whole_roster(gate)
    gate.tap(ANA)
    gate.answer(gate.tap(ANA, Choice.CLOCK_IN), Choice.CLOCK_IN, 382)
    assert facts(gate).used_shift_ids == (9001,)
    gate.wait(hours=8)
    gate.tap(ANA, Choice.CLOCK_OUT)
    assert facts(gate).used_shift_ids == (9001,)
    assert facts(gate, BEN).used_shift_ids == ()


def test_a_terminal_that_was_off_since_the_last_event_may_have_missed_one(gate: Gate) -> None:
    outages.keep(gate.store, "Gate 1", MONDAY - timedelta(hours=3), MONDAY - timedelta(hours=1))
    assert not facts(gate).terminal_off, "nothing is missing of somebody who never came"
    gate.tap(ANA)
    assert not facts(gate).terminal_off
    outages.keep(gate.store, "Gate 2", MONDAY, MONDAY + timedelta(hours=1))
    assert not facts(gate).terminal_off
    outages.keep(gate.store, "Gate 1", MONDAY, MONDAY + timedelta(hours=1))
    assert facts(gate).terminal_off


def test_the_age_of_the_open_sessions_is_known(gate: Gate) -> None:
    assert facts(gate).presence_snapshot_age_s is None
    gate.roster(Part.OPEN_SESSIONS, [])
    gate.wait(minutes=5)
    assert facts(gate).presence_snapshot_age_s == 300.0


def test_the_best_witness_of_this_boot_judges_the_clock(gate: Gate) -> None:
    assert facts(gate).clock.source == "ntp"
    gate.bound_s = 3600.0
    assert facts(gate).clock.level is TrustLevel.UNTRUSTED
    witnesses.keep(gate.store, Witness("upstream", 0.5, 2.0, gate.now, gate.boottime_s, gate.boot_id))
    assert (facts(gate).clock.source, facts(gate).clock.level) == ("upstream", TrustLevel.TRUSTED)
    witnesses.keep(gate.store, Witness("upstream", 0.5, 2.0, gate.now, gate.boottime_s, "another boot"))
    assert facts(gate).clock.level is TrustLevel.UNTRUSTED


JUDGED = Site(SITE, ACCOUNT, Rules(), (45.5017, -73.5673), judged_by_receiver=True)


@pytest.mark.parametrize(
    ("latitude", "age_s", "boot_id", "place"),
    [
        (45.5017, 5, "boot-1", Place.INSIDE),
        (46.0, 5, "boot-1", Place.OUTSIDE),
        (45.5017, 31, "boot-1", Place.NO_FIX),
        (45.5017, 5, "before the reboot", Place.NO_FIX),
    ],
    ids=["here", "elsewhere", "old", "of another boot"],
)
def test_a_fix_is_judged_by_its_age_and_place(
    gate: Gate, latitude: float, age_s: float, boot_id: str, place: Place
) -> None:
    seen = Reading(gate.now, gate.boottime_s - age_s, boot_id)
    position = Position(PositionState.FIX, Fix(latitude, -73.5673, 7.5, seen, simulated=True))
    known = facts(gate, site=JUDGED, around=replace(gate.around, position=position, outside_streak=2))
    assert known.place.place is place
    assert (known.position_simulated, known.outside_streak) == (True, 2)


def test_a_site_without_a_receiver_judges_no_place(gate: Gate) -> None:
    site = replace(JUDGED, judged_by_receiver=False)
    assert facts(gate, site=site).place.place is Place.NOT_JUDGED
    assert facts(gate, site=JUDGED).place.place is Place.NO_FIX
