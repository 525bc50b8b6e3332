"""One event on its way to two upstreams: what becomes of it at the one is not what becomes of it at the other."""

from typing import Any

import pytest

from shared.domain.delivery import RowState
from shared.domain.tap import Choice
from shared.recording import Door
from shared.store import desk, outbox
from shared.store.desk import DeskKind
from shared.sync.clock_release import release_held
from shared.verify import verify
from tests.shared.sync.places import SITE
from tests.shared.sync.tamigo.test_worked_shifts import FIVE, HOUR, NINE
from tests.shared.sync.tamigo.yard import Yard

BOTH = ("tracktik", "tamigo")


class BothWays(Yard):
    """A terminal whose events go to TrackTik too, which nobody serves here."""

    @property
    def door(self) -> Door:
        return Door(SITE, "Terminal 1", ("tracktik",), 0.0, shift_upstreams=("tamigo",))

    def states(self, event: Any) -> dict[str, str]:
        return {row.upstream: row.state for row in outbox.of_event(self.store, event.event_id)}

    def park(self, event: Any, upstream: str) -> None:
        now = self.clock.read().wall
        outbox.change(self.store, event.event_id, upstream, now, state=RowState.PARKED, reason="overlap")
        desk.put(self.store, DeskKind.PARKED, event.event_id, now, facts={"upstream": upstream}, again=True)


@pytest.fixture
def both(new_yard: Any, quick_folder: Any, sandbox: Any) -> Any:
    new_yard()
    folder = quick_folder / "both"
    folder.mkdir()
    made = BothWays(folder, sandbox)
    yield made
    made.store.close()


def test_a_clock_in_goes_to_the_one_and_a_clock_out_to_both(both: BothWays) -> None:
    came, left = both.worked("2001", NINE, FIVE)
    assert both.states(came) == {"tracktik": RowState.HELD}
    assert both.states(left) == dict.fromkeys(BOTH, RowState.HELD)


def test_what_waits_is_counted_by_its_events(both: BothWays) -> None:
    both.worked("2001", NINE, FIVE)
    assert outbox.waiting_summary(both.store) == (2, NINE)


def test_the_worked_shift_goes_out_while_tracktik_takes_nothing(both: BothWays) -> None:
    _, left = both.worked("2001", NINE, FIVE)
    both.sync()
    assert both.states(left) == {"tracktik": RowState.HELD, "tamigo": RowState.DELIVERED}


def test_the_item_of_an_event_stays_while_it_waits_at_the_other(both: BothWays) -> None:
    _, left = both.worked("2001", NINE, FIVE)
    both.park(left, "tracktik")
    both.sync()
    assert (both.states(left), both.kinds()) == ({"tracktik": "parked", "tamigo": "delivered"}, ["parked"])


def test_what_is_taken_back_is_withdrawn_here_and_told_of_there(both: BothWays) -> None:
    _, left = both.worked("2001", NINE, FIVE)
    both.sync()
    now = both.clock.read().wall
    outbox.change(both.store, left.event_id, "tracktik", now, state=RowState.DELIVERED, session_id=7)
    both.take_back(left)
    [item] = desk.listed(both.store)
    assert (item.kind, item.facts["upstream"]) == (DeskKind.VOIDED_AFTER_DELIVERY, "tracktik")
    both.sync()
    assert (both.shifts("2001"), both.states(left)["tamigo"]) == ([], RowState.DROPPED)


def test_a_parked_shift_that_was_attempted_is_looked_for_when_it_is_taken_back(both: BothWays) -> None:
    _, left = both.worked("2001", NINE, FIVE)
    both.sandbox.fault("answer_lost", path="/Shifts/actual/")
    both.sync()
    both.park(left, "tamigo")
    both.take_back(left)
    assert both.states(left)["tamigo"] == RowState.UNKNOWN
    both.clock.ahead_s += 100
    for _ in range(4):
        both.sync()
        both.clock.ahead_s += 100
    assert (both.shifts("2001"), both.states(left)["tamigo"]) == ([], RowState.DROPPED)


def test_a_shift_waits_while_its_start_waits_for_a_clock(both: BothWays) -> None:
    both.clock.be(NINE)
    came = both.tap("2001", Choice.CLOCK_IN, trusted=False)
    both.clock.be(FIVE)
    left = both.tap("2001", Choice.CLOCK_OUT, trusted=False)
    both.sync()
    assert both.states(left) == dict.fromkeys(BOTH, RowState.HELD)
    both.correct(left, FIVE - HOUR)
    both.sync()
    row = outbox.find(both.store, left.event_id, "tamigo")
    assert row is not None
    assert (row.state, row.reason) == (RowState.WAITING, "its clock-in waits for its clock")
    both.correct(came, NINE - HOUR)
    both.clock.ahead_s += 60
    both.sync()
    assert both.shifts("2001") == [(NINE - HOUR, FIVE - HOUR)]


def test_a_clock_that_nobody_can_vouch_for_parks_both_rows_and_corrects_nothing_twice(both: BothWays) -> None:
    both.clock.be(NINE)
    came = both.tap("2001", Choice.CLOCK_IN, trusted=False)
    both.clock.be(FIVE)
    left = both.tap("2001", Choice.CLOCK_OUT, trusted=False)
    both.clock.ahead_s += 80 * 3600
    release_held(both.store, "tracktik", both.clock.read(), hold_h=72, sites=(SITE,))
    assert both.states(left) == dict.fromkeys(BOTH, RowState.PARKED)
    both.correct(came, NINE - HOUR)
    both.correct(left, FIVE - HOUR)
    both.sync()
    assert both.shifts("2001") == [(NINE - HOUR, FIVE - HOUR)]
    assert verify(both.store).intact
