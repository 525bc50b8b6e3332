"""One row a person, and the same row again from the ledger alone."""

import pytest

from shared.domain.model import OFF_DUTY, Kind, LastEvent, Presence, PresenceState
from shared.domain.rules import Rules
from shared.domain.tap import Choice
from shared.store import presence
from shared.store.database import Store
from shared.store.presence import NOBODY, Standing
from shared.store.roster import Part
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, Gate, assert_sound

WORKING = Presence(
    PresenceState.WORKING, MONDAY, None, SITE, ACCOUNT, 382, 9001, MONDAY.replace(hour=14), "session", None, "", 17
)
ON_BREAK = Presence(PresenceState.ON_BREAK, MONDAY, MONDAY, SITE, ACCOUNT, work_session="elsewhere", upstream_session=5)


@pytest.mark.parametrize(
    "standing",
    [
        NOBODY,
        Standing(WORKING, LastEvent("id", Kind.CLOCKED_IN, MONDAY, MONDAY, "0042"), MONDAY, "0042", (9001, 8999)),
        Standing(ON_BREAK, None, None, "0007"),
        Standing(Presence(PresenceState.UNKNOWN)),
    ],
    ids=["nobody", "working", "on a break elsewhere", "unknown"],
)
def test_a_standing_comes_back_as_it_was_put(store: Store, standing: Standing) -> None:
    presence.put(store, ANA.number, Standing(WORKING, receipt="before"))
    presence.put(store, ANA.number, standing)
    assert presence.of(store, ANA.number) == standing
    assert presence.everybody(store) == {ANA.number: standing}


def test_whoever_the_store_never_saw_is_off_duty(store: Store) -> None:
    assert presence.of(store, "9") == NOBODY
    assert NOBODY.presence == OFF_DUTY


def test_presence_is_what_the_ledger_tells_after_every_step_of_a_day(store: Store) -> None:
    gate = Gate(store, Rules())
    gate.tap(ANA)
    for choice in (Choice.START_BREAK, Choice.END_BREAK, Choice.START_BREAK, Choice.CLOCK_OUT, Choice.CLOCK_IN):
        gate.wait(hours=1)
        gate.tap(ANA, choice)
        gate.tap(BEN)
        assert_sound(store)
    assert presence.of(store, ANA.number).presence.state is PresenceState.WORKING


def test_a_rebuilt_standing_knows_the_last_way_out_and_the_shifts_used(store: Store) -> None:
    gate = Gate(store)
    gate.roster(Part.EMPLOYEES, [(7001, ANA.number, "", 1)])
    gate.roster(Part.SHIFTS, [(7001, MONDAY.isoformat(), 9001, MONDAY.replace(hour=14).isoformat(), ACCOUNT, 382)])
    gate.tap(ANA)
    gate.wait(hours=8)
    gate.tap(ANA)
    presence.put(store, ANA.number, NOBODY)
    rebuilt = presence.rebuild(store, ANA.number)
    assert rebuilt.last_out_at == gate.now
    assert rebuilt.used_shift_ids == (9001,)
    assert rebuilt.receipt == (rebuilt.last_event.receipt if rebuilt.last_event else "none")


def test_only_the_last_shifts_are_kept(store: Store) -> None:
    gate = Gate(store)
    gate.roster(Part.EMPLOYEES, [(7001, ANA.number, "", 1)])
    for day in range(30):
        start = gate.now
        row = (7001, start.isoformat(), 9000 + day, start.replace(hour=14).isoformat(), ACCOUNT, 382)
        gate.roster(Part.SHIFTS, [row])
        gate.tap(ANA)
        gate.wait(hours=8)
        gate.tap(ANA)
        gate.wait(hours=16)
    used = presence.of(store, ANA.number).used_shift_ids
    assert used == tuple(range(9029, 9029 - presence.MOST_USED_SHIFTS, -1))
    assert_sound(store)


def test_a_receipt_is_not_given_twice_in_a_working_life(store: Store) -> None:
    gate = Gate(store)
    receipts = []
    for _ in range(300):
        receipts += [event.receipt for event in gate.tap(ANA).events]
        gate.wait(hours=4)
    assert len(set(receipts)) == 300
