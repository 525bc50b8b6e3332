"""A refused caller hands the telephone to a supervisor: number and PIN make the clock-in, once, at its own time."""

from dataclasses import replace

import pytest

from ivr.address import address_of
from ivr.call import At, CallState
from ivr.phone.request_fields import call_fields
from shared.accepting import dismiss
from shared.domain.clock_status import ClockStatus
from shared.domain.flags import Flag
from shared.domain.model import Kind
from shared.domain.pin_limits import MOST_FROM_A_PHONE
from shared.domain.rules import CallerRule, Rules
from shared.replay import Verdict, replay
from shared.store import decisions
from shared.store.taps import TapState
from tests.ivr.cast import CAST, DOCKS_CALLED, OTHER_MOBILE, PIN, START, TOWER_LANDLINE
from tests.ivr.conftest import MakeLine
from tests.ivr.full_disk import Disk
from tests.ivr.phone_line import PhoneLine, times_of

EMIL, FIA = "1057", "1058"
REFUSED = "Not clocked in: it is too early for your shift. Kept, 6:58. Your supervisor will confirm."
KEYS = "5: a supervisor authorises. 1: another person."
ANA_IS_REFUSED = f"1053 {PIN} 1"


@pytest.fixture
def early(make_line: MakeLine) -> PhoneLine:
    """Ana's shift begins in three hours, and the site does not let anybody in before the early window."""
    return too_early(make_line)


def too_early(make_line: MakeLine) -> PhoneLine:
    line = make_line(Rules(early_window_blocks=True))
    line.shift("1053", in_h=3)
    line.rota(positions=((1, 687, "Gate"),))
    return line


def refusals(line: PhoneLine) -> list[str]:
    return [tap.reason for tap in line.taps(TapState.CLAIM)]


def test_a_supervisors_number_and_pin_make_the_clock_in_and_it_is_told(early: PhoneLine) -> None:
    told = early.call(f"{ANA_IS_REFUSED} 5 {EMIL} {PIN}").said
    assert told[3] == f"{REFUSED} {KEYS}"
    assert told[4:6] == ["Supervisor's number.", "PIN."]
    (event,) = early.events("1053")
    receipt = " ".join(event.receipt)
    assert told[6] == (
        f"Clocked in at 6:58. Receipt {receipt}. Authorised by Emil Berg. 9: not right. 1: another person."
    )
    assert times_of([event]) == [(Kind.CLOCKED_IN, START)]
    assert event.draft.status is ClockStatus.EARLY
    assert {Flag.ACCEPTED_BY_SUPERVISOR, Flag.EARLY_IN} <= set(event.flags)
    assert refusals(early) == []
    (word,) = decisions.about(early.store, event.tap_id)
    assert (word.what, word.by) == ("accept", EMIL)


def test_the_clock_in_is_of_the_refused_call_and_the_supervisor_leaves_no_tap(early: PhoneLine) -> None:
    early.call(ANA_IS_REFUSED, lambda: early.clock.advance(minutes=4), f"5 {EMIL} {PIN}")
    (event,) = early.events("1053")
    assert (event.draft.at, event.recorded_at > START) == (START, True)
    assert early.events(EMIL) == []
    assert {tap.employee for tap in early.taps(*TapState)} == {"1053"}


def test_replaying_the_decision_gives_it_again(early: PhoneLine) -> None:
    early.call(f"{ANA_IS_REFUSED} 5 {EMIL} {PIN}")
    assert {one.verdict for one in replay(early.store, {})} == {Verdict.SAME}


def test_not_right_takes_it_back(early: PhoneLine) -> None:
    early.call(f"{ANA_IS_REFUSED} 5 {EMIL} {PIN} 9")
    assert early.events("1053") == []


@pytest.mark.parametrize("keys", ["5 !", f"5 {EMIL} !", "5 *", f"5 {EMIL} * *", "!", f"5 {EMIL} 0000 !"])
def test_whoever_stops_on_the_way_leaves_the_refusal_for_the_desk(early: PhoneLine, keys: str) -> None:
    early.call(f"{ANA_IS_REFUSED} {keys}")
    assert (early.events("1053"), refusals(early)) == ([], ["too_early"])


def test_silence_at_the_prompt_authorises_nothing(early: PhoneLine) -> None:
    told = early.call(f"{ANA_IS_REFUSED} 5 - - -").said
    assert told[-2:] == ["Sorry? Supervisor's number.", "Goodbye."]
    assert (early.events("1053"), refusals(early)) == ([], ["too_early"])


