"""The roster of a site out of a real ledger file, and what it says of its own age."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from shared import terminals
from shared.domain.delivery import RowState
from shared.domain.model import ELSEWHERE, OFF_DUTY, Person, Presence, PresenceState
from shared.domain.roster_entry import Group, Note, Source
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.domain.tap import Choice
from shared.roster_now import RosterNow, roster_now
from shared.store import outbox, people, presence
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from tests.shared.store.gate import ACCOUNT, ANA, BEN, CHLOE, MONDAY, SITE, TRACKTIK, Gate

DEV: Final = Person("1056", "Dev Patel", upstream_id=7004)
"""Named upstream by another number: the register says by which id."""
CAST: Final = (ANA, BEN, CHLOE, DEV)
EMPLOYEES: Final = [
    (7001, ANA.number, "Ana upstream", 1),
    (7002, BEN.number, "Ben upstream", 1),
    (7003, CHLOE.number, "Chloé upstream", 1),
    (7004, "X-9", "Dev upstream", 1),
    (7005, "2001", "Eva Holm", 1),
    (7006, "", "Finn Berg", 1),
]
ENDS: Final = MONDAY + timedelta(hours=8)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def gate(store: Store) -> Gate:
    """Monday, six o'clock: the register and the rota of today are there, and a shift begins for all of the cast."""
    gate = Gate(store, Rules())
    register = [RegisterRow(person, "", "", ()) for person in CAST]
    people.replace(store, register, fingerprint="1", taken_at=MONDAY - timedelta(hours=1))
    gate.roster(Part.EMPLOYEES, EMPLOYEES)
    gate.roster(Part.POSITIONS, [(382, ACCOUNT, "Main gate"), (999, 1, "Far away")])
    gate.roster(
        Part.SHIFTS,
        [
            (employee, MONDAY.isoformat(), 9000 + employee, ENDS.isoformat(), ACCOUNT, 382)
            for employee in range(7001, 7005)
        ],
        covers_until=MONDAY + timedelta(days=14),
    )
    return gate


def seen(gate: Gate, site: Site | None = None) -> RosterNow:
    return roster_now(gate.store, site or gate.door.site, gate.now)


def groups(now: RosterNow) -> dict[str, Group]:
    return {entry.number: entry.group for entry in now.view.entries}


def test_a_new_ledger_shows_nobody_and_says_that_it_knows_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new.db") as store:
        now = roster_now(store, Site(SITE, ACCOUNT, Rules()), MONDAY)
    assert now.view.entries == ()
    told = now.knowledge
    assert (told.employees_age_s, told.shifts_age_s, told.sessions_age_s, told.register_age_s) == (None,) * 4
    assert (told.rota_covers_now, told.waiting, told.oldest_waiting_at, told.silent) == (False, 0, None, ())


def test_a_morning_at_the_gate(gate: Gate) -> None:
    gate.tap(ANA)
    gate.tap(BEN)
    gate.wait(minutes=4)
    assert groups(seen(gate)) == {
        ANA.number: Group.HERE,
        BEN.number: Group.HERE,
        CHLOE.number: Group.DUE,
        DEV.number: Group.DUE,
    }
    gate.wait(minutes=26)
    gate.tap(BEN, Choice.START_BREAK)
    assert groups(seen(gate)) == {
        ANA.number: Group.HERE,
        BEN.number: Group.ON_BREAK,
        CHLOE.number: Group.LATE,
        DEV.number: Group.LATE,
    }
    gate.wait(minutes=60)
    gate.tap(ANA, Choice.CLOCK_OUT)
    gate.tap(CHLOE, Choice.CLOCK_IN)
    assert groups(seen(gate)) == {
        ANA.number: Group.GONE,
        BEN.number: Group.ON_BREAK,
        CHLOE.number: Group.HERE,
        DEV.number: Group.MISSING,
    }


