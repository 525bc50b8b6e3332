"""The muster out of a real ledger file: frozen under a number, ticked by several screens, shown if not kept."""

import resource
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from shared import muster_now, terminals
from shared.clocking import claim
from shared.domain.model import Door, Role
from shared.domain.muster_entry import NOT_KEPT, Muster, Seen, Since, Stand, Tick, Why
from shared.domain.rules import Rules, TapOut
from shared.domain.tap import Choice, Unidentified
from shared.muster_now import TickAnswer
from shared.store import outages, people, presence
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.supervision.outages import close_outages
from shared.supervision.word import Word
from tests.shared.store.gate import ACCOUNT, ANA, BEN, CHLOE, MONDAY, SITE, Gate, guard

BOSS: Final = replace(CHLOE, role=Role.SUPERVISOR, sites=(SITE,))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def gate(store: Store) -> Gate:
    gate = Gate(store, Rules(tap_out=TapOut.ASK))
    register(gate, ANA, BEN, CHLOE)
    gate.roster(Part.POSITIONS, [(382, ACCOUNT, "Main gate")])
    return gate


def register(gate: Gate, *cast) -> None:
    rows = [RegisterRow(person, "", "", ()) for person in cast]
    people.replace(gate.store, rows, fingerprint=str(len(cast)), taken_at=MONDAY)


def frozen(gate: Gate, by: str = "") -> Muster:
    return muster_now.freeze(gate.store, gate.door.site, gate.door.terminal, gate.now, by)


def since(gate: Gate, muster: Muster) -> Since:
    return muster_now.since(gate.store, gate.door.site, gate.door.terminal, muster, gate.now)


def tick(gate: Gate, muster: Muster, key: str, tick_id: str, *, ticked: bool = True, ahead_s: float = 0) -> TickAnswer:
    at = gate.now + timedelta(seconds=ahead_s)
    return muster_now.tick(gate.store, muster.number, Tick(tick_id, key, ticked, at, "3001"), gate.now)


def stands(muster: Muster) -> dict[str, tuple[Stand, Why | None]]:
    return {entry.key: (entry.stand, entry.why) for entry in muster.entries}


