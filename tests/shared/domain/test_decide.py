"""What a tap becomes when nobody has chosen anything yet: behaviour of the door, rules 1.2 to 1.4 and 2.4."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.decide import decide
from shared.domain.decision import Accepted, Ask, Refused, Repeated
from shared.domain.facts import Facts
from shared.domain.flags import Flag
from shared.domain.model import Kind, Person
from shared.domain.rules import Rules, TapOut
from shared.domain.tap import Choice, Question, Refusal
from tests.shared.domain.cast import (
    ANA,
    ARRIVALS,
    BEN,
    CHLOE,
    DEV,
    EARLY,
    GATE,
    KNOWN,
    LATE,
    RULES,
    SITE,
    at,
    facts,
    last,
    left_open,
    on_break,
    shift,
    tap,
    working,
)


def kinds(decision: object) -> list[Kind]:
    assert isinstance(decision, Accepted)
    return [draft.kind for draft in decision.drafts]


@pytest.mark.parametrize(
    ("person", "flags"),
    [(ANA, ()), (BEN, (Flag.EARLY_IN,)), (CHLOE, (Flag.LATE_IN,))],
    ids=["Ana on time", "Ben early", "Chloé late"],
)
def test_whoever_is_off_duty_and_rostered_is_clocked_in_on_their_shift(person: Person, flags: tuple[Flag, ...]) -> None:
    decision = decide(tap(ARRIVALS[person]), facts(person), RULES)
    assert isinstance(decision, Accepted)
    assert decision.flags == flags
    assert (decision.shift, decision.candidates) == (EARLY, (EARLY,))
    draft = decision.drafts[0]
    assert (draft.kind, draft.at, draft.site) == (Kind.CLOCKED_IN, ARRIVALS[person], SITE)
    assert (draft.position_id, draft.shift_id, draft.shift_ends_at) == (GATE.position_id, 9001, EARLY.ends_at)
    assert draft.work_session == "", "a clock-in opens its own"


def test_dev_is_refused_because_a_fresh_roster_knows_that_he_is_not_assigned() -> None:
    assert decide(tap(ARRIVALS[DEV]), facts(DEV), RULES) == Refused(Refusal.NOT_ASSIGNED)


def test_on_duty_a_tap_asks_what_now_and_the_likeliest_is_leaving() -> None:
    decision = decide(tap(at("10:00")), facts(presence=working()), RULES)
    assert decision == Ask(Question.WHAT_NOW, (Choice.CLOCK_OUT, Choice.START_BREAK, Choice.NOT_ME))


def test_on_a_break_a_tap_ends_the_break_and_offers_to_leave() -> None:
    decision = decide(tap(at("10:20")), facts(presence=on_break(at("10:00"))), RULES)
    assert kinds(decision) == [Kind.BREAK_ENDED]
    assert isinstance(decision, Accepted)
    assert decision.drafts[0].work_session == "in-1"
    assert decision.offer == (Choice.CLOCK_OUT,)
    assert Flag.NOT_SENT_UPSTREAM in decision.flags


# Repeats


@pytest.mark.parametrize("seconds", [0, 1, 119, -60, -119])
def test_the_same_person_within_two_minutes_is_answered_again(seconds: int) -> None:
    before = last(Kind.CLOCKED_IN, at("05:58"))
    again = tap(at("05:58") + timedelta(seconds=seconds))
    assert decide(again, facts(presence=working(), last_event=before), RULES) == Repeated(before)


@pytest.mark.parametrize("seconds", [120, 121, -120])
def test_after_two_minutes_a_tap_is_a_tap_of_its_own(seconds: int) -> None:
    known = facts(presence=working(), last_event=last(Kind.CLOCKED_IN, at("05:58")))
    assert isinstance(decide(tap(at("05:58") + timedelta(seconds=seconds)), known, RULES), Ask)


@pytest.mark.parametrize("kind", [Kind.CLOCKED_IN, Kind.CLOCKED_OUT, Kind.BREAK_STARTED, Kind.BREAK_ENDED])
def test_every_kind_of_event_can_be_repeated_at_any_door(kind: Kind) -> None:
    before = replace(last(kind, at("10:00")), event_id="by-phone")
    assert decide(tap(at("10:01")), facts(last_event=before), RULES) == Repeated(before)


def test_a_repeat_counts_from_when_it_was_recorded_not_from_when_it_happened() -> None:
    known = facts(presence=working(), last_event=last(Kind.CLOCKED_OUT, at("06:00", 1), happened_at=at("14:00")))
    assert isinstance(decide(tap(at("06:01", 1)), known, RULES), Repeated)


def test_a_choice_is_never_taken_for_a_repeat() -> None:
    known = facts(presence=working(), last_event=last(Kind.CLOCKED_IN, at("05:58")))
    assert kinds(decide(tap(at("05:58:30"), Choice.CLOCK_OUT), known, RULES)) == [Kind.CLOCKED_OUT]


def test_a_repeat_comes_before_an_open_question() -> None:
    before = last(Kind.CLOCKED_IN, at("05:58"))
    known = facts(presence=working(), last_event=before, open_tap=left_open(at("05:58:30")))
    assert decide(tap(at("05:59")), known, RULES) == Repeated(before)


# Leaving without a choice


def out(known: Facts, when: datetime, tap_out: TapOut) -> bool:
    decision = decide(tap(when), known, Rules(tap_out=tap_out))
    if isinstance(decision, Accepted):
        assert kinds(decision) == [Kind.CLOCKED_OUT]
        return True
    assert isinstance(decision, Ask)
    assert decision.question is Question.WHAT_NOW
    return False


@pytest.mark.parametrize(
    ("tap_out", "clock", "leaves"),
    [
        (TapOut.ASK, "14:00", False),
        (TapOut.NEAR_END, "13:29", False),
        (TapOut.NEAR_END, "13:30", True),
        (TapOut.NEAR_END, "14:30", True),
        (TapOut.NEAR_END, "14:31", False),
        (TapOut.ALWAYS, "09:00", True),
    ],
)
def test_a_tap_clocks_out_at_once_only_where_the_site_says_so(tap_out: TapOut, clock: str, leaves: bool) -> None:
    assert out(facts(presence=working()), at(clock), tap_out) is leaves


@pytest.mark.parametrize(("seconds", "leaves"), [(121, False), (299, False), (300, True), (-10, False)])
@pytest.mark.parametrize("tap_out", [TapOut.ALWAYS, TapOut.NEAR_END])
def test_no_tap_clocks_out_by_itself_within_five_minutes(tap_out: TapOut, seconds: int, leaves: bool) -> None:
    came = at("13:50")
    assert out(facts(presence=working(came)), came + timedelta(seconds=seconds), tap_out) is leaves


def test_near_the_end_means_the_end_of_back_to_back_shifts() -> None:
    known = facts(presence=working(), shifts=(EARLY, LATE))
    assert out(known, at("14:00"), TapOut.NEAR_END) is False
    assert out(known, at("21:45"), TapOut.NEAR_END) is True


def test_without_a_shift_there_is_no_end_to_be_near() -> None:
    assert out(facts(presence=working(shift_ends_at=None)), at("14:00"), TapOut.NEAR_END) is False


# Other sites


def test_on_duty_at_another_site_a_tap_asks_before_it_ends_anything() -> None:
    decision = decide(tap(at("10:00")), facts(presence=working(site="Docks", account_id=688)), RULES)
    assert decision == Ask(Question.OTHER_SITE, (Choice.MOVE_HERE, Choice.CLOCK_OUT, Choice.NOT_ME))


# Sixteen hours


def test_after_sixteen_hours_the_next_shift_is_clocked_in_and_no_clock_out_is_invented() -> None:
    tomorrow = shift(9010, at("06:00", 1), at("14:00", 1))
    known = facts(presence=working(), shifts=(EARLY, tomorrow), used_shift_ids=(EARLY.shift_id,))
    decision = decide(tap(at("05:58", 1)), known, RULES)
    assert kinds(decision) == [Kind.CLOCKED_IN]
    assert isinstance(decision, Accepted)
    assert decision.flags == (Flag.FORGOTTEN_CLOCK_OUT,)
    assert decision.shift == tomorrow


@pytest.mark.parametrize(
    ("hours", "question"),
    [(timedelta(hours=16) - timedelta(seconds=1), Question.WHAT_NOW), (timedelta(hours=16), Question.WHICH_DIRECTION)],
    ids=["a second before", "to the second"],
)
def test_presence_is_released_after_sixteen_hours(hours: timedelta, question: Question) -> None:
    known = facts(presence=working(shift_ends_at=None), shifts=())
    decision = decide(tap(ARRIVALS[ANA] + hours), known, RULES)
    assert isinstance(decision, Ask)
    assert decision.question is question


def test_released_at_another_site_nobody_is_asked_to_end_what_they_left_yesterday() -> None:
    tomorrow = shift(9010, at("06:00", 1), at("14:00", 1))
    presence = working(site="Docks", account_id=688)
    decision = decide(tap(at("05:58", 1)), facts(presence=presence, shifts=(tomorrow,)), RULES)
    assert kinds(decision) == [Kind.CLOCKED_IN]


def test_a_double_shift_of_more_than_sixteen_hours_is_asked_about_and_leaving_stands_first() -> None:
    known = facts(presence=working(at("05:58")), shifts=(EARLY, LATE), used_shift_ids=(EARLY.shift_id,))
    decision = decide(tap(at("22:05")), known, RULES)
    assert isinstance(decision, Ask)
    assert decision.choices[0] is Choice.CLOCK_OUT


# Upstream down


def test_an_empty_roster_takes_the_clock_in_and_says_what_was_not_checked() -> None:
    decision = decide(tap(at("05:58")), Facts(ANA), RULES)
    assert kinds(decision) == [Kind.CLOCKED_IN]
    assert isinstance(decision, Accepted)
    assert set(decision.flags) == {Flag.ROSTER_MISSING, Flag.CLOCK_UNTRUSTED}


def test_an_old_roster_takes_the_clock_in_and_says_so() -> None:
    old = replace(KNOWN, age_s=5 * 86_400, active=False, scheduled_here=False)
    decision = decide(tap(at("05:58")), facts(roster=old), RULES)
    assert isinstance(decision, Accepted)
    assert set(decision.flags) == {Flag.ROSTER_STALE, Flag.NOT_ASSIGNED}
