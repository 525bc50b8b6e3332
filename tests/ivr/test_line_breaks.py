"""The breaks of a shift are told after the committed clock-out, and only a key that can have heard them answers."""

from functools import partial

import pytest

from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.model import Kind
from shared.domain.rules import Rules
from shared.store import desk
from shared.store.desk import DeskKind
from tests.ivr.cast import PIN, two_sites
from tests.ivr.phone_line import PhoneLine
from tests.ivr.test_line_notices import changed

REST = BreakRule(BreakKind.REST, 2 * 3600, 600, paid=True)
OFFER = "8: hear your breaks."
SUMMARY = (
    "Your breaks of today, 6:58 to 9:58. Rest break, due 8:58, 10 minutes, paid, not taken."
    " Breaks in all: 0 minutes. Paid 0 minutes, unpaid 0 minutes. 1: right. 2: not right."
)
EARLY = (
    "Break 8:58 to 9:03: 5 minutes instead of 10 minutes."
    " Did you end your break early by your own choice? 1: yes. 2: no."
)
WHY = "Why did your break end early? 1: Called back to work. 2: Emergency. 3: Another reason."
OUT = f"1053 {PIN} 2"


@pytest.fixture
def planned(make_line) -> PhoneLine:
    """A line of sites that plan a rest; Ana came three hours ago."""
    line = make_line(Rules(breaks=(REST,)))
    line.clocked_in("1053", hours_ago=3)
    return line


def answers(line: PhoneLine) -> list[tuple[str, str]]:
    rows = line.store.execute(
        "SELECT json_extract(body, '$.about.new'), json_extract(body, '$.about.reason') FROM ledger"
        " WHERE kind = 'break_answer' ORDER BY seq"
    )
    return [(said, reason) for said, reason in rows]


def hears(line: PhoneLine) -> partial:
    """The time that hearing a summary takes."""
    return partial(line.clock.advance, seconds=12)


def test_a_clock_out_is_told_first_and_the_offer_stands_behind_all_keys(planned: PhoneLine) -> None:
    outcome = planned.says(OUT)
    assert outcome.startswith("Clocked out at 9:58. Receipt ")
    assert outcome.endswith(f"9: not right. 1: another person. {OFFER}")
    assert answers(planned) == []
    assert planned.kinds("1053") == ["clocked_in", "clocked_out"]


@pytest.mark.parametrize(("key", "answer"), [("1", "agreed"), ("2", "disputed")])
def test_a_key_answers_and_the_outcome_keys_come_back(planned: PhoneLine, key: str, answer: str) -> None:
    told = planned.call(f"{OUT} 8", hears(planned), key).said
    assert told[-2] == SUMMARY
    assert told[-1].endswith("9: not right. 1: another person.")
    assert answers(planned) == [("not_answered", ""), (answer, "")]
    disputes = [one for one in desk.listed(planned.store) if one.kind is DeskKind.BREAKS_DISPUTED]
    assert [one.employee for one in disputes] == (["1053"] if answer == "disputed" else [])


def test_whoever_stays_on_the_line_hears_it_without_a_key(planned: PhoneLine) -> None:
    told = planned.call(f"{OUT} - - -").said
    assert told[-3].endswith(SUMMARY)
    assert told[-2].startswith("9: not right.")
    assert told[-1] == "Goodbye."
    assert answers(planned) == [("not_answered", "")]


@pytest.mark.parametrize("rest", ["8 !", "8 -", "- -", "8 7 7 7"])
def test_no_answer_is_kept_as_that_and_asked_at_the_next_call(planned: PhoneLine, rest: str) -> None:
    planned.call(f"{OUT} {rest}")
    assert answers(planned) == [("not_answered", "")]
    planned.clock.advance(minutes=30)
    assert planned.says(f"1053 {PIN} 8") == SUMMARY
    assert answers(planned) == [("not_answered", "")]


def test_a_key_before_anybody_can_have_heard_it_answers_nothing(planned: PhoneLine) -> None:
    assert planned.says(f"{OUT} 8 1") == SUMMARY
    assert planned.says(f"1053 {PIN} 8", partial(planned.clock.advance, seconds=2), "2") == SUMMARY
    assert answers(planned) == [("not_answered", "")]


