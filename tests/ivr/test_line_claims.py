"""Claims accepted and dismissed by key: at the claim's own time, once, by somebody who may."""

from dataclasses import replace
from functools import partial

import pytest

from shared import clocking
from shared.clocking import make_tap
from shared.domain.flags import Flag
from shared.domain.model import Door, Kind
from shared.domain.tap import Unidentified
from shared.gather import Surroundings
from shared.store.taps import TapState
from tests.ivr.cast import CAST, DOCKS_CALLED, OTHER_MOBILE, PIN, START
from tests.ivr.conftest import MakeLine
from tests.ivr.phone_line import PhoneLine, times_of

NO_MORE = "No more claims."
KEYS = "1: accept as clock-in. 2: as clock-out. 3: dismiss. 4: next. 0: back."


def wrong_pin(line: PhoneLine, number: str, **settings: str) -> None:
    """Somebody mistypes their PIN once and hangs up; half an hour goes by."""
    line.call(f"{number} 0000 !", caller=OTHER_MOBILE, **settings)
    line.clock.advance(minutes=30)


def unknown_badge(line: PhoneLine) -> None:
    """A badge that nobody holds, at the wall of the same site."""
    door = replace(line.sites[0].door, terminal="Gate tablet", kind=Door.KIOSK)
    around = Surroundings(line.clock.read())
    tap = make_tap(door, around.reading)
    clocking.claim(line.store, door, tap, Unidentified.UNKNOWN_BADGE, "f3" * 32, around)
    line.clock.advance(minutes=30)


def test_no_claims_wait(line: PhoneLine) -> None:
    assert line.says(f"1057 {PIN} 0 3").startswith("No claims wait.")


def test_a_claim_is_told_with_who_when_where_and_why(line: PhoneLine) -> None:
    wrong_pin(line, "1053")
    told = line.says(f"1057 {PIN} 0 3")
    assert told == f"1 claim. Ana Ribeiro, 6:58, Phone line. Number or PIN is wrong. {KEYS}"


@pytest.mark.parametrize(("key", "kind"), [("1", Kind.CLOCKED_IN), ("2", Kind.CLOCKED_OUT)])
def test_a_claim_is_accepted_at_its_own_time_and_flagged(line: PhoneLine, key: str, kind: Kind) -> None:
    wrong_pin(line, "1053")
    told = line.says(f"1057 {PIN} 0 3 {key}")
    (event,) = line.events("1053")
    assert NO_MORE in told
    assert f"Receipt {' '.join(event.receipt)}." in told
    assert times_of([event]) == [(kind, START)]
    assert Flag.ACCEPTED_BY_SUPERVISOR in event.flags
    assert line.taps(TapState.CLAIM) == []


def test_the_flags_of_an_accepted_claim_are_those_of_its_own_call(line: PhoneLine) -> None:
    wrong_pin(line, "1053")
    line.call(f"1057 {PIN} 0 3 1", withheld=True)
    assert Flag.CALLER_UNKNOWN in line.events("1053")[0].flags
    assert Flag.CALLER_WITHHELD not in line.events("1053")[0].flags


def test_a_claim_is_dismissed_and_is_no_event(line: PhoneLine) -> None:
    wrong_pin(line, "1053")
    assert line.says(f"1057 {PIN} 0 3 3").startswith(f"Dismissed. {NO_MORE}")
    assert line.events() == []
    assert [tap.state for tap in line.taps(TapState.DISMISSED, TapState.CLAIM)] == [TapState.DISMISSED]


def test_claims_are_heard_oldest_first_and_next_leaves_them(line: PhoneLine) -> None:
    for number in ("1053", "1054", "1056"):
        wrong_pin(line, number)
    told = line.call(f"1057 {PIN} 0 3 4 4 4").said
    assert [said.split(",")[0].split(". ")[-1] for said in told[4:7]] == ["Ana Ribeiro", "Ben Okafor", "Dev Patel"]
    assert told[7].startswith(NO_MORE)
    assert len(line.taps(TapState.CLAIM)) == 3


def test_the_next_claim_follows_the_one_that_was_accepted(line: PhoneLine) -> None:
    wrong_pin(line, "1053")
    wrong_pin(line, "1054")
    assert "Ben Okafor, 7:28" in line.says(f"1057 {PIN} 0 3 1")


def test_claims_of_another_site_are_not_heard(line: PhoneLine) -> None:
    wrong_pin(line, "1054", called=DOCKS_CALLED)
    assert line.says(f"1057 {PIN} 0 3").startswith("No claims wait.")
    assert "Ben Okafor" in line.says(f"1058 {PIN} 0 3", called=DOCKS_CALLED)