def test_a_muster_has_the_next_number_of_the_ledger_and_stays_as_it_was(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(minutes=1)
    gate.tap(BEN)
    first = frozen(gate, "3001")
    assert [(entry.name, entry.position) for entry in first.entries] == [
        (ANA.name, "Main gate"),
        (BEN.name, "Main gate"),
    ]
    assert first.entries[1].seen == Seen(gate.now, Door.KIOSK, "Gate 1")
    gate.wait(hours=2)
    gate.tap(BEN, Choice.CLOCK_OUT)
    second = frozen(gate)
    assert (first.number, second.number, second.by) == (1, 2, "")
    assert list(stands(second)) == [ANA.number]
    assert muster_now.of(gate.store, 1) == first
    assert muster_now.latest(gate.store, SITE) == second
    assert (muster_now.of(gate.store, 3), muster_now.latest(gate.store, "North Gate")) == (None, None)


def test_everybody_whom_the_ledger_has_on_duty_is_on_it(gate: Gate) -> None:
    crowd = [guard(number) for number in range(40)]
    register(gate, *crowd[:30])
    for number, person in enumerate(crowd):
        gate.tap(person)
        gate.wait(minutes=11)
        if number % 3 == 1:
            gate.tap(person, Choice.START_BREAK)
        if number % 3 == 2:
            gate.tap(person, Choice.CLOCK_OUT)
    on_duty = {number for number, one in presence.everybody(gate.store).items() if one.presence.on_duty}
    assert len(on_duty) > 20
    assert set(stands(frozen(gate))) == on_duty


def test_names_are_looked_up_and_never_kept(gate: Gate, tmp_path: Path) -> None:
    gate.tap(ANA)
    frozen(gate)
    kept = gate.store.execute("SELECT * FROM musters, muster_entries")
    assert ANA.name not in str(kept)
    register(gate, replace(ANA, name="Ana Silva"))
    assert muster_now.of(gate.store, 1).entries[0].name == "Ana Silva"
    register(gate, BEN)
    assert [(entry.number, entry.name) for entry in muster_now.of(gate.store, 1).entries] == [(ANA.number, "")]


def test_a_muster_refuses_to_be_rewritten_and_ticks_do_not(gate: Gate) -> None:
    gate.tap(ANA)
    tick(gate, frozen(gate), ANA.number, "a")
    for table in ("musters", "muster_entries"):
        for change in (f"DELETE FROM {table}", f"UPDATE {table} SET terminal = ''"):
            with pytest.raises(StoreError):
                gate.store.execute(change)


def test_taps_that_became_no_event_are_somebody(gate: Gate) -> None:
    claim(gate.store, gate.door, gate.a_tap(), Unidentified.UNKNOWN_BADGE, "hash", gate.around)
    gate.wait(minutes=1)
    claim(gate.store, gate.door, gate.a_tap(), Unidentified.WRONG_PIN, BEN.number, gate.around)
    gate.tap(ANA)
    gate.wait(hours=8)
    gate.tap(ANA)
    found = frozen(gate)
    assert stands(found)[ANA.number] == (Stand.UNSURE, Why.OPEN_TAP)
    assert stands(found)[BEN.number] == (Stand.UNSURE, Why.CLAIM)
    assert [(one.key[:4], one.name) for one in found.entries if not one.number] == [("tap:", "")]
    gate.wait(minutes=1)
    gate.tap(ANA, Choice.CLOCK_OUT)
    gate.tap(BEN)
    later = frozen(gate)
    assert ANA.number not in stands(later)
    assert stands(later)[BEN.number] == (Stand.IN, None)


def test_an_outage_makes_those_unsure_who_were_seen_before_it_until_it_is_closed(gate: Gate) -> None:
    gate.tap(ANA)
    outages.keep(gate.store, "Gate 1", gate.now + timedelta(minutes=10), gate.now + timedelta(minutes=40))
    outages.keep(gate.store, "Another", gate.now, gate.now + timedelta(days=1))
    gate.wait(hours=1)
    gate.tap(BEN)
    assert stands(frozen(gate)) == {ANA.number: (Stand.UNSURE, Why.TERMINAL_OFF), BEN.number: (Stand.IN, None)}
    kept = [row[0] for row in gate.store.execute("SELECT id FROM outages WHERE terminal = 'Gate 1'")]
    close_outages(gate.store, Word(BOSS, gate.door, gate.around), kept)
    assert stands(frozen(gate))[ANA.number] == (Stand.IN, None)


def test_a_terminal_that_is_off_now_makes_unsure_too(gate: Gate) -> None:
    gate.tap(ANA)
    terminals.mark_of(gate.store.path, "Gate 1").write_text((gate.now + timedelta(minutes=1)).isoformat())
    gate.wait(minutes=30)
    assert stands(frozen(gate))[ANA.number] == (Stand.UNSURE, Why.TERMINAL_OFF)
    assert muster_now.look(gate.store, gate.door.site, "", gate.now).entries[0].why is None


def test_the_list_says_how_old_what_is_known_is(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(days=3)
    ages = frozen(gate).ages
    assert (ages.rota_s, ages.register_s, ages.other_doors) == (None, 3 * 86400.0, False)
    assert muster_now.of(gate.store, 1).ages == ages


# Ticks


def test_the_newest_tick_by_its_own_time_wins_whenever_it_arrives(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(minutes=5)
    muster = frozen(gate)
    gate.wait(minutes=2)
    assert tick(gate, muster, ANA.number, "kiosk", ticked=True) is TickAnswer.KEPT
    assert tick(gate, muster, ANA.number, "phone", ticked=False, ahead_s=-60) is TickAnswer.KEPT
    assert muster_now.of(gate.store, 1).is_ticked(ANA.number)
    gate.wait(minutes=1)
    assert tick(gate, muster, ANA.number, "undo", ticked=False) is TickAnswer.KEPT
    assert not muster_now.of(gate.store, 1).is_ticked(ANA.number)
    assert gate.store.one("SELECT count(*) FROM muster_ticks") == (3,)


def test_a_tick_that_arrives_twice_is_one(gate: Gate) -> None:
    gate.tap(ANA)
    muster = frozen(gate)
    assert [tick(gate, muster, ANA.number, "a") for _ in range(2)] == [TickAnswer.KEPT, TickAnswer.TWICE]
    assert gate.store.one("SELECT count(*) FROM muster_ticks") == (1,)


def test_a_clock_that_is_ahead_does_not_win_for_ever(gate: Gate) -> None:
    gate.tap(ANA)
    muster = frozen(gate)
    tick(gate, muster, ANA.number, "phone", ticked=True, ahead_s=3600)
    gate.wait(seconds=20)
    tick(gate, muster, ANA.number, "kiosk", ticked=False)
    assert not muster_now.of(gate.store, 1).is_ticked(ANA.number)


def test_whoever_came_later_can_be_ticked_and_nobody_else(gate: Gate) -> None:
    gate.tap(ANA)
    muster = frozen(gate)
    assert tick(gate, muster, BEN.number, "b") is TickAnswer.KEPT
    assert tick(gate, muster, "4711", "c") is TickAnswer.NO_SUCH
    assert tick(gate, replace(muster, number=9), ANA.number, "d") is TickAnswer.NO_SUCH


def test_who_clocks_out_after_the_freeze_stays_on_it_and_who_comes_is_told(gate: Gate) -> None:
    gate.tap(ANA)
    muster = frozen(gate)
    assert since(gate, muster) == Since()
    gate.wait(hours=1)
    gate.tap(ANA, Choice.CLOCK_OUT)
    left_at = gate.now
    gate.wait(minutes=5)
    gate.tap(BEN)
    told = since(gate, muster)
    assert told.left == {ANA.number: left_at}
    assert [entry.name for entry in told.later] == [BEN.name]


# What breaks


def test_a_muster_that_cannot_be_written_is_shown_all_the_same(gate: Gate) -> None:
    gate.tap(ANA)
    gate.store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, usual[1]))
    try:
        found = frozen(gate)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert (found.number, found.is_kept, list(stands(found))) == (NOT_KEPT, False, [ANA.number])
    assert frozen(gate).number == 1


def test_two_screens_at_once_never_share_a_number(gate: Gate) -> None:
    gate.tap(ANA)
    with gate.store.another() as other:
        numbers = [
            muster_now.freeze(store, gate.door.site, "Gate 1", gate.now, "").number
            for store in (gate.store, other, gate.store)
        ]
    assert numbers == [1, 2, 3]