def test_a_star_leads_back_and_the_key_is_offered_again(early: PhoneLine) -> None:
    told = early.call(f"{ANA_IS_REFUSED} 5 * 5 {EMIL} * {EMIL} {PIN}").said
    assert told[5] == f"Not authorised. {KEYS}"
    assert told[8] == "Supervisor's number."
    assert early.kinds("1053") == ["clocked_in"]


def test_repeating_tells_the_key_again(early: PhoneLine) -> None:
    assert early.call(f"{ANA_IS_REFUSED} *").said[4] == KEYS


@pytest.mark.parametrize("number", ["1054", "1053"])
def test_whoever_is_no_supervisor_authorises_nothing(early: PhoneLine, number: str) -> None:
    told = early.says(f"{ANA_IS_REFUSED} 5 {number} {PIN}")
    assert told == f"Not accepted: this is not for you to decide. {KEYS}"
    assert (early.events(), refusals(early)) == ([], ["too_early"])


def test_a_supervisor_of_another_site_authorises_nothing(make_line: MakeLine) -> None:
    line = make_line(Rules(early_window_blocks=True))
    line.shift("1054", in_h=3, account=688)
    line.rota(positions=((1, 688, "Quay"),))
    told = line.says(f"1054 {PIN} 1 5 {EMIL} {PIN}", called=DOCKS_CALLED)
    assert told.startswith("Not accepted: this is not for you to decide.")
    assert "Authorised by Fia Holm." in line.says(f"1054 {PIN} 1 5 {FIA} {PIN}", called=DOCKS_CALLED)


def test_nobody_authorises_their_own_clock_in_while_another_supervisor_could(make_line: MakeLine) -> None:
    line = make_line(Rules(early_window_blocks=True))
    line.shift(EMIL, in_h=3)
    line.rota(positions=((1, 687, "Gate"),))
    told = line.says(f"{EMIL} {PIN} 1 5 {EMIL} {PIN}")
    assert told == f"Not accepted: another supervisor must accept your own claim. {KEYS}"
    assert line.events() == []
    assert "Authorised by Fia Holm." in line.says(f"{EMIL} {PIN} 1 5 {FIA} {PIN}")


def test_a_supervisor_who_is_alone_may_and_it_is_flagged(make_line: MakeLine) -> None:
    line = make_line(Rules(early_window_blocks=True), cast=CAST[:5])
    line.shift(EMIL, in_h=3)
    line.rota(positions=((1, 687, "Gate"),))
    line.call(f"{EMIL} {PIN} 1 5 {EMIL} {PIN}")
    assert Flag.SELF_ACCEPTED in line.events(EMIL)[0].flags


def test_wrong_pins_are_counted_against_the_supervisors_number_and_locked(early: PhoneLine) -> None:
    told = early.call(f"{ANA_IS_REFUSED} 5 {EMIL} 0000 1111 2222 5 {EMIL} {PIN}", caller=TOWER_LANDLINE).said
    again = "Number or PIN is wrong. PIN again, or star for another number."
    assert told[6:8] == [again, again]
    assert told[8] == f"Number or PIN is wrong. {KEYS}"
    assert told[-1] == f"Too many wrong PINs. Wait a quarter of an hour. {KEYS}"
    assert (early.events(), refusals(early)) == ([], ["too_early"])
    assert "Too many wrong PINs" in early.says(f"{EMIL} {PIN}", caller=OTHER_MOBILE)


def test_the_right_pin_forgives_the_wrong_ones(early: PhoneLine) -> None:
    early.call(f"{ANA_IS_REFUSED} 5 {EMIL} 0000 1111 {PIN}")
    assert early.kinds("1053") == ["clocked_in"]
    assert early.says(f"{EMIL} 0000 1111 {PIN}", caller=OTHER_MOBILE).startswith("Emil.")


def test_no_more_guesses_are_taken_from_one_telephone_by_this_way(make_line: MakeLine) -> None:
    line = too_early(make_line)
    for place in range(MOST_FROM_A_PHONE.at_place):
        line.call(f"{ANA_IS_REFUSED} 5 {2000 + place} 0000 !")
    assert "Too many wrong PINs" in line.says(f"{ANA_IS_REFUSED} 5 {EMIL} {PIN}") or line.events() == []
    assert line.events() == []


def test_what_was_refused_for_good_is_not_offered(make_line: MakeLine) -> None:
    line = make_line()
    line.rota(inactive=("1053",))
    told = line.says(f"1053 {PIN} 1")
    assert "your employment is not active" in told
    assert "5:" not in told
    assert line.says(f"1053 {PIN} 1 5 !").startswith("Sorry?")