def test_names_come_from_the_register_and_positions_from_the_roster(gate: Gate) -> None:
    now = seen(gate)
    assert now.names == {person.number: person.name for person in CAST}
    assert now.position_names == {382: "Main gate"}
    assert {entry.position_id for entry in now.view.due} == {382}


def test_a_shift_of_somebody_outside_the_register_is_told_by_the_upstream_s_name(gate: Gate) -> None:
    shifts = [
        (employee, MONDAY.isoformat(), employee, ENDS.isoformat(), ACCOUNT, None) for employee in (7005, 7006, 7007)
    ]
    gate.roster(Part.SHIFTS, shifts, covers_until=ENDS)
    sessions = [(41, 7005, (MONDAY - timedelta(minutes=9)).isoformat(), ACCOUNT, 382, 7005, "MOBILE")]
    gate.roster(Part.OPEN_SESSIONS, sessions)
    gate.wait(minutes=30)
    now = seen(gate)
    assert groups(now) == {"2001": Group.HERE, "#7006": Group.UNKNOWN, "#7007": Group.UNKNOWN}
    assert now.names == {"2001": "Eva Holm", "#7006": "Finn Berg", "#7007": ""}
    (here,) = now.view.here
    assert (here.source, here.notes) == (Source.UPSTREAM, (Note.NOT_IN_REGISTER,))


def test_nobody_is_shown_under_another_one_s_number(gate: Gate) -> None:
    # The upstream's Ben, by a register that says that number 1054 is somebody else upstream.
    register = [RegisterRow(replace(BEN, upstream_id=7001), "", "", ())]
    people.replace(gate.store, register, fingerprint="2", taken_at=gate.now)
    numbers = [entry.number for entry in seen(gate).view.entries]
    assert sorted(numbers) == ["#7002", "1054", "1055", "X-9"]


def test_whoever_left_the_register_while_on_duty_is_here_all_the_same(gate: Gate) -> None:
    gate.tap(ANA)
    people.replace(gate.store, [RegisterRow(BEN, "", "", ())], fingerprint="2", taken_at=gate.now)
    (here,) = seen(gate).view.here
    assert (here.number, here.notes) == (ANA.number, (Note.NOT_IN_REGISTER,))


def test_a_new_register_and_a_new_download_of_employees_count_at_once(gate: Gate) -> None:
    assert DEV.number in groups(seen(gate))
    moved = [RegisterRow(replace(DEV, upstream_id=7999), "", "", ())]
    people.replace(gate.store, moved, fingerprint="2", taken_at=gate.now)
    assert DEV.number not in groups(seen(gate))
    gate.roster(Part.EMPLOYEES, [(7999, "", "Dev", 1)])
    gate.roster(Part.SHIFTS, [(7999, MONDAY.isoformat(), 1, ENDS.isoformat(), ACCOUNT, 382)], covers_until=ENDS)
    assert groups(seen(gate)) == {DEV.number: Group.DUE}


def test_only_shifts_and_people_of_the_site_count(gate: Gate) -> None:
    gate.tap(ANA)
    docks = seen(gate, Site("Docks", 688, Rules()))
    assert docks.view.entries == ()
    assert docks.knowledge.waiting == 0


def test_a_night_shift_that_began_yesterday_and_is_over_is_found(gate: Gate) -> None:
    began, ended = MONDAY - timedelta(hours=8), MONDAY - timedelta(minutes=1)
    gate.roster(Part.SHIFTS, [(7001, began.isoformat(), 1, ended.isoformat(), ACCOUNT, 382)], covers_until=ENDS)
    assert groups(seen(gate)) == {ANA.number: Group.MISSING}


def test_whoever_came_for_the_shift_and_left_before_it_began_is_gone(gate: Gate) -> None:
    gate.move_to(MONDAY - timedelta(minutes=30))
    gate.tap(BEN)
    gate.wait(minutes=10)
    gate.tap(BEN, Choice.CLOCK_OUT)
    gate.move_to(MONDAY + timedelta(minutes=30))
    (gone,) = seen(gate).view.gone
    assert (gone.number, gone.since) == (BEN.number, MONDAY - timedelta(minutes=20))


