"""What a choice becomes: clock-outs, breaks, open taps, moves, and questions that another door has overtaken."""

from dataclasses import replace
from datetime import datetime

import pytest

from shared.domain.decide import decide
from shared.domain.decision import Accepted, Ask, Decision, Kept, Repeated, StillHere, Withdrawn
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, OFF_DUTY, Kind, Presence, PresenceState
from shared.domain.rules import TapOut
from shared.domain.tap import Choice, Question
from tests.shared.domain.cast import (
    DOCKS,
    GATE,
    LATE,
    LOBBY,
    RULES,
    SITE,
    at,
    begun_elsewhere,
    facts,
    last,
    left_open,
    on_break,
    tap,
    working,
)

UNKNOWN = Presence(PresenceState.UNKNOWN)


def accepted(decision: Decision) -> Accepted:
    assert isinstance(decision, Accepted)
    return decision


# A clock-out is never refused


@pytest.mark.parametrize(
    ("presence", "session", "kinds", "flags"),
    [
        (working(), "in-1", [Kind.CLOCKED_OUT], []),
        (on_break(at("13:30")), "in-1", [Kind.BREAK_ENDED, Kind.CLOCKED_OUT], []),
        (begun_elsewhere(), ELSEWHERE, [Kind.CLOCKED_OUT], []),
        (OFF_DUTY, ELSEWHERE, [Kind.CLOCKED_OUT], [Flag.NOT_ON_DUTY]),
        (UNKNOWN, ELSEWHERE, [Kind.CLOCKED_OUT], [Flag.PRESENCE_UNKNOWN]),
        (working(work_session=""), ELSEWHERE, [Kind.CLOCKED_OUT], []),
    ],
    ids=["working", "on a break", "begun elsewhere", "off duty", "unknown", "no session named"],
)
def test_a_clock_out_is_taken_from_any_presence(
    presence: Presence, session: str, kinds: list[Kind], flags: list[Flag]
) -> None:
    decision = accepted(decide(tap(at("14:00"), Choice.CLOCK_OUT), facts(presence=presence), RULES))
    assert [draft.kind for draft in decision.drafts] == kinds
    assert {draft.work_session for draft in decision.drafts} == {session}
    assert {draft.at for draft in decision.drafts} == {at("14:00")}
    assert list(decision.flags) == flags


@pytest.mark.parametrize(
    ("clock", "flags"),
    [("13:54", (Flag.EARLY_OUT,)), ("13:55", ()), ("14:05", ()), ("14:06", (Flag.LATE_OUT,))],
)
def test_leaving_is_measured_by_the_end_of_the_shift(clock: str, flags: tuple[Flag, ...]) -> None:
    assert accepted(decide(tap(at(clock), Choice.CLOCK_OUT), facts(presence=working()), RULES)).flags == flags


def test_a_clock_out_belongs_to_the_site_and_position_that_was_worked() -> None:
    presence = working(site="Docks", account_id=DOCKS, position_id=LOBBY.position_id)
    draft = accepted(decide(tap(at("14:00"), Choice.CLOCK_OUT), facts(presence=presence), RULES)).drafts[0]
    assert (draft.site, draft.account_id, draft.position_id) == ("Docks", DOCKS, LOBBY.position_id)


def test_the_end_of_work_at_another_site_is_not_stretched_by_a_shift_at_this_one() -> None:
    presence = working(site="Docks", account_id=DOCKS)
    decision = accepted(decide(tap(at("14:00"), Choice.CLOCK_OUT), facts(presence=presence, shifts=(LATE,)), RULES))
    assert decision.flags == ()


# Breaks


def test_a_break_keeps_the_work_session_and_stays_here() -> None:
    decision = accepted(decide(tap(at("10:00"), Choice.START_BREAK), facts(presence=working()), RULES))
    draft = decision.drafts[0]
    assert (draft.kind, draft.work_session, draft.site) == (Kind.BREAK_STARTED, "in-1", SITE)
    assert decision.flags == (Flag.NOT_SENT_UPSTREAM,)


@pytest.mark.parametrize("choice", [Choice.START_BREAK, Choice.END_BREAK])
def test_a_break_of_somebody_clocked_out_meanwhile_is_asked_about(choice: Choice) -> None:
    known = facts(last_event=last(Kind.CLOCKED_OUT, at("14:00:05")))
    assert isinstance(decide(tap(at("14:00"), choice), known, RULES), Ask)


def test_a_break_of_somebody_nobody_knows_on_duty_says_so() -> None:
    decision = accepted(decide(tap(at("10:00"), Choice.START_BREAK), facts(), RULES))
    assert decision.drafts[0].work_session == ELSEWHERE
    assert Flag.NOT_ON_DUTY in decision.flags


# Open taps


@pytest.mark.parametrize("presence", [working(), on_break(at("13:30")), OFF_DUTY, UNKNOWN])
def test_an_open_tap_is_the_first_question(presence: Presence) -> None:
    known = facts(presence=presence, open_tap=left_open(at("14:00")))
    asked = decide(tap(at("05:58", 1)), known, RULES)
    assert asked == Ask(Question.OPEN_TAP, (Choice.LEFT_THEN, Choice.STILL_HERE), open_tap_at=at("14:00"))


