"""A call's origin as evidence: whose calls a site takes for clocking in, and what is flagged. The whole table."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.caller import Caller, CallerMatch, Verdict, caller_flags, caller_refusal
from shared.domain.decide import decide
from shared.domain.decision import Accepted, Refused
from shared.domain.flags import Flag
from shared.domain.rules import CallerRule, Rules
from shared.domain.tap import Choice, Refusal
from tests.shared.domain.cast import ANA, ARRIVALS, GATE, at, facts, tap, working

AT_SITE, ELSEWHERE, OWN, UNKNOWN, WITHHELD = CallerMatch
TAKEN = {
    CallerRule.ANY: set(CallerMatch),
    CallerRule.KNOWN: {AT_SITE, ELSEWHERE, OWN},
    CallerRule.SITE: {AT_SITE},
}
"""The matches that a site with each rule takes, where the carriers do not disown the number."""
REASON = {CallerRule.KNOWN: Refusal.CALLER_NOT_KNOWN, CallerRule.SITE: Refusal.CALLER_NOT_AT_SITE}
FLAGGED = {
    ELSEWHERE: Flag.CALLER_AT_OTHER_SITE,
    UNKNOWN: Flag.CALLER_UNKNOWN,
    WITHHELD: Flag.CALLER_WITHHELD,
}

callers = st.builds(
    Caller,
    st.sampled_from(("", "+15145550142")),
    st.sampled_from(CallerMatch),
    st.sampled_from(Verdict),
    st.integers(0, 9),
)


@pytest.mark.parametrize(("rule", "match", "verdict"), list(product(CallerRule, CallerMatch, Verdict)))
def test_whose_calls_are_taken(rule: CallerRule, match: CallerMatch, verdict: Verdict) -> None:
    taken = match in TAKEN[rule] and (verdict is not Verdict.FAILED or rule is CallerRule.ANY)
    assert caller_refusal(Caller("+15145550142", match, verdict), rule) is (None if taken else REASON[rule])


@pytest.mark.parametrize("rule", CallerRule)
def test_a_badge_has_no_caller_and_is_never_refused_for_one(rule: CallerRule) -> None:
    assert caller_refusal(None, rule) is None
    assert list(caller_flags(None)) == []


@pytest.mark.parametrize(("match", "verdict", "lately"), list(product(CallerMatch, Verdict, (1, 2))))
def test_what_is_flagged(match: CallerMatch, verdict: Verdict, lately: int) -> None:
    expected = {
        *([FLAGGED[match]] if match in FLAGGED else []),
        *([Flag.CALLER_NOT_VERIFIED] if verdict is Verdict.FAILED else []),
        *([Flag.SEVERAL_FROM_ONE_PHONE] if lately == 2 and match not in (AT_SITE, ELSEWHERE) else []),
    }
    assert set(caller_flags(Caller("+15145550142", match, verdict, lately))) == expected


@given(callers)
def test_no_flag_is_raised_twice(caller: Caller) -> None:
    flags = list(caller_flags(caller))
    assert len(flags) == len(set(flags))


@given(callers, st.sampled_from(CallerRule))
def test_a_stricter_rule_never_takes_a_call_that_a_looser_one_refuses(caller: Caller, rule: CallerRule) -> None:
    looser = {CallerRule.ANY: (), CallerRule.KNOWN: (CallerRule.ANY,), CallerRule.SITE: (CallerRule.KNOWN,)}[rule]
    if caller_refusal(caller, rule) is None:
        assert [caller_refusal(caller, one) for one in looser] == [None] * len(looser)


@pytest.mark.parametrize(("rule", "match", "verdict"), list(product(CallerRule, CallerMatch, Verdict)))
def test_the_rule_decides_the_clock_in_and_never_the_clock_out(
    rule: CallerRule, match: CallerMatch, verdict: Verdict
) -> None:
    caller, rules = Caller("+15145550142", match, verdict), Rules(caller=rule)
    here = decide(tap(ARRIVALS[ANA], Choice.CLOCK_IN, GATE.position_id), facts(caller=caller), rules)
    refusal = caller_refusal(caller, rule)
    assert isinstance(here, Refused) is (refusal is not None)
    assert getattr(here, "reason", None) is refusal
    out = decide(tap(at("14:00"), Choice.CLOCK_OUT), facts(presence=working(), caller=caller), rules)
    assert isinstance(out, Accepted)
    assert set(caller_flags(caller)) <= set(out.flags)


def test_an_accepted_clock_in_carries_the_flags_of_its_call() -> None:
    caller = Caller("", CallerMatch.WITHHELD, Verdict.FAILED, 3)
    accepted = decide(tap(ARRIVALS[ANA], Choice.CLOCK_IN, GATE.position_id), facts(caller=caller), Rules())
    assert isinstance(accepted, Accepted)
    assert {Flag.CALLER_WITHHELD, Flag.CALLER_NOT_VERIFIED, Flag.SEVERAL_FROM_ONE_PHONE} <= set(accepted.flags)
