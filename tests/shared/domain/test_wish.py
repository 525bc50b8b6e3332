"""What becomes of a key that says what the caller wants: a table, and what holds whatever is known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.caller import Caller, CallerMatch, Verdict
from shared.domain.decide import decide
from shared.domain.decision import Accepted, AlreadySo, Ask, Decision, Refused, Repeated, Withdrawn
from shared.domain.direction import RATHER_OUT
from shared.domain.facts import Argument, Facts
from shared.domain.model import OFF_DUTY, Door, Kind, LastEvent, Presence, PresenceState
from shared.domain.presence import Recorded, after, is_known, released
from shared.domain.rules import CallerRule, Rules
from shared.domain.tap import Answer, Choice, Question, Tap
from shared.domain.wish import on_wish
from shared.recording import replayed
from shared.store import evidence
from shared.store.database import Store
from tests.shared.domain.cast import ARRIVALS, BEN, RULES, at, facts, last, on_break, tap, working
from tests.shared.domain.strategies import any_facts, rules, taps

MENU = (Choice.CLOCK_IN, Choice.CLOCK_OUT, Choice.START_BREAK, Choice.END_BREAK)
"""The wishes that a key of the menu has."""
IN, OUT = last(Kind.CLOCKED_IN, at("05:58")), last(Kind.CLOCKED_OUT, at("09:00"))
ACTED = Withdrawn()
GONE = replace(OFF_DUTY, since=at("09:00"))
DOCKS = "Docks"
OTHER_DOORS = Rules(other_doors=True)

callers = st.builds(
    Caller,
    st.just("+15145550142"),
    st.sampled_from(CallerMatch),
    st.sampled_from(Verdict),
    st.integers(1, 3),
)
call_facts = st.builds(lambda known, caller: replace(known, caller=caller), any_facts, st.none() | callers)
call_rules = st.builds(lambda site, caller: replace(site, caller=caller), rules, st.sampled_from(CallerRule))


def wishes(*choices: Choice) -> st.SearchStrategy[Tap]:
    return st.builds(lambda one, wish: replace(one, wish=wish), taps(st.none()), st.sampled_from(choices))


def wished(choice: Choice, *, clock: str = "10:00", site: Rules = RULES, **known: Any) -> tuple[Decision, list[Choice]]:
    """What the wish becomes, and what was acted on."""
    acted: list[Choice] = []

    def act(wanted: Choice) -> Decision:
        acted.append(wanted)
        return ACTED

    return on_wish(tap(at(clock)), choice, facts(**known), site, act), acted


@pytest.mark.parametrize(
    ("choice", "known"),
    [
        (Choice.CLOCK_IN, {"presence": OFF_DUTY}),
        (Choice.CLOCK_IN, {"presence": GONE, "last_event": OUT}),
        (Choice.CLOCK_IN, {"presence": Presence(PresenceState.UNKNOWN)}),
        (Choice.CLOCK_IN, {"presence": working(at("05:58", -1)), "last_event": IN}),
        (Choice.CLOCK_IN, {"presence": working(at("05:58", -1), site=DOCKS), "last_event": IN}),
        (Choice.CLOCK_OUT, {"presence": working(), "last_event": IN}),
        (Choice.CLOCK_OUT, {"presence": on_break(at("09:55")), "last_event": IN}),
        (Choice.CLOCK_OUT, {"presence": working(site=DOCKS), "last_event": IN}),
        (Choice.CLOCK_OUT, {"presence": OFF_DUTY}),
        (Choice.CLOCK_OUT, {"presence": OFF_DUTY, "last_event": IN}),
        (Choice.CLOCK_OUT, {"presence": Presence(PresenceState.UNKNOWN), "last_event": OUT}),
        (Choice.CLOCK_OUT, {"presence": GONE, "last_event": OUT, "site": OTHER_DOORS}),
        (Choice.START_BREAK, {"presence": working()}),
        (Choice.START_BREAK, {"presence": OFF_DUTY}),
        (Choice.END_BREAK, {"presence": on_break(at("09:55"))}),
        (Choice.END_BREAK, {"presence": OFF_DUTY}),
        (Choice.CHANGE_POSITION, {"presence": working()}),
    ],
    ids=[
        "in: off duty",
        "in: gone before",
        "in: nobody knows",
        "in: a forgotten clock-out of yesterday",
        "in: a forgotten clock-out elsewhere",
        "out: working",
        "out: on a break",
        "out: at another site",
        "out: off duty by no clock-out",
        "out: off duty since a clock-in",
        "out: nobody knows",
        "out: another door may know more",
        "break: working",
        "break: off duty",
        "end break: on a break",
        "end break: off duty",
        "change of position",
    ],
)
def test_a_wish_is_done_as_if_it_had_been_answered(choice: Choice, known: dict[str, Any]) -> None:
    assert wished(choice, **known) == (ACTED, [choice])


@pytest.mark.parametrize(
    ("choice", "presence", "of", "offer"),
    [
        (Choice.CLOCK_IN, working(), IN, ()),
        (Choice.CLOCK_IN, working(site=""), IN, ()),
        (Choice.CLOCK_IN, on_break(at("09:55")), IN, ()),
        (Choice.CLOCK_OUT, GONE, OUT, (Choice.CLOCK_OUT,)),
        (Choice.START_BREAK, on_break(at("09:55")), IN, ()),
        (Choice.END_BREAK, working(), IN, ()),
    ],
)
def test_what_is_so_already_is_told_and_not_done(
    choice: Choice, presence: Presence, of: LastEvent, offer: tuple[Choice, ...]
) -> None:
    assert wished(choice, presence=presence, last_event=of) == (AlreadySo(of, offer), [])


def test_whoever_works_elsewhere_is_asked_before_they_are_moved() -> None:
    asked = Ask(Question.OTHER_SITE, (Choice.MOVE_HERE, Choice.CLOCK_OUT, Choice.NOT_ME))
    assert wished(Choice.CLOCK_IN, presence=working(site=DOCKS), last_event=IN) == (asked, [])


def test_whoever_is_on_duty_long_after_their_shift_is_asked_which_way() -> None:
    asked = Ask(Question.WHICH_DIRECTION, RATHER_OUT)
    assert wished(Choice.CLOCK_IN, clock="18:30", presence=working(), last_event=IN) == (asked, [])


def test_an_early_guard_is_clocked_in_by_the_key_alone() -> None:
    here = replace(tap(ARRIVALS[BEN]), wish=Choice.CLOCK_IN, door=Door.PHONE)
    decision = decide(here, facts(BEN), replace(RULES, default_position_id=382))
    assert isinstance(decision, Accepted)
    assert [draft.kind for draft in decision.drafts] == [Kind.CLOCKED_IN]


@given(wishes(Choice.CLOCK_OUT), call_facts, call_rules)
@settings(max_examples=100)
def test_a_clock_out_is_never_refused(here: Tap, known: Facts, site: Rules) -> None:
    decision = decide(here, known, site)
    if isinstance(decision, AlreadySo):
        assert decision.offer == (Choice.CLOCK_OUT,)
        assert decision.of is not None
        assert decision.of.kind is Kind.CLOCKED_OUT
        decision = decide(replace(here, wish=None, answer=Answer(Choice.CLOCK_OUT)), known, site)
    if isinstance(decision, Repeated):
        assert decision.of.kind is Kind.CLOCKED_OUT
        assert decision.of.recorded_at > here.at
        return
    assert isinstance(decision, Accepted)
    assert decision.drafts[-1].kind is Kind.CLOCKED_OUT


@given(wishes(*MENU), call_facts, call_rules)
@settings(max_examples=100)
def test_a_wish_records_what_was_wished_and_once(here: Tap, known: Facts, site: Rules) -> None:
    decision = decide(here, known, site)
    assert isinstance(decision, Accepted | Refused | AlreadySo | Ask)
    assert not isinstance(decision, Refused) or here.wish is Choice.CLOCK_IN
    if not isinstance(decision, Accepted):
        return
    kind = {
        Choice.CLOCK_IN: Kind.CLOCKED_IN,
        Choice.CLOCK_OUT: Kind.CLOCKED_OUT,
        Choice.START_BREAK: Kind.BREAK_STARTED,
        Choice.END_BREAK: Kind.BREAK_ENDED,
    }
    recorded = [draft.kind for draft in decision.drafts]
    # Whoever goes home from a break has ended it.
    assert recorded in ([kind[here.wish or Choice.CLOCK_IN]], [Kind.BREAK_ENDED, Kind.CLOCKED_OUT])
    assert recorded[-1] is kind[here.wish or Choice.CLOCK_IN]
    assert {draft.at for draft in decision.drafts} == {here.at}


def recorded(known: Facts, accepted: Accepted) -> Facts:
    """What is known once these events stand in the ledger."""
    presence = known.presence
    for seq, draft in enumerate(accepted.drafts, start=presence.seq + 1):
        presence = after(presence, Recorded(f"new-{seq}", seq, draft))
    newest = accepted.drafts[-1]
    return replace(known, presence=presence, last_event=LastEvent("new", newest.kind, newest.at, newest.at, "4812"))


@given(wishes(*MENU), call_facts, call_rules, st.integers(1, 3 * 3600))
@settings(max_examples=200, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_the_same_wish_again_makes_no_second_event(here: Tap, known: Facts, site: Rules, later_s: int) -> None:
    first = decide(here, known, site)
    if not isinstance(first, Accepted):
        return
    known, again = recorded(known, first), replace(here, tap_id="tap-2", at=here.at + timedelta(seconds=later_s))
    # A clock-out of an older work session leaves the newer one as it is, and another door may know more.
    stands = known.presence.on_duty is (here.wish is not Choice.CLOCK_OUT)
    believed = is_known(known.presence, known.presence_snapshot_age_s, site)
    if not stands or not believed or released(known.presence, again.at, site):
        return
    assert isinstance(decide(again, known, site), AlreadySo | Ask)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("replay") / "ledger.db") as opened:
        yield opened


@given(here=wishes(*Choice), known=call_facts, site=call_rules)
@settings(max_examples=40)
def test_the_evidence_of_a_wish_replays_to_the_same_decision(
    store: Store, here: Tap, known: Facts, site: Rules
) -> None:
    with store.writing():
        evidence_id, _ = evidence.keep(store, Argument(here, known, site))
    kept = evidence.argument(store, evidence_id)
    assert kept is not None
    assert kept.tap.wish is here.wish
    assert kept.facts.caller == known.caller
    assert replayed(store, evidence_id) == decide(here, known, site)
