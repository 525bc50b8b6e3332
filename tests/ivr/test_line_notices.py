"""What a supervisor changed is told after the outcome, and only a key that can have heard it answers it."""

from datetime import timedelta
from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.model import Kind
from shared.domain.notice import Notice, NoticeAnswer, NoticeKind
from shared.domain.supervision import Because
from shared.store import desk, ledger, notices
from shared.store.desk import DeskKind
from shared.store.taps import TapState
from tests.ivr.cast import DOCKS, PIN, START, TOWER
from tests.ivr.phone_line import PhoneLine

OFFER = "8: hear what was changed in your hours."
IN = f"1053 {PIN} 1"
WHO = "Emil Berg changed your hours: forgotten clock-out."
YESTERDAY = f"{WHO} Your clock-out of yesterday was changed from 6:02 to 6:30."
EXAMPLES = count()
KEYS = "1: right. 2: not right."


def changed(line: PhoneLine, event_id: str = "n1", number: str = "1053", **more: object) -> str:
    """A notice of a supervisor's correction; the id it is known by."""
    old = START - timedelta(hours=24, minutes=56)
    told = {
        "kind": NoticeKind.CORRECTED,
        "target": target(line, number),
        "target_kind": Kind.CLOCKED_OUT,
        "old_at": old,
        "new_at": old + timedelta(minutes=28),
        "because": Because.FORGOT,
        "by": "1057",
        "site": TOWER,
        "made_at": line.clock.wall,
    }
    notices.put(line.store, Notice(event_id, number, **{**told, **more}))  # type: ignore[arg-type]
    return event_id


def target(line: PhoneLine, number: str) -> str:
    """An event of theirs, so that an answer is chained about it."""
    rows = ledger.of_employee(line.store, number)
    return rows[0].event_id if rows else "gone"


def said(line: PhoneLine, event_id: str = "n1") -> str:
    found = notices.find(line.store, event_id)
    assert found is not None
    return found.answer


def hears(line: PhoneLine) -> partial:
    """The time that hearing a notice takes."""
    return partial(line.clock.advance, seconds=6)


def test_a_clock_in_is_told_first_and_the_offer_stands_behind_all_keys(line: PhoneLine) -> None:
    changed(line)
    menu, outcome = line.call(IN).said[-2:]
    assert menu.endswith(OFFER)
    assert outcome.startswith("Clocked in at 6:58. Receipt ")
    assert outcome.endswith(f"9: not right. 1: another person. {OFFER}")
    assert said(line) == ""
    assert line.kinds("1053") == ["clocked_in"]


def test_nothing_is_offered_where_nothing_waits(line: PhoneLine) -> None:
    changed(line, number="1054")
    assert not any("8:" in told for told in line.call(f"{IN} 0").said)
    assert line.says(f"{IN} 8").startswith("Sorry?")


@pytest.mark.parametrize(("key", "answer"), [("1", NoticeAnswer.AGREED), ("2", NoticeAnswer.DISPUTED)])
def test_a_key_answers_it_and_the_outcome_keys_come_back(line: PhoneLine, key: str, answer: NoticeAnswer) -> None:
    line.call(f"{IN} !")
    line.clock.advance(minutes=10)
    changed(line)
    told = line.call(f"1053 {PIN} 2 8", hears(line), key).said
    assert told[-2] == f"{YESTERDAY} {KEYS}"
    assert told[-1].endswith("9: not right. 1: another person.")
    assert said(line) == answer
    answers = [row.event.about.new for row in ledger.of_employee(line.store, "1053") if row.event and row.event.about]
    assert answers == [answer]
    disputes = [one for one in desk.listed(line.store) if one.kind is DeskKind.CORRECTION_DISPUTED]
    assert len(disputes) == (1 if answer is NoticeAnswer.DISPUTED else 0)
    assert notices.find(line.store, "n1").shown == 1


def test_after_the_answer_the_event_can_still_be_taken_back(line: PhoneLine) -> None:
    changed(line)
    assert line.says(f"{IN} 8", hears(line), "1 9").startswith("Taken back.")
    assert line.kinds("1053") == []


def test_whoever_stays_on_the_line_hears_it_without_a_key(line: PhoneLine) -> None:
    changed(line)
    told = line.call(f"{IN} - - -").said
    assert told[-3].startswith("Clocked in at 6:58. Receipt ")
    assert told[-3].endswith(f"{YESTERDAY} {KEYS}")
    assert told[-2].startswith("9: not right.")
    assert told[-1] == "Goodbye."
    assert said(line) == "not_answered"


