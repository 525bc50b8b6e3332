"""What holds of `decide` whatever it is given: it always answers, lets everybody out, and can be replayed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from shared.domain.assignment import in_force, roster_is_knowledge
from shared.domain.clock_trust import TrustLevel
from shared.domain.decide import decide
from shared.domain.decision import Accepted, Ask, Decision, Refused, Repeated, StillHere
from shared.domain.facts import Argument, Facts, OpenTap
from shared.domain.flags import Flag
from shared.domain.model import Kind, PresenceState
from shared.domain.presence import Recorded, after
from shared.domain.rules import Geofence, Rules, TapOut
from shared.domain.tap import Answer, Choice, Question, Refusal, Tap
from shared.recording import replayed
from shared.store import evidence
from shared.store.database import Store
from tests.shared.domain.strategies import answers, any_facts, near, position_ids, rules, taps

any_tap = taps(st.none() | answers)
many = settings(max_examples=60, deadline=None)
some = settings(max_examples=40, deadline=None)
on_duty_or_off = any_facts.map(
    lambda known: (
        replace(known, presence=replace(known.presence, state=PresenceState.OFF, work_session=""))
        if known.presence.state is PresenceState.UNKNOWN or not known.presence.on_duty
        else known
    )
)


def chosen(*choices: Choice) -> st.SearchStrategy[Tap]:
    return taps(st.builds(Answer, st.sampled_from(choices), position_ids))


@given(any_tap, any_facts, rules)
@many
def test_every_argument_has_an_answer(tap: Tap, known: Facts, site: Rules) -> None:
    assert isinstance(decide(tap, known, site), get_args(Decision))


@given(chosen(Choice.CLOCK_OUT), any_facts, rules)
@many
def test_a_clock_out_is_never_refused(tap: Tap, known: Facts, site: Rules) -> None:
    decision = decide(tap, known, site)
    if isinstance(decision, Repeated):
        assert decision.of.kind is Kind.CLOCKED_OUT
        assert decision.of.recorded_at > tap.at
        return
    assert isinstance(decision, Accepted)
    assert [draft.kind for draft in decision.drafts][-1] is Kind.CLOCKED_OUT


@given(chosen(Choice.LEFT_THEN, Choice.CLOCK_OUT, Choice.LEFT_EARLIER), any_facts, rules)
@some
def test_whoever_says_that_they_left_is_never_clocked_in(tap: Tap, known: Facts, site: Rules) -> None:
    decision = decide(tap, known, site)
    assert not isinstance(decision, Refused | StillHere)
    if isinstance(decision, Accepted):
        assert Kind.CLOCKED_IN not in [draft.kind for draft in decision.drafts]


@given(any_tap, any_facts, rules)
@many
def test_only_a_clock_in_is_refused_and_only_on_knowledge(tap: Tap, known: Facts, site: Rules) -> None:
    decision = decide(tap, known, site)
    if isinstance(decision, StillHere):
        decision = decision.then
    if not isinstance(decision, Refused):
        return
    assert tap.answer is None or tap.answer.choice in (
        Choice.CLOCK_IN,
        Choice.MOVE_HERE,
        Choice.CHANGE_POSITION,
        Choice.STILL_HERE,
    )
    days = [(tap.at + timedelta(hours=hours)).date() for hours in (-12, 14)]
    told = {
        Refusal.INACTIVE: roster_is_knowledge(known, site) or not all(in_force(known.person, day) for day in days),
        Refusal.NOT_ASSIGNED: roster_is_knowledge(known, site),
        Refusal.OUTSIDE_GEOFENCE: site.geofence is Geofence.BLOCK and known.outside_streak >= 3,
        Refusal.TOO_EARLY: site.early_window_blocks and roster_is_knowledge(known, site),
        Refusal.MINIMUM_REST: site.minimum_rest_s > 0,
    }
    assert told[decision.reason]


@given(taps(st.none()), any_facts, rules)
@many
def test_a_tap_alone_never_clocks_out_unless_the_site_says_so_and_never_within_five_minutes(
    tap: Tap, known: Facts, site: Rules
) -> None:
    decision = decide(tap, known, site)
    if isinstance(decision, Accepted) and Kind.CLOCKED_OUT in [draft.kind for draft in decision.drafts]:
        assert site.tap_out is not TapOut.ASK
        assert known.presence.state is PresenceState.WORKING
        assert known.presence.since is not None
        assert tap.at - known.presence.since >= timedelta(seconds=300)


@given(any_tap, any_facts, rules)
@many
def test_what_is_recorded_is_whole(tap: Tap, known: Facts, site: Rules) -> None:
    decision = decide(tap, known, site)
    if isinstance(decision, StillHere):
        decision = decision.then
    if not isinstance(decision, Accepted):
        return
    kinds = [draft.kind for draft in decision.drafts]
    assert kinds in (
        [Kind.CLOCKED_IN],
        [Kind.CLOCKED_OUT],
        [Kind.BREAK_STARTED],
        [Kind.BREAK_ENDED],
        [Kind.BREAK_ENDED, Kind.CLOCKED_OUT],
        [Kind.CLOCKED_OUT, Kind.CLOCKED_IN],
        [Kind.BREAK_ENDED, Kind.CLOCKED_OUT, Kind.CLOCKED_IN],
    )
    left_then = tap.answer is not None and tap.answer.choice is Choice.LEFT_THEN
    assert {draft.at for draft in decision.drafts} == {known.open_tap.at if left_then and known.open_tap else tap.at}
    assert all((draft.work_session == "") is (draft.kind is Kind.CLOCKED_IN) for draft in decision.drafts)
    assert len(set(decision.flags)) == len(decision.flags)
    # The outbox holds back what carries this flag: an event under an untrusted clock must never go without it.
    assert (Flag.CLOCK_UNTRUSTED in decision.flags) is (known.clock.level is TrustLevel.UNTRUSTED)


@given(any_tap, on_duty_or_off, rules)
@many
def test_presence_follows_what_was_decided(tap: Tap, known: Facts, site: Rules) -> None:
    presence = known.presence
    decision = decide(tap, known, site)
    if not isinstance(decision, Accepted):
        return
    for place, draft in enumerate(decision.drafts):
        presence = after(presence, Recorded(f"new-{place}", 100 + place, draft))
    expected = {
        Kind.CLOCKED_IN: PresenceState.WORKING,
        Kind.CLOCKED_OUT: PresenceState.OFF,
        Kind.BREAK_STARTED: PresenceState.ON_BREAK,
        Kind.BREAK_ENDED: PresenceState.WORKING,
    }
    assert presence.state is expected[decision.drafts[-1].kind]
    assert presence.seq == 99 + len(decision.drafts)


@given(taps(st.none()), any_facts, rules, near)
@some
def test_the_open_tap_is_asked_about_before_anything_else(tap: Tap, known: Facts, site: Rules, left: datetime) -> None:
    decision = decide(tap, replace(known, open_tap=OpenTap("tap-0", left)), site)
    began_later = known.presence.on_duty and known.presence.since and left < known.presence.since
    if not isinstance(decision, Repeated) and not began_later:
        assert isinstance(decision, Ask)
        assert decision.question is Question.OPEN_TAP


@given(any_tap, any_facts, rules, st.text(max_size=5))
@some
def test_a_name_decides_nothing(tap: Tap, known: Facts, site: Rules, name: str) -> None:
    renamed = replace(known, person=replace(known.person, name=name, language="da"))
    assert decide(tap, renamed, site) == decide(tap, known, site)


# Replay: every decision on its own facts

ARGUMENT, DECISION = TypeAdapter(Argument), TypeAdapter(Decision)


@given(any_tap, any_facts, rules)
@many
def test_an_argument_written_down_decides_the_same_again(tap: Tap, known: Facts, site: Rules) -> None:
    argument = Argument(tap, known, site)
    for written in (ARGUMENT.dump_json(argument), ARGUMENT.dump_json(argument, exclude_defaults=True)):
        again = ARGUMENT.validate_json(written)
        assert again == argument
        assert decide(again.tap, again.facts, again.rules) == decide(tap, known, site)
    assert DECISION.dump_json(decide(tap, known, site))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("replay") / "ledger.db"
    with Store.open(path) as opened:
        yield opened


@given(tap=any_tap, known=any_facts, site=rules)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_evidence_of_a_decision_replays_to_the_same_decision(
    store: Store, tap: Tap, known: Facts, site: Rules
) -> None:
    with store.writing():
        evidence_id, _ = evidence.keep(store, Argument(tap, known, site))
    assert replayed(store, evidence_id) == decide(tap, known, site)
