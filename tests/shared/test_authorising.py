"""A refusal lifted on the spot is the acceptance of its claim: what can be lifted, by whom, and how it is judged."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from shared.authorising import authorise, objection
from shared.domain.acceptance import ON_THE_SPOT, NotAccepted, WhyNot
from shared.domain.clock_status import ClockStatus
from shared.domain.decision import Accepted, Refused, Repeated
from shared.domain.flags import Flag
from shared.domain.model import Person, Role
from shared.domain.rules import Rules
from shared.domain.tap import Choice, Refusal
from shared.recording import Outcome
from shared.store import people, taps
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.store.taps import TapState
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, Gate, assert_sound, kinds

SAM: Final = Person("2001", "Sam Roy", role=Role.SUPERVISOR, sites=(SITE,))
DOCKER: Final = Person("2003", "Dan Dock", role=Role.SUPERVISOR, sites=("Docks",))
BLOCKS: Final = Rules(early_window_s=1800, early_window_blocks=True, minimum_rest_s=0)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    """Ana's shift begins in three hours."""
    with Store.open(tmp_path / "ledger.db") as store:
        gate = Gate(store, BLOCKS)
        cast = [RegisterRow(one, "", "", ()) for one in (ANA, BEN, SAM, DOCKER)]
        people.replace(store, cast, fingerprint="1", taken_at=MONDAY)
        gate.roster(Part.EMPLOYEES, [(int(one.number), one.number, one.name, 1) for one in (ANA, BEN, SAM)])
        gate.roster(Part.POSITIONS, [(382, ACCOUNT, "Gate")])
        begins = MONDAY + timedelta(hours=3)
        shift = (1053, begins.isoformat(), 9000, (begins + timedelta(hours=8)).isoformat(), ACCOUNT, 382)
        gate.roster(Part.SHIFTS, [shift], covers_until=MONDAY + timedelta(days=14))
        yield gate


@pytest.fixture
def refused(gate: Gate) -> Outcome:
    outcome = gate.tap(ANA)
    assert outcome.decision == Refused(Refusal.TOO_EARLY, MONDAY + timedelta(hours=2, minutes=30))
    return outcome


def word(gate: Gate, refused: Outcome, by: Person = SAM) -> Outcome | NotAccepted:
    return authorise(gate.store, gate.door, refused.tap.tap_id, by, gate.around)


def test_it_counts_at_the_time_of_the_refused_tap_for_the_shift_that_it_begins(gate: Gate, refused: Outcome) -> None:
    gate.wait(minutes=3)
    done = word(gate, refused)
    assert isinstance(done, Outcome)
    (event,) = done.events
    assert (event.draft.at, event.draft.shift_id, event.draft.position_id) == (MONDAY, 9000, 382)
    assert event.draft.status is ClockStatus.EARLY
    assert {Flag.EARLY_IN, Flag.ACCEPTED_BY_SUPERVISOR} <= set(event.flags)
    assert done.tap.accepted_by == SAM.number
    assert_sound(gate.store)


def test_the_shift_that_it_begins_is_used(gate: Gate, refused: Outcome) -> None:
    word(gate, refused)
    gate.wait(hours=1)
    gate.tap(ANA, Choice.CLOCK_OUT)
    gate.wait(hours=2)
    assert gate.tap(ANA, Choice.CLOCK_IN).events[0].draft.shift_id is None


def test_said_twice_it_is_one_event(gate: Gate, refused: Outcome) -> None:
    first, again = word(gate, refused), word(gate, refused)
    assert isinstance(first, Outcome)
    assert isinstance(again, Outcome)
    assert (type(first.decision), type(again.decision)) == (Accepted, Repeated)
    assert kinds(gate.store) == ["clocked_in"]


@pytest.mark.parametrize(
    ("by", "why"), [(BEN, WhyNot.NOT_YOUR_SITE), (DOCKER, WhyNot.NOT_YOUR_SITE), (ANA, WhyNot.NOT_YOUR_SITE)]
)
def test_who_may_not_changes_nothing(gate: Gate, refused: Outcome, by: Person, why: WhyNot) -> None:
    assert word(gate, refused, by) == NotAccepted(why)
    assert objection(gate.store, gate.door.site, by, ANA, gate.now) is why
    assert kinds(gate.store) == []
    assert [tap.reason for tap in taps.listed(gate.store, (TapState.CLAIM,))] == [Refusal.TOO_EARLY]


def test_newer_events_of_the_person_stand_against_it(gate: Gate, refused: Outcome) -> None:
    gate.wait(hours=3)
    gate.tap(ANA)
    assert word(gate, refused) == NotAccepted(WhyNot.OVERTAKEN)
    assert kinds(gate.store) == ["clocked_in"]


def test_a_claim_of_somebody_who_is_not_employed_waits_for_the_desk(gate: Gate) -> None:
    gate.roster(Part.EMPLOYEES, [(1053, "1053", ANA.name, 0)])
    refused = gate.tap(ANA)
    assert refused.decision == Refused(Refusal.INACTIVE)
    assert word(gate, refused) == NotAccepted(WhyNot.NOT_ON_THE_SPOT)


def test_a_tap_that_is_no_claim_is_nothing_to_authorise(gate: Gate) -> None:
    assert authorise(gate.store, gate.door, "no such tap", SAM, gate.around) == NotAccepted(WhyNot.NO_SUCH_CLAIM)


def test_every_refusal_is_either_for_the_spot_or_for_the_desk() -> None:
    assert set(Refusal) - ON_THE_SPOT == {Refusal.INACTIVE, Refusal.OVERTAKEN}