def test_two_requests_for_one_step_answer_once(planned: PhoneLine) -> None:
    planned.call(f"{OUT} 8", hears(planned), "1", repeat_every_request=True)
    assert answers(planned) == [("not_answered", ""), ("agreed", "")]


def test_a_restart_between_telling_and_answering_loses_nothing(planned: PhoneLine) -> None:
    planned.call(f"{OUT} 8", planned.stop, lambda: planned.start(planned.port), hears(planned), "1")
    assert answers(planned)[-1] == ("agreed", "")


def test_a_misheard_key_is_asked_again_and_star_repeats(planned: PhoneLine) -> None:
    told = planned.call(f"{OUT} 8 7 *").said
    assert told[-2:] == [f"Sorry? {SUMMARY}", SUMMARY]


def test_the_event_can_still_be_taken_back_and_then_nothing_is_asked(planned: PhoneLine) -> None:
    told = planned.says(f"{OUT} 8", hears(planned), "1 9")
    assert told.startswith("Taken back.")
    assert OFFER not in told
    assert planned.kinds("1053") == ["clocked_in"]


def test_what_a_supervisor_changed_follows_on_the_line(planned: PhoneLine) -> None:
    changed(planned)
    told = planned.call(f"{OUT} 8", hears(planned), "1 -").said
    assert told[-2].endswith("8: hear what was changed in your hours.")
    assert "changed your hours" in told[-1]


def back_early(line: PhoneLine, *script) -> list[str]:
    """A rest of five minutes, after two hours; what is said from its end on."""
    line.call(f"1053 {PIN} 3 !")
    line.clock.advance(minutes=5)
    return line.call(f"1053 {PIN} 3 8", *script).said


@pytest.fixture
def early(make_line) -> PhoneLine:
    line = make_line(Rules(breaks=(REST,)))
    line.clocked_in("1053", hours_ago=2)
    return line


def test_whoever_chose_to_come_back_early_says_so(early: PhoneLine) -> None:
    told = back_early(early, hears(early), "1")
    assert told[-2] == EARLY
    assert told[-1].startswith("Thank you. 9: not right.")
    assert answers(early) == [("not_answered", ""), ("voluntary", "")]


@pytest.mark.parametrize(("key", "reason"), [("1", "called_back"), ("2", "emergency"), ("3", "other")])
def test_whoever_did_not_says_why(early: PhoneLine, key: str, reason: str) -> None:
    told = back_early(early, hears(early), "2", hears(early), key)
    assert told[-2] == WHY
    assert answers(early) == [("not_answered", ""), ("not_voluntary", ""), ("not_voluntary", reason)]


@pytest.mark.parametrize("rest", ["-", "!", "1", "7 *"])
def test_no_counts_without_a_reason(early: PhoneLine, rest: str) -> None:
    back_early(early, hears(early), f"2 {rest}")
    assert answers(early) == [("not_answered", ""), ("not_voluntary", "")]


def test_both_questions_follow_each_other_after_the_clock_out(early: PhoneLine) -> None:
    back_early(early, "!")
    early.clock.advance(hours=1)
    told = early.call(f"{OUT} 8", hears(early), "1", hears(early), "1").said
    assert told[-3] == EARLY
    assert told[-2].startswith("Thank you. Your breaks of today")
    assert [said for said, _ in answers(early)] == ["not_answered", "voluntary", "not_answered", "agreed"]


def test_where_the_vendors_app_asks_nothing_is_offered(make_line) -> None:
    line = make_line(sites=two_sites(Rules(breaks=(REST,)), asks_of_breaks=False))
    line.clocked_in("1053", hours_ago=3)
    assert OFFER not in line.says(OUT)
    assert line.store.execute("SELECT * FROM break_questions") == []


def test_it_speaks_the_callers_language(make_line) -> None:
    line = make_line(Rules(breaks=(REST,)))
    line.call(f"1055 {PIN} 1 !")
    line.clock.advance(hours=3)
    told = line.says(f"1055 {PIN} 2 8")
    assert "9:58" in told
    assert line.store.one("SELECT kind FROM ledger ORDER BY seq DESC LIMIT 1") == (Kind.BREAK_ANSWER,)