def test_it_says_how_old_each_part_is(gate: Gate) -> None:
    gate.wait(minutes=10)
    gate.roster(Part.OPEN_SESSIONS, [])
    gate.wait(minutes=1)
    told = seen(gate).knowledge
    assert (told.employees_age_s, told.shifts_age_s, told.sessions_age_s) == (660, 660, 60)
    assert told.register_age_s == 3600 + 660
    assert told.rota_covers_now
    gate.wait(days=15)
    assert not seen(gate).knowledge.rota_covers_now


def test_after_the_clock_was_set_back_no_age_is_told(gate: Gate) -> None:
    told = roster_now(gate.store, gate.door.site, MONDAY - timedelta(hours=2)).knowledge
    assert (told.shifts_age_s, told.register_age_s) == (None, None)


def test_the_age_of_open_sessions_decides_what_is_known_where_other_doors_are(gate: Gate) -> None:
    doors = Site(SITE, ACCOUNT, Rules(other_doors=True))
    gate.wait(minutes=30)
    assert set(groups(seen(gate, doors)).values()) == {Group.UNKNOWN}
    gate.roster(Part.OPEN_SESSIONS, [])
    assert set(groups(seen(gate, doors)).values()) == {Group.LATE}


def test_events_of_the_site_that_wait_are_counted_parked_ones_too(gate: Gate) -> None:
    outcomes = [gate.tap(ANA)]
    for person in (BEN, CHLOE):
        gate.wait(minutes=1)
        outcomes.append(gate.tap(person))
    told = seen(gate).knowledge
    assert (told.waiting, told.oldest_waiting_at) == (3, MONDAY)
    states = (RowState.DELIVERED, RowState.PARKED)
    for outcome, state in zip(outcomes, states, strict=False):
        outbox.change(gate.store, outcome.events[0].event_id, TRACKTIK, gate.now, state=state)
    told = seen(gate).knowledge
    assert (told.waiting, told.oldest_waiting_at) == (2, MONDAY + timedelta(minutes=1))


def test_a_terminal_without_a_sign_of_life_is_named(gate: Gate) -> None:
    mark = terminals.mark_of(gate.store.path, "Gate 1")
    mark.write_text(MONDAY.isoformat(), encoding="ascii")
    assert seen(gate).knowledge.silent == ()
    gate.wait(minutes=6)
    (silent,) = seen(gate).knowledge.silent
    assert (silent.terminal, silent.last_sign_at) == ("Gate 1", MONDAY)


def test_what_an_upstream_told_of_a_person_is_shown_as_its_word(gate: Gate) -> None:
    came = MONDAY - timedelta(minutes=12)
    told = Presence(PresenceState.WORKING, since=came, site=SITE, account_id=ACCOUNT, work_session=ELSEWHERE)
    with gate.store.writing():
        presence.put(gate.store, BEN.number, replace(presence.NOBODY, presence=told))
        presence.put(gate.store, ANA.number, replace(presence.NOBODY, presence=replace(OFF_DUTY, since=came)))
    (here,) = seen(gate).view.here
    assert (here.number, here.source, here.since) == (BEN.number, Source.UPSTREAM, came)


def test_it_reads_inside_a_transaction_too_and_leaves_none_open(gate: Gate) -> None:
    with gate.store.writing():
        assert len(seen(gate).view.due) == len(CAST)
    seen(gate)
    assert not gate.store.in_transaction


def test_a_download_that_comes_in_between_is_seen_whole_or_not_at_all(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = people.everybody

    def everybody_late(store: Store) -> list[Person]:
        with store.another() as other:
            Gate(other).roster(Part.SHIFTS, [], covers_until=ENDS)
        return real(store)

    monkeypatch.setattr(people, "everybody", everybody_late)
    assert len(seen(gate).view.due) == len(CAST)
    monkeypatch.undo()
    assert seen(gate).view.due == ()