@pytest.mark.parametrize("rest", ["8 !", "8 -", "- -"])
def test_no_answer_is_kept_as_that_and_told_again(line: PhoneLine, rest: str) -> None:
    changed(line)
    line.call(f"{IN} {rest}")
    assert said(line) == "not_answered"
    line.clock.advance(minutes=30)
    assert line.says(f"1053 {PIN} 2 8").endswith(KEYS)
    assert notices.find(line.store, "n1").shown == 2


def test_a_key_before_anybody_can_have_heard_it_answers_nothing(line: PhoneLine) -> None:
    changed(line)
    assert line.says(f"{IN} 8 1").startswith(YESTERDAY)
    assert line.says(f"1053 {PIN} 8", partial(line.clock.advance, seconds=2), "2").startswith(YESTERDAY)
    assert said(line) == "not_answered"


def test_two_requests_for_one_step_answer_one_notice(line: PhoneLine) -> None:
    for event_id in ("n1", "n2"):
        changed(line, event_id)
    told = line.call(f"{IN} 8", hears(line), "1", repeat_every_request=True).said
    assert told[-1].startswith("Thank you. Emil Berg")
    assert (said(line, "n1"), said(line, "n2")) == ("agreed", "not_answered")


def test_a_restart_between_telling_and_answering_loses_nothing(line: PhoneLine) -> None:
    changed(line)
    line.call(f"{IN} 8", line.stop, lambda: line.start(line.port), hears(line), "1")
    assert said(line) == "agreed"


def test_a_server_that_died_before_the_answer_tells_it_again(line: PhoneLine) -> None:
    changed(line)
    line.call(f"{IN} 8 !")
    line.restart()
    assert OFFER in line.says(f"1053 {PIN}")


def test_three_at_one_call_oldest_first_and_the_rest_the_next_time(line: PhoneLine) -> None:
    made = [changed(line, f"n{place}") for place in range(5)]
    wait = hears(line)
    told = line.call(f"{IN} 8", wait, "1", wait, "1", wait, "1").said
    assert told[-1].startswith("Thank you. And 2 more, next time. 9: not right.")
    assert told[-1].endswith(OFFER)
    assert [said(line, one) for one in made] == ["agreed"] * 3 + [""] * 2


def test_from_the_menu_it_leads_back_to_the_menu_and_leaves_no_claim(line: PhoneLine) -> None:
    changed(line)
    told = line.call(f"1053 {PIN} 8", hears(line), "1").said
    assert told[-1].startswith("Thank you. 1: clock in.")
    assert line.taps(TapState.CLAIM, TapState.OPEN) == []


def test_a_misheard_key_is_asked_again_and_star_repeats(line: PhoneLine) -> None:
    changed(line)
    told = line.call(f"{IN} 8 7 *").said
    assert told[-2] == f"Sorry? {YESTERDAY} {KEYS}"
    assert told[-1] == f"{YESTERDAY} {KEYS}"
    assert said(line) == "not_answered"


def test_nobody_hears_or_answers_what_is_anothers(line: PhoneLine) -> None:
    changed(line)
    told = line.call(f"{IN} 1 1054 {PIN} 1").said
    assert [OFFER in one for one in told[-5:]] == [True, False, False, False, False]


def test_another_sites_change_names_it_in_its_own_time(line: PhoneLine) -> None:
    changed(line, number="1054", site=DOCKS)
    told = line.says(f"1054 {PIN} 8")
    assert told.startswith("Old Docks. Emil Berg changed your hours")
    assert "from 7:02 to 7:30." in told


def test_a_dropped_supervisor_is_named_by_number(line: PhoneLine) -> None:
    changed(line, by="9999", because="unheard of")
    assert line.says(f"{IN} 8").startswith("9999 changed your hours. Your clock-out")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("12890-*"), st.sampled_from((0, 2, 3, 9))), min_size=2, max_size=14))
def test_nothing_is_agreed_without_a_key_after_it_was_heard(line: PhoneLine, pressed: list[tuple[str, int]]) -> None:
    prefix = next(EXAMPLES)
    for place in range(2):
        changed(line, f"{prefix}-{place}")
    line.clock.advance(minutes=10)
    keys = [("1053", 0), (PIN, 0), ("8", 0), *pressed]
    script = [one for key, wait in keys for one in (partial(line.clock.advance, seconds=wait), key)]
    heard = line.call(*script).said
    answers = {"1": "agreed", "2": "disputed"}
    told = [key for (key, wait), words in zip(keys, heard, strict=False) if words.endswith(KEYS) and wait >= 3]
    kept = [row[0] for row in line.store.execute("SELECT answer FROM notices") if row[0] in answers.values()]
    line.store.execute("DELETE FROM notices")
    assert sorted(kept) == sorted(answers[key] for key in told if key in answers)