@pytest.mark.parametrize("caller", ["known", "site"])
def test_a_refused_telephone_can_be_vouched_for(make_line: MakeLine, caller: str) -> None:
    line = make_line(Rules(caller=CallerRule(caller)))
    line.rota(positions=((1, 687, "Gate"),))
    assert "Authorised by Emil Berg." in line.says(f"1053 {PIN} 1 5 {EMIL} {PIN}")
    assert line.kinds("1053") == ["clocked_in"]


@pytest.fixture
def tired(make_line: MakeLine) -> PhoneLine:
    """Ana had too little rest, and there are two positions."""
    line = make_line(Rules(minimum_rest_s=8 * 3600))
    line.clocked_in("1053", hours_ago=8)
    line.call(f"1053 {PIN} 2")
    line.clock.advance(hours=4)
    line.rota(positions=((1, 687, "Gate"), (2, 687, "Patrol")))
    return line


def test_a_position_that_is_not_known_is_asked_after_the_pin(tired: PhoneLine) -> None:
    told = tired.call(f"1053 {PIN} 1 5 {EMIL} {PIN} 2").said
    assert told[6] == "Which position? 1: Gate. 2: Patrol."
    assert "Authorised by Emil Berg." in told[7]
    event = tired.events("1053")[-1]
    assert (event.draft.kind, event.draft.position_id) == (Kind.CLOCKED_IN, 2)
    assert Flag.SHORT_REST in event.flags


@pytest.mark.parametrize("keys", ["0", "!", "- - -"])
def test_a_position_that_nobody_names_leaves_the_refusal(tired: PhoneLine, keys: str) -> None:
    tired.call(f"1053 {PIN} 1 5 {EMIL} {PIN} {keys}")
    assert tired.kinds("1053") == ["clocked_in", "clocked_out"]
    assert refusals(tired) == ["minimum_rest"]


def test_a_right_that_ended_before_the_position_was_named_authorises_nothing(tired: PhoneLine) -> None:
    def demoted() -> None:
        tired.register((*CAST[:4], replace(CAST[4], sites=()), *CAST[5:]))

    told = tired.says(f"1053 {PIN} 1 5 {EMIL} {PIN}", demoted, "2")
    assert told.startswith("Not accepted: this is not for you to decide.")
    assert refusals(tired) == ["minimum_rest"]


def test_a_refusal_that_the_desk_settled_meanwhile_stays_settled(early: PhoneLine) -> None:
    def dismissed() -> None:
        (claim,) = early.taps(TapState.CLAIM)
        dismiss(early.store, early.sites[0].door.site, claim.tap_id, CAST[5], early.clock.wall)

    told = early.says(ANA_IS_REFUSED, dismissed, f"5 {EMIL} {PIN}")
    assert told.startswith("Somebody settled this claim meanwhile.")
    assert early.events() == []


@pytest.mark.parametrize(("sid", "said"), [("CA" + "1" * 32, "Not authorised."), ("CA" + "9" * 32, "has ended.")])
def test_an_address_alone_is_nobodys_word(tired: PhoneLine, sid: str, said: str) -> None:
    tired.call(f"1053 {PIN} 1 5 {EMIL} 0000 !", call_sid="CA" + "1" * 32, status_url="")
    (claim,) = [tap for tap in tired.taps(TapState.CLAIM) if tap.reason == "minimum_rest"]
    state = CallState(At.AUTHORISED_POSITION, 7, who="1053", tap=claim.tap_id, wish=EMIL, options=("2",))
    fields = [*call_fields(tired.phone(), sid, "in-progress"), ("Digits", "1")]
    answer = tired.post(address_of(state, int(tired.clock.wall.timestamp())), fields)
    assert said in answer.text
    assert tired.kinds("1053") == ["clocked_in", "clocked_out"]


def test_every_request_brought_twice_authorises_once(early: PhoneLine) -> None:
    early.call(f"{ANA_IS_REFUSED} 5 {EMIL} 0000 {PIN} - -", repeat_every_request=True)
    assert early.kinds("1053") == ["clocked_in"]
    assert early.events(EMIL) == []


def test_a_full_disk_takes_a_message_and_leaves_the_refusal(early: PhoneLine, disk: Disk) -> None:
    early.call(ANA_IS_REFUSED, f"5 {EMIL}", disk.fills, f"{PIN} !", faults=True)
    disk.has_room()
    assert (early.events("1053"), refusals(early)) == ([], ["too_early"])
    early.call(f"{ANA_IS_REFUSED} 5 {EMIL} {PIN}")
    assert early.kinds("1053") == ["clocked_in"]
