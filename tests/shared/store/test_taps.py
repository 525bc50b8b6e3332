"""Taps that are not events: how they live, and that looking for them costs the same however many there are."""

from datetime import timedelta

import pytest

from shared.clock import new_id
from shared.domain.model import Door
from shared.domain.tap import Tap
from shared.store import taps
from shared.store.database import Store
from shared.store.taps import TapState
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, Gate


def a_tap(minute: int = 0) -> Tap:
    at = MONDAY + timedelta(minutes=minute)
    return Tap(new_id(at), at, Door.KIOSK, "Gate 1", SITE, ACCOUNT)


def states(store: Store) -> dict[str, str]:
    return dict(store.execute("SELECT id, state FROM taps"))


def keep(store: Store, tap: Tap, state: TapState, employee: str = ANA.number) -> None:
    taps.keep(store, tap, state, now=MONDAY, employee=employee, presented="hash", reason="why")


def test_a_tap_keeps_its_first_instant_and_what_was_presented(store: Store) -> None:
    tap = a_tap()
    keep(store, tap, TapState.ASKED)
    taps.keep(store, tap, TapState.CLAIM, now=MONDAY + timedelta(hours=1), employee=ANA.number, reason="left_earlier")
    (kept,) = taps.listed(store, (TapState.CLAIM,))
    assert (kept.at, kept.presented, kept.reason) == (MONDAY, "hash", "left_earlier")
    assert taps.listed(store, (TapState.ASKED,)) == []


def test_what_is_asked_at_a_terminal_becomes_open_there_and_nowhere_else(store: Store) -> None:
    here, spared, elsewhere = a_tap(), a_tap(1), Tap(**{**_fields(a_tap(2)), "terminal": "Gate 2"})
    for tap in (here, spared, elsewhere):
        keep(store, tap, TapState.ASKED)
    assert taps.leave_open(store, "Gate 1", now=MONDAY, except_tap=spared.tap_id) == 1
    assert states(store) == {here.tap_id: "open", spared.tap_id: "asked", elsewhere.tap_id: "asked"}


def _fields(tap: Tap) -> dict[str, object]:
    return {name: getattr(tap, name) for name in Tap.__dataclass_fields__}


def test_one_answer_settles_the_older_open_taps_too(store: Store) -> None:
    first, second, anothers = a_tap(), a_tap(1), a_tap(2)
    keep(store, first, TapState.OPEN)
    keep(store, second, TapState.OPEN)
    keep(store, anothers, TapState.OPEN, BEN.number)
    taps.close_open(store, ANA.number, now=MONDAY, state=TapState.EVENT, event_id="event")
    assert states(store) == {first.tap_id: "event", second.tap_id: "event", anothers.tap_id: "open"}
    assert taps.listed(store, (TapState.EVENT,))[0].event_id == "event"


def test_explained_taps_name_no_event(store: Store) -> None:
    keep(store, a_tap(), TapState.OPEN)
    taps.close_open(store, ANA.number, now=MONDAY, state=TapState.EXPLAINED)
    (tap,) = taps.listed(store, (TapState.EXPLAINED,))
    assert tap.event_id is None


def test_lists_are_newest_first_whatever_the_states(store: Store) -> None:
    order = [TapState.CLAIM, TapState.OPEN, TapState.REPEAT, TapState.CLAIM]
    for minute, state in enumerate(order):
        keep(store, a_tap(minute), state)
    found = taps.listed(store, (TapState.CLAIM, TapState.OPEN))
    assert [tap.state for tap in found] == [TapState.CLAIM, TapState.OPEN, TapState.CLAIM]
    assert len(taps.listed(store, (TapState.CLAIM, TapState.OPEN), limit=2)) == 2
    assert taps.listed(store, ()) == []


def test_a_tap_is_recorded_only_as_an_event_that_stands(gate: Gate) -> None:
    tap = a_tap()
    assert taps.recorded_as(gate.store, tap.tap_id) is None
    event = gate.tap(ANA).events[0]
    taps.keep(gate.store, tap, TapState.EVENT, now=MONDAY, event_id=event.event_id)
    recorded = taps.recorded_as(gate.store, tap.tap_id)
    assert recorded is not None
    assert (recorded.event_id, recorded.receipt) == (event.event_id, event.receipt)
    gate.store.execute("INSERT INTO voided (target, by_event) VALUES (?, 'x')", (event.event_id,))
    assert taps.recorded_as(gate.store, tap.tap_id) is None


@pytest.mark.parametrize("state", [TapState.ASKED, TapState.OPEN, TapState.CLAIM])
def test_lists_of_what_waits_are_read_from_their_own_index(store: Store, state: TapState) -> None:
    plans: list[str] = []
    execute = store.execute

    def explained(sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        plans.extend(str(row[3]) for row in execute(f"EXPLAIN QUERY PLAN {sql}", parameters))
        return execute(sql, parameters)

    store.execute = explained  # type: ignore[method-assign, assignment]
    taps.listed(store, (state,))
    assert [plan for plan in plans if plan.startswith("SCAN taps") and "INDEX" not in plan] == []
    assert any("INDEX taps_" in plan for plan in plans)
