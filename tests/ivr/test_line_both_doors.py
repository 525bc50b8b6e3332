"""Badge and phone at the same instant, on one ledger: one event, whichever comes first."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from shared.clocking import make_tap, present
from shared.domain.clock_trust import Witness
from shared.domain.decision import Accepted, Repeated
from shared.domain.flags import Flag
from shared.domain.model import Door, Kind
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.recording import Outcome, replayed
from shared.store.taps import TapState
from shared.verify import verify
from tests.ivr.cast import CAST, MOBILE, OTHER_MOBILE, PIN, TOWER_LANDLINE
from tests.ivr.phone_line import PATIENCE_S, PhoneLine

ANA = CAST[0]


def badge(line: PhoneLine, choice: Choice | None = None) -> Outcome:
    """Ana's badge at the tablet of the site, in a thread and on a connection of its own."""
    reading = line.clock.read()
    door = replace(line.sites[0].door, terminal="Gate tablet", kind=Door.KIOSK)
    witness = Witness("rtc", 0.0, 30.0, reading.wall, reading.boottime_s, reading.boot_id)
    tap = make_tap(door, reading, Answer(choice) if choice else None)
    with line.store.another() as own:
        return present(own, door, tap, ANA, "f3", Surroundings(reading, local_witnesses=(witness,)))


def test_in_by_badge_is_known_on_the_phone_in_the_same_second(line: PhoneLine) -> None:
    badge(line)
    assert line.says(f"1053 {PIN} 1").startswith("Clocked in since 6:58.")
    assert line.kinds("1053") == ["clocked_in"]


def test_in_by_phone_is_known_at_the_wall_in_the_same_second(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1")
    assert isinstance(badge(line).decision, Repeated)
    assert line.kinds("1053") == ["clocked_in"]


def test_in_by_badge_and_out_by_phone(line: PhoneLine) -> None:
    badge(line)
    line.clock.advance(hours=8)
    line.call(f"1053 {PIN} 2")
    into, out = line.events("1053")
    assert (into.door, out.door) == (Door.KIOSK, Door.PHONE)
    assert out.draft.work_session == into.event_id


def test_in_by_phone_and_out_by_badge(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1")
    line.clock.advance(hours=8)
    assert isinstance(badge(line, Choice.CLOCK_OUT).decision, Accepted)
    assert line.kinds("1053") == ["clocked_in", "clocked_out"]


def test_a_question_at_the_wall_is_not_closed_by_a_caller_nor_the_other_way_round(line: PhoneLine) -> None:
    badge(line)
    line.clock.advance(hours=4)
    badge(line)
    (asked,) = line.taps(TapState.ASKED)
    line.call(f"1054 {PIN}", partial(_stands, line, asked.tap_id), "1")
    assert asked.tap_id in [tap.tap_id for tap in line.taps(TapState.ASKED)]


def _stands(line: PhoneLine, tap_id: str) -> None:
    assert tap_id in [tap.tap_id for tap in line.taps(TapState.ASKED)]


def at_once(*acts: Callable[[], object]) -> None:
    """Let all of them begin together, and wait for all."""
    gate = threading.Barrier(len(acts), timeout=60)
    failed: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        gate.wait(PATIENCE_S)
        try:
            act()
        except BaseException as error:  # noqa: BLE001  the test tells it
            failed.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert failed == []


def test_badge_and_two_telephones_at_the_same_instant_are_one_event(line: PhoneLine) -> None:
    for day in range(8):
        ready = threading.Barrier(3, timeout=60)
        at_once(
            partial(line.call, f"1053 {PIN}", partial(ready.wait, PATIENCE_S), "1", caller=MOBILE),
            partial(line.call, f"1053 {PIN}", partial(ready.wait, PATIENCE_S), "1", caller=OTHER_MOBILE),
            lambda: (ready.wait(PATIENCE_S), badge(line)),  # noqa: B023  each round waits for its own
        )
        assert line.kinds("1053")[-1] == "clocked_in"
        assert line.kinds("1053").count("clocked_in") == day + 1
        line.clock.advance(hours=8)
        line.call(f"1053 {PIN} 2")
        line.clock.advance(hours=16)
    assert line.kinds("1053") == ["clocked_in", "clocked_out"] * 8
    assert verify(line.store).intact


def test_thirty_callers_at_once_are_all_recorded_each_once(line: PhoneLine) -> None:
    people = ["1053", "1054", "1055", "1056", "1057"]
    at_once(*(partial(line.call, f"{number} {PIN} 1", caller=TOWER_LANDLINE) for number in people * 6))
    assert sorted(event.employee for event in line.events()) == people
    assert {event.draft.kind for event in line.events()} == {Kind.CLOCKED_IN}


@pytest.mark.parametrize("keys", ["1", "2", "1 0 2", "1 0 3 0 3 0 2", "2 2"])
def test_every_decision_of_a_call_is_replayed_on_its_own_evidence(line: PhoneLine, keys: str) -> None:
    line.call(f"1053 {PIN} {keys}")
    assert line.events("1053")
    for event in line.events("1053"):
        decided = replayed(line.store, event.evidence_id)
        assert isinstance(decided, Accepted)
        assert event.draft in [replace(draft, work_session=event.draft.work_session) for draft in decided.drafts]
        assert decided.flags == event.flags
        assert Flag.CALLER_UNKNOWN in event.flags