def test_a_clock_in_whose_position_must_be_named_is_asked_for_it(line: PhoneLine) -> None:
    line.rota(positions=((1, 687, "Gate"), (2, 687, "Patrol")))
    wrong_pin(line, "1053")
    told = line.call(f"1057 {PIN} 0 3 1 2").said
    assert told[5] == "Which position? 1: Gate. 2: Patrol."
    (event,) = line.events("1053")
    assert (event.draft.position_id, event.draft.at) == (2, START)


def test_a_position_that_nobody_names_leaves_the_claim(line: PhoneLine) -> None:
    line.rota(positions=((1, 687, "Gate"), (2, 687, "Patrol")))
    wrong_pin(line, "1053")
    assert "Ana Ribeiro" in line.says(f"1057 {PIN} 0 3 1 0")
    assert line.events() == []
    assert len(line.taps(TapState.CLAIM)) == 1


def test_a_badge_is_asked_whose_it_is_and_read_back(line: PhoneLine) -> None:
    unknown_badge(line)
    told = line.call(f"1057 {PIN} 0 3 1 1054 1").said
    assert told[4].startswith("1 claim. Somebody, 6:58, Gate tablet. Badge not known.")
    assert told[5] == "Whose claim is it? Employee number."
    assert told[6].startswith("Ben Okafor.")
    (event,) = line.events("1054")
    assert (event.draft.at, event.terminal, event.door) == (START, "Gate tablet", Door.KIOSK)


def test_a_number_of_nobody_is_asked_again(line: PhoneLine) -> None:
    unknown_badge(line)
    told = line.call(f"1057 {PIN} 0 3 2 4444 1053 2").said
    assert told[6] == "Nobody has that number. Whose claim is it? Employee number."
    assert line.kinds("1053") == ["clocked_out"]


def test_a_number_that_nobody_has_is_asked_whose_it_was(line: PhoneLine) -> None:
    wrong_pin(line, "4444")
    told = line.call(f"1057 {PIN} 0 3 1 1053 1").said
    assert told[5] == "Whose claim is it? Employee number."
    assert times_of(line.events("1053")) == [(Kind.CLOCKED_IN, START)]


def test_nobody_accepts_their_own_claim_while_another_supervisor_could(line: PhoneLine) -> None:
    wrong_pin(line, "1057")
    told = line.says(f"1057 {PIN} 0 3 1")
    assert told.startswith("Not accepted: another supervisor must accept your own claim.")
    assert line.events() == []
    line.call(f"1058 {PIN} 0 3 1")
    assert line.kinds("1057") == ["clocked_in"]


def test_a_supervisor_who_is_alone_accepts_their_own_claim_and_is_flagged(make_line: MakeLine) -> None:
    line = make_line(cast=CAST[:5])
    wrong_pin(line, "1057")
    line.call(f"1057 {PIN} 0 3 1")
    assert Flag.SELF_ACCEPTED in line.events("1057")[0].flags


def test_a_claim_that_somebody_else_was_faster_with_is_accepted_once(line: PhoneLine) -> None:
    wrong_pin(line, "1053")
    faster = partial(line.call, f"1058 {PIN} 0 3 1", caller=OTHER_MOBILE)
    assert line.says(f"1057 {PIN} 0 3", faster, "1").startswith("Somebody settled this claim meanwhile.")
    assert line.kinds("1053") == ["clocked_in"]


def test_a_claim_that_somebody_else_dismissed_meanwhile_stays_dismissed(line: PhoneLine) -> None:
    wrong_pin(line, "1053")
    faster = partial(line.call, f"1058 {PIN} 0 3 3", caller=OTHER_MOBILE)
    line.call(f"1057 {PIN} 0 3", faster, "1")
    assert line.events() == []


def test_a_claim_that_is_so_already_is_not_recorded_twice(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=0.5)
    wrong_pin(line, "1053")
    assert line.says(f"1057 {PIN} 0 3 1").startswith("Not accepted: it is so already.")
    assert line.kinds("1053") == ["clocked_in"]


def test_a_claim_older_than_newer_events_is_not_put_in_before_them(line: PhoneLine) -> None:
    wrong_pin(line, "1053")
    line.call(f"1053 {PIN} 1")
    assert line.says(f"1057 {PIN} 0 3 1").startswith("Not accepted: newer events of this person stand already.")
    assert line.kinds("1053") == ["clocked_in"]


def test_a_question_left_open_on_duty_waits_for_a_supervisor_too(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=8)
    line.call(f"1053 {PIN} !")
    line.clock.advance(minutes=30)
    told = line.call(f"1057 {PIN} 0 3 2").said
    assert "Ana Ribeiro, 14:58, Phone line. Did not choose." in told[4]
    assert times_of(line.events("1053"))[-1][0] == Kind.CLOCKED_OUT
    assert line.taps(TapState.OPEN, TapState.CLAIM) == []