@pytest.mark.parametrize(
    ("presence", "session", "kinds"),
    [
        (working(), "in-1", [Kind.CLOCKED_OUT]),
        (on_break(at("13:30")), "in-1", [Kind.BREAK_ENDED, Kind.CLOCKED_OUT]),
        (OFF_DUTY, ELSEWHERE, [Kind.CLOCKED_OUT]),
    ],
    ids=["working", "on a break", "off duty"],
)
def test_yes_i_left_then_becomes_the_clock_out_at_the_taps_own_time(
    presence: Presence, session: str, kinds: list[Kind]
) -> None:
    known = facts(presence=presence, open_tap=left_open(at("14:00")))
    decision = accepted(decide(tap(at("05:58", 1), Choice.LEFT_THEN), known, RULES))
    assert [(draft.kind, draft.at, draft.work_session) for draft in decision.drafts] == [
        (kind, at("14:00"), session) for kind in kinds
    ]
    assert decision.settles_open_tap == "tap-0"
    assert decision.offer == (Choice.CLOCK_IN,)
    assert Flag.FROM_OPEN_TAP in decision.flags
    assert Flag.LATE_OUT not in decision.flags, "it happened at 14:00, whenever it was told"


def test_no_closes_the_question_and_goes_on_with_the_tap() -> None:
    known = facts(presence=working(), open_tap=left_open(at("10:00")))
    decision = decide(tap(at("10:05"), Choice.STILL_HERE), known, RULES)
    assert isinstance(decision, StillHere)
    assert decision.tap_id == "tap-0"
    assert decision.then == decide(tap(at("10:05")), facts(presence=working()), RULES)


def test_a_clock_out_settles_the_open_tap_too() -> None:
    known = facts(presence=working(), open_tap=left_open(at("13:00")))
    assert accepted(decide(tap(at("14:00"), Choice.CLOCK_OUT), known, RULES)).settles_open_tap == "tap-0"


@pytest.mark.parametrize("choice", [None, Choice.LEFT_THEN, Choice.CLOCK_OUT])
def test_nobody_left_before_they_came(choice: Choice | None) -> None:
    known = facts(presence=working(at("14:00:05")), shifts=(LATE,), open_tap=left_open(at("14:00")))
    decision = decide(tap(at("22:00"), choice), known, RULES)
    if isinstance(decision, Accepted):
        assert decision.drafts[-1].at == at("22:00")
        assert decision.settles_open_tap == ""
    else:
        assert isinstance(decision, Ask)
        assert decision.question is not Question.OPEN_TAP


def test_yes_i_left_then_never_clocks_in_even_when_the_question_was_settled_elsewhere() -> None:
    decision = decide(tap(at("05:58", 1), Choice.LEFT_THEN), facts(), RULES)
    assert isinstance(decision, Ask)
    assert decision.choices[0] is Choice.CLOCK_OUT


# Overtaken


@pytest.mark.parametrize(
    ("choice", "kind"),
    [
        (Choice.CLOCK_IN, Kind.CLOCKED_IN),
        (Choice.CHANGE_POSITION, Kind.CLOCKED_IN),
        (Choice.MOVE_HERE, Kind.CLOCKED_IN),
        (Choice.CLOCK_OUT, Kind.CLOCKED_OUT),
        (Choice.LEFT_THEN, Kind.CLOCKED_OUT),
        (Choice.START_BREAK, Kind.BREAK_STARTED),
        (Choice.END_BREAK, Kind.BREAK_ENDED),
    ],
)
def test_what_another_door_recorded_meanwhile_is_not_recorded_again(choice: Choice, kind: Kind) -> None:
    meanwhile = last(kind, at("14:00:07"))
    known = facts(presence=working(), last_event=meanwhile, open_tap=left_open(at("13:00")))
    assert decide(tap(at("14:00"), choice), known, RULES) == Repeated(meanwhile)


@pytest.mark.parametrize("recorded_at", [at("13:59:59"), at("14:00")])
def test_what_was_recorded_before_the_tap_does_not_answer_it(recorded_at: datetime) -> None:
    known = facts(last_event=last(Kind.CLOCKED_OUT, recorded_at))
    assert isinstance(decide(tap(at("14:00"), Choice.CLOCK_OUT), known, RULES), Accepted)


# The rest


def test_i_left_earlier_goes_to_the_desk_and_offers_to_start() -> None:
    assert decide(tap(at("05:58", 1), Choice.LEFT_EARLIER), facts(presence=working()), RULES) == Kept(
        offer=(Choice.CLOCK_IN,)
    )


def test_starting_work_on_top_of_a_forgotten_clock_out_is_flagged() -> None:
    decision = accepted(decide(tap(at("05:58", 1), Choice.CLOCK_IN), facts(presence=working(), shifts=()), RULES_OPEN))
    assert [draft.kind for draft in decision.drafts] == [Kind.CLOCKED_IN]
    assert Flag.FORGOTTEN_CLOCK_OUT in decision.flags


def test_not_me_records_nothing() -> None:
    assert decide(tap(at("10:00"), Choice.NOT_ME), facts(presence=working()), RULES) == Withdrawn()


RULES_OPEN = replace(RULES, tap_out=TapOut.ASK, default_position_id=GATE.position_id)
