"""One step of a call is done once: repeats, restarts, and requests that Twilio would never make."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ivr.address import address_of
from ivr.call import PROVEN, At, CallState
from ivr.phone.request_fields import call_fields
from ivr.phone.signing import Fields
from shared.store import calls
from shared.store.taps import TapState
from tests.ivr.cast import PIN
from tests.ivr.phone_line import PhoneLine

ENDED = "This call has ended. Please call again."
SCRIPTS = {
    "in": (f"1053 {PIN} 1 1 -", ["clocked_in"]),
    "in and taken back": (f"1053 {PIN} 1 1 9 -", []),
    "in, out and once more": (f"1053 {PIN} 1 1 0 2 0 2 2 -", ["clocked_in", "clocked_out", "clocked_out"]),
    "a break": (f"1053 {PIN} 1 1 0 3 0 3 -", ["clocked_in", "break_started", "break_ended"]),
    "a position": (f"1053 {PIN} 1 1 0 5 1 -", ["clocked_in", "clocked_out", "clocked_in"]),
    "two people": (f"1053 {PIN} 1 2 1 1054 {PIN} 1 1", ["clocked_in", "clocked_in"]),
    "wrong PIN, another number": (f"* 9999 1111 * 1056 {PIN} 1 2", ["clocked_in"]),
    "shifts and receipts": (f"1053 {PIN} 4 6 0000 6 * 2 -", ["clocked_out"]),
    "silence": (f"1053 {PIN} - 8 1 2 - -", ["clocked_in"]),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_request_sent_twice_gets_the_same_bytes_and_is_done_once(line: PhoneLine, script: str) -> None:
    line.rota(positions=((1, 687, "Gate"), (2, 687, "Patrol")))
    keys, recorded = SCRIPTS[script]
    line.call(keys, repeat_every_request=True)
    assert [event.draft.kind for event in line.events()] == recorded


def step(line: PhoneLine, state: CallState, call_sid: str, keys: str, *, t: int | None = None) -> str:
    """One request of a call that is made by hand."""
    at = int(line.clock.wall.timestamp()) if t is None else t
    answer = line.post(address_of(state, at), fields_of(line, call_sid, keys))
    assert answer.status_code == 200
    return answer.text


def fields_of(line: PhoneLine, call_sid: str, keys: str) -> Fields:
    return [*call_fields(line.phone(), call_sid, "in-progress"), ("Digits", keys)]


def test_twenty_copies_of_a_confirmation_at_once_are_one_event(line: PhoneLine) -> None:
    sid = "CA" + "1" * 32
    line.call(f"1053 {PIN}", call_sid=sid, status_url="")
    menu = CallState(At.MENU, 3, site="Harbour Tower", who="1053")
    with ThreadPoolExecutor(20) as many:
        answers = list(many.map(lambda _: step(line, menu, sid, "1"), range(20)))
    assert len(set(answers)) == 1
    assert "Clocked in at 6:58." in answers[0]
    assert line.kinds("1053") == ["clocked_in"]


def test_many_copies_of_a_wrong_pin_at_once_are_one_guess_and_one_claim(line: PhoneLine) -> None:
    asked = CallState(At.PIN, 2, site="Harbour Tower", who="1053")
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: step(line, asked, "CA" + "6" * 32, "0000"), range(8)))
    assert len(set(answers)) == 1
    assert len(line.taps(TapState.CLAIM)) == 1
    assert line.says(f"1053 {PIN}").startswith("Ana.")


def test_a_confirmation_repeated_after_a_restart_gets_the_same_bytes(line: PhoneLine) -> None:
    sid = "CA" + "2" * 32
    line.call(f"1053 {PIN}", call_sid=sid, status_url="")
    menu = CallState(At.MENU, 3, site="Harbour Tower", who="1053")
    first = step(line, menu, sid, "1")
    line.restart()
    line.clock.advance(seconds=9)
    assert step(line, menu, sid, "1", t=int(line.clock.wall.timestamp()) - 9) == first
    assert line.kinds("1053") == ["clocked_in"]


def test_a_pin_repeated_after_a_restart_is_not_guessed_again(line: PhoneLine) -> None:
    sid = "CA" + "3" * 32
    asked = CallState(At.PIN, 2, site="Harbour Tower", who="1053")
    first = step(line, asked, sid, "0000")
    for _ in range(4):
        line.restart()
        assert step(line, asked, sid, "0000") == first
    assert len(line.taps(TapState.CLAIM)) == 1
    assert line.says(f"1053 {PIN}").startswith("Ana.")


def test_a_call_goes_on_after_a_restart(line: PhoneLine) -> None:
    port = line.port

    def restart() -> None:
        line.stop()
        line.start(port)

    line.call(f"1053 {PIN}", restart, "1", restart, "0 3")
    assert line.kinds("1053") == ["clocked_in", "break_started"]


def test_two_keys_for_one_step_count_as_the_first(line: PhoneLine) -> None:
    sid = "CA" + "4" * 32
    line.call(f"1053 {PIN}", call_sid=sid, status_url="")
    menu = CallState(At.MENU, 3, site="Harbour Tower", who="1053")
    assert step(line, menu, sid, "1") == step(line, menu, sid, "2")
    line.restart()
    step(line, menu, sid, "2")
    assert line.kinds("1053") == ["clocked_in"]


@pytest.mark.parametrize("at", sorted(PROVEN))
def test_an_identity_that_gave_no_pin_in_this_call_is_nobody(line: PhoneLine, at: At) -> None:
    line.call(f"1053 {PIN} 1")
    state = CallState(at, 3, site="Harbour Tower", who="1057", options=("clock_out",), wish="clock_in")
    for keys in ("", "1", "2", "9", "0", "1234"):
        told = step(line, state, f"CA{at.encode().hex():0>32}{keys}", keys)
        assert ENDED in told
        assert "<Hangup" in told
    assert line.kinds("1057") == []
    assert line.kinds("1053") == ["clocked_in"]


def test_the_call_of_somebody_else_lends_nobody_its_identity(line: PhoneLine) -> None:
    line.call(f"1053 {PIN}", call_sid="CA" + "5" * 32)
    menu = CallState(At.MENU, 3, site="Harbour Tower", who="1053")
    assert ENDED in step(line, menu, "CA" + "6" * 32, "1")
    assert line.events() == []


def test_a_person_of_the_same_call_is_not_another_person_of_it(line: PhoneLine) -> None:
    sid = "CA" + "5" * 32
    line.call(f"1053 {PIN}", call_sid=sid, status_url="")
    assert ENDED in step(line, CallState(At.MENU, 3, site="Harbour Tower", who="1054"), sid, "1")
    assert line.events() == []


@pytest.mark.parametrize("age_s", [15 * 60, 3600, -15 * 60], ids=["a quarter of an hour", "an hour", "not made yet"])
def test_an_address_that_no_caller_can_hold_is_no_step(line: PhoneLine, age_s: int) -> None:
    sid = "CA" + "7" * 32
    line.call(f"1053 {PIN}", call_sid=sid, status_url="")
    then = int(line.clock.wall.timestamp()) - age_s
    menu = CallState(At.MENU, 3, site="Harbour Tower", who="1053")
    assert ENDED in step(line, menu, sid, "1", t=then)
    assert line.events() == []


def test_an_address_of_another_version_ends_the_call(line: PhoneLine) -> None:
    fields = fields_of(line, "CA" + "8" * 32, "1")
    for query in ("at=somewhere&n=3", "at=menu&n=x", "at=menu&n=-1", "at=menu&n=99999", "at=menu&n=3&page=-1"):
        assert ENDED in line.post(f"/voice/step?{query}", fields).text
    assert line.events() == []


def test_what_a_call_left_behind_is_forgotten_after_two_days(line: PhoneLine) -> None:
    sid = "CA" + "9" * 32
    line.call(f"1053 {PIN} 1", call_sid=sid)
    line.clock.advance(days=2, minutes=1)
    line.go_round()
    assert calls.answered(line.store, sid, "3") is None
    assert not calls.identified(line.store, sid, "1053")
    assert line.kinds("1053") == ["clocked_in"]
