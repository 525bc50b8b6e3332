"""What the shown number means: evidence on every event, a reason to refuse a clock-in only where the site says so."""

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.caller import CallerMatch
from shared.domain.flags import Flag
from shared.domain.model import Person
from shared.domain.rules import CallerRule, Rules
from shared.domain.tap import Choice, Refusal
from shared.recording import replayed
from shared.store import evidence
from shared.store.taps import TapState
from tests.ivr.cast import CAST, CHLOES_PHONE, DOCKS_LANDLINE, MOBILE, PIN, TOWER_LANDLINE
from tests.ivr.conftest import MakeLine
from tests.ivr.phone_line import PhoneLine

FAILED = {"stir": "TN-Validation-Failed-C"}
CALLERS = {
    "withheld": ({"withheld": True}, CallerMatch.WITHHELD, {Flag.CALLER_WITHHELD}),
    "unknown": ({"caller": MOBILE}, CallerMatch.UNKNOWN, {Flag.CALLER_UNKNOWN}),
    "own telephone": ({"caller": CHLOES_PHONE}, CallerMatch.OWN_PHONE, set()),
    "landline of the site": ({"caller": TOWER_LANDLINE}, CallerMatch.SITE, set()),
    "landline of another site": ({"caller": DOCKS_LANDLINE}, CallerMatch.OTHER_SITE, {Flag.CALLER_AT_OTHER_SITE}),
    "a number that its carrier disowns": (
        {"caller": TOWER_LANDLINE, **FAILED},
        CallerMatch.SITE,
        {Flag.CALLER_NOT_VERIFIED},
    ),
}
TAKEN = {
    CallerRule.ANY: set(CALLERS),
    CallerRule.KNOWN: {"own telephone", "landline of the site", "landline of another site"},
    CallerRule.SITE: {"landline of the site"},
}
WHY = {CallerRule.KNOWN: Refusal.CALLER_NOT_KNOWN, CallerRule.SITE: Refusal.CALLER_NOT_AT_SITE}


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("rule", CallerRule)
def test_a_rule_restricts_clocking_in_and_nothing_else(make_line: MakeLine, rule: CallerRule, caller: str) -> None:
    line = make_line(Rules(caller=rule))
    settings, match, flags = CALLERS[caller]
    line.call(f"1055 {PIN} 1", **settings)
    claims = line.taps(TapState.CLAIM)
    if caller in TAKEN[rule]:
        (event,) = line.events("1055")
        assert {flag for flag in event.flags if flag.startswith(("caller", "several"))} == flags
        assert claims == []
        kept = evidence.argument(line.store, event.evidence_id)
    else:
        assert line.events("1055") == []
        assert [claim.reason for claim in claims] == [WHY[rule]]
        kept = evidence.argument(line.store, claims[0].evidence or 0)
        line.call(f"1055 {PIN} 2", **settings)
        assert line.kinds("1055") == ["clocked_out"]
    assert kept is not None
    assert kept.facts.caller is not None
    assert kept.facts.caller.match is match
    assert kept.tap.wish is Choice.CLOCK_IN


def test_a_refusal_says_from_where_to_call_and_that_it_is_kept(make_line: MakeLine) -> None:
    line = make_line(Rules(caller=CallerRule.SITE))
    told = line.says(f"1053 {PIN} 1")
    assert told == (
        "Not clocked in: call from a telephone of Harbour Tower."
        " Kept, 6:58. Your supervisor will confirm. 5: a supervisor authorises. 1: another person."
    )


def test_a_refused_claim_is_kept_once_for_each_time_it_was_asked(make_line: MakeLine) -> None:
    line = make_line(Rules(caller=CallerRule.KNOWN))
    assert "call from your own telephone or one of the site" in line.says(f"1053 {PIN} 1")
    (claim,) = line.taps(TapState.CLAIM)
    assert (claim.employee, claim.presented, claim.evidence is not None) == ("1053", "1053", True)
    assert replayed(line.store, claim.evidence or 0)
    assert line.taps(TapState.ASKED, TapState.OPEN) == []


def test_whoever_is_not_assigned_is_refused_and_kept(line: PhoneLine) -> None:
    line.rota()
    line.shift("1053", in_h=1)
    told = line.says(f"1053 {PIN} 1", called="+15145550200")
    assert told.startswith("Not clocked in: you are not assigned to Old Docks. Kept, 7:58.")
    assert [claim.reason for claim in line.taps(TapState.CLAIM)] == [Refusal.NOT_ASSIGNED]
    assert line.events() == []


def test_whoever_is_not_active_is_refused_and_kept(line: PhoneLine) -> None:
    line.rota(inactive=("1053",))
    assert line.says(f"1053 {PIN} 1").startswith("Not clocked in: your employment is not active. Kept, 6:58.")
    assert [claim.reason for claim in line.taps(TapState.CLAIM)] == [Refusal.INACTIVE]


def test_an_old_rota_refuses_nobody_and_says_so(line: PhoneLine) -> None:
    line.rota(inactive=("1053",))
    line.clock.advance(hours=25)
    line.call(f"1053 {PIN} 1")
    assert Flag.ROSTER_STALE in line.events("1053")[0].flags


def test_too_early_is_refused_where_the_site_blocks(make_line: MakeLine) -> None:
    line = make_line(Rules(early_window_blocks=True))
    line.shift("1053", in_h=3)
    line.rota()
    assert "it is too early for your shift" in line.says(f"1053 {PIN} 1")
    assert [claim.reason for claim in line.taps(TapState.CLAIM)] == [Refusal.TOO_EARLY]


def test_too_little_rest_is_refused_where_the_site_blocks(make_line: MakeLine) -> None:
    line = make_line(Rules(minimum_rest_s=8 * 3600))
    line.clocked_in("1053", hours_ago=8)
    line.call(f"1053 {PIN} 2")
    line.clock.advance(hours=4)
    assert "your rest since the last shift is too short" in line.says(f"1053 {PIN} 1")
    assert line.kinds("1053") == ["clocked_in", "clocked_out"]


def test_a_person_whose_last_day_is_over_is_refused(make_line: MakeLine) -> None:
    ana: Person = CAST[0]
    gone = replace(ana, valid_until=date(2026, 3, 2))
    line = make_line(cast=(gone,))
    assert "your employment is not active" in line.says(f"1053 {PIN} 1")


def test_a_caller_whom_no_upstream_knows_is_accepted_and_flagged_without_a_complete_rota(line: PhoneLine) -> None:
    line.call(f"1059 {PIN} 1")
    assert Flag.ROSTER_MISSING in line.events("1059")[0].flags
