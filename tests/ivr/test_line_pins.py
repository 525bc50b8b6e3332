"""Who calls: PINs, what a wrong one leaves, and how often anybody may guess."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from shared.domain.pin_limits import MOST_FROM_A_PHONE
from shared.domain.tap import Unidentified
from shared.recording import replayed
from shared.store import evidence, pin_attempts, taps
from shared.store.taps import TapState
from tests.ivr.cast import MOBILE, OTHER_MOBILE, PIN, START, TOWER, TOWER_LANDLINE
from tests.ivr.phone_line import PhoneLine

WRONG = "Number or PIN is wrong."
LOCKED = "Too many wrong PINs. Wait a quarter of an hour."


def claims(line: PhoneLine) -> list[str]:
    return sorted(tap.reason for tap in line.taps(TapState.CLAIM))


def test_a_wrong_pin_is_asked_again_and_leaves_one_claim_of_the_call(line: PhoneLine) -> None:
    told = line.call("1053 0000 1111").said
    assert told[2] == told[3] == f"{WRONG} PIN again, or star for another number."
    (claim,) = line.taps(TapState.CLAIM)
    assert (claim.reason, claim.presented, claim.employee, claim.site) == ("wrong_pin", "1053", None, TOWER)
    assert claim.at == START
    assert claim.evidence is not None
    kept = evidence.argument(line.store, claim.evidence)
    assert kept is not None
    assert kept.facts.caller is not None
    assert kept.facts.caller.number == MOBILE


def test_the_third_wrong_pin_says_that_it_is_kept_and_ends_the_call(line: PhoneLine) -> None:
    told = line.call("1053 0000 1111 2222 3333")
    assert told.said[-1] == f"{WRONG} Kept, 6:58. Your supervisor will confirm. Goodbye."
    assert told.ended_by == "line"
    assert claims(line) == ["wrong_pin"]


def test_the_right_pin_explains_the_wrong_one(line: PhoneLine) -> None:
    line.call(f"1053 0000 {PIN} 1")
    assert claims(line) == []
    assert line.kinds("1053") == ["clocked_in"]


def test_a_claim_that_a_supervisor_settled_meanwhile_stays_settled(line: PhoneLine) -> None:
    def accepted() -> None:
        (claim,) = line.taps(TapState.CLAIM)
        with line.store.writing():
            taps.move(line.store, claim.tap_id, TapState.DISMISSED, now=line.clock.wall)

    line.call("1053 0000", accepted, f"{PIN} 1")
    assert [tap.reason for tap in line.taps(TapState.DISMISSED)] == ["wrong_pin"]


def test_an_unknown_number_sounds_like_a_wrong_pin_at_every_step(line: PhoneLine) -> None:
    known, unknown = line.call("1053 0000 0000 0000"), line.call("9999 0000 0000 0000")
    assert known.said == unknown.said
    assert len(known.said) == 5
    assert line.call("1053 0000").said[-1] == line.call("9999 0000").said[-1]
    assert claims(line) == ["locked", "locked", "unknown_number", "wrong_pin"]


def test_star_at_the_pin_asks_for_another_number(line: PhoneLine) -> None:
    told = line.call(f"1054 * 1053 {PIN} 1").said
    assert told[2] == "Employee number."
    assert line.kinds("1053") == ["clocked_in"]
    assert line.events("1054") == []


def test_many_pins_over_one_number_are_locked_from_every_phone_and_leave_a_claim(line: PhoneLine) -> None:
    line.call("1053 0000 1111 2222")
    told = line.call(f"1053 {PIN}", caller=OTHER_MOBILE)
    assert told.said[-1] == f"{LOCKED} Kept, 6:58. Your supervisor will confirm. Goodbye."
    assert claims(line) == ["locked", "wrong_pin"]
    assert line.says(f"1054 {PIN}").startswith("Ben.")


def test_a_lock_ends_after_a_quarter_of_an_hour(line: PhoneLine) -> None:
    line.call("1053 0000 1111 2222")
    line.clock.advance(minutes=15, seconds=1)
    assert line.says(f"1053 {PIN}").startswith("Ana.")


def test_the_right_pin_forgives_the_wrong_ones_before(line: PhoneLine) -> None:
    for _ in range(3):
        line.call(f"1053 0000 0000 {PIN} 4")
    assert line.says(f"1053 {PIN}").startswith("Ana.")


@pytest.mark.parametrize(("caller", "most"), [(MOBILE, 10), (TOWER_LANDLINE, 30)], ids=["a mobile", "a landline"])
def test_one_pin_over_many_numbers_is_stopped_at_the_phone(line: PhoneLine, caller: str, most: int) -> None:
    heard = [line.says(f"{number} {PIN}", caller=caller) for number in range(2000, 2000 + most)]
    assert all(told.startswith(WRONG) for told in heard)
    assert line.says(f"1053 {PIN}", caller=caller).startswith(LOCKED)
    assert line.says(f"1053 {PIN}", caller=OTHER_MOBILE).startswith("Ana.")


def test_one_pin_over_many_numbers_from_many_phones_is_stopped_in_all(line: PhoneLine) -> None:
    now = line.clock.wall.timestamp()
    with line.store.writing():
        for guess in range(199):
            tried = pin_attempts.begin(line.store, str(3000 + guess), f"phone +1514555{guess // 10:04}", now)
            pin_attempts.was_wrong(line.store, tried)
    assert line.says(f"2999 {PIN}", caller="+15145558888").startswith(WRONG)
    assert line.says(f"1053 {PIN}", caller="+15145559999").startswith(LOCKED)
    assert line.events() == []


def test_withheld_callers_share_what_a_terminal_may_guess(line: PhoneLine) -> None:
    for number in range(2000, 2030):
        line.says(f"{number} 0000", withheld=True)
    assert line.says(f"1053 {PIN}", withheld=True).startswith(LOCKED)


def test_a_claim_keeps_the_evidence_that_a_decision_would_have_had(line: PhoneLine) -> None:
    line.call("9999 0000")
    (claim,) = line.taps(TapState.CLAIM)
    assert claim.reason == Unidentified.UNKNOWN_NUMBER
    assert replayed(line.store, claim.evidence or 0) is not None


def test_a_number_dropped_from_the_register_during_the_call_still_serves(line: PhoneLine) -> None:
    def dropped() -> None:
        line.register(line.cast[1:])

    line.call(f"1053 {PIN}", dropped, "1")
    assert line.kinds("1053") == ["clocked_in"]


def test_each_guess_counts_once_however_often_its_webhook_comes(line: PhoneLine) -> None:
    line.call("1053 0000", repeat_every_request=True)
    line.call("1053 0000", repeat_every_request=True)
    assert partial(line.says, f"1053 {PIN}")().startswith("Ana.")


def test_silence_counts_with_wrong_pins(line: PhoneLine) -> None:
    told = line.call("1053 - 0000 1111 2222")
    assert told.said[-1].endswith("Your supervisor will confirm. Goodbye.")
    assert [entry.text for entry in told.entries if entry.verb == "keys"] == ["1053", "0000", "1111"]


def test_one_pin_over_many_numbers_is_stopped_also_where_the_calls_come_at_once(line: PhoneLine) -> None:
    with ThreadPoolExecutor(12) as callers:
        told = list(callers.map(lambda one: line.says(f"{7000 + one} 0000 !", caller=MOBILE), range(60)))
    refused = [said for said in told if said.startswith("Too many wrong PINs.")]
    assert len(told) - len(refused) == MOST_FROM_A_PHONE.at_place
