"""In or out? Assumed only when presence and rota agree; otherwise the tap asks, likeliest first."""

from datetime import datetime, timedelta

from shared.domain.facts import Facts
from shared.domain.model import PresenceState
from shared.domain.presence import is_known, released
from shared.domain.rules import Rules, TapOut
from shared.domain.shift_match import end_of_duty, match_clock_in, nearer_to_an_end
from shared.domain.tap import Choice, Tap

EITHER = (Choice.CLOCK_IN, Choice.CLOCK_OUT, Choice.LEFT_EARLIER)
RATHER_OUT = (Choice.CLOCK_OUT, Choice.CLOCK_IN, Choice.LEFT_EARLIER)
ON_BREAK = (Choice.END_BREAK, Choice.CLOCK_OUT, Choice.LEFT_EARLIER)
"""Without ending the break first, "start work" would open a second work session."""


def doubtful_choices(tap: Tap, facts: Facts, rules: Rules) -> tuple[Choice, ...] | None:
    """What to ask when direction is in doubt, or None when presence and rota agree."""
    near_end = nearer_to_an_end(tap.at, tap.account_id, facts.shifts)
    if released(facts.presence, tap.at, rules):
        return _after_release(tap, facts, rules, near_end=near_end)
    if not is_known(facts.presence, facts.presence_snapshot_age_s, rules):
        return _on_duty_choices(facts) if facts.presence.on_duty else (RATHER_OUT if near_end else EITHER)
    if facts.presence.state is PresenceState.OFF:
        return RATHER_OUT if near_end else (EITHER if facts.terminal_off else None)
    if facts.terminal_off or _break_is_long(tap.at, facts, rules) or _past_the_shift(tap, facts, rules):
        return _on_duty_choices(facts)
    return None


def _after_release(tap: Tap, facts: Facts, rules: Rules, *, near_end: bool) -> tuple[Choice, ...] | None:
    """Sixteen hours on duty may be a forgotten clock-out or a double shift: only a shift that starts now tells."""
    if near_end or not is_known(facts.presence, facts.presence_snapshot_age_s, rules):
        return RATHER_OUT
    starting = match_clock_in(tap.at, tap.account_id, facts.shifts, facts.used_shift_ids, rules).shift
    return EITHER if starting is None else None


def _on_duty_choices(facts: Facts) -> tuple[Choice, ...]:
    return ON_BREAK if facts.presence.state is PresenceState.ON_BREAK else RATHER_OUT


def clocks_out_at_once(tap: Tap, facts: Facts, rules: Rules) -> bool:
    """Does the site let this tap on duty clock out without a choice? Never shortly after the clock-in."""
    presence = facts.presence
    if presence.since is None or tap.at - presence.since < timedelta(seconds=rules.no_instant_out_s):
        return False
    match rules.tap_out:
        case TapOut.ALWAYS:
            return True
        case TapOut.NEAR_END:
            ends_at = duty_ends_at(facts, tap.account_id, rules)
            return ends_at is not None and abs(tap.at - ends_at) <= timedelta(seconds=rules.near_end_s)
        case TapOut.ASK:
            return False


def duty_ends_at(facts: Facts, account_id: int, rules: Rules) -> datetime | None:
    """The planned end of the work in progress, back-to-back shifts of its site joined; None without a shift."""
    presence = facts.presence
    if presence.shift_ends_at is None:
        return None
    worked_at = presence.account_id if presence.account_id is not None else account_id
    return end_of_duty(presence.shift_ends_at, worked_at, facts.shifts, rules.back_to_back_gap_s)


def _past_the_shift(tap: Tap, facts: Facts, rules: Rules) -> bool:
    ends_at = duty_ends_at(facts, tap.account_id, rules)
    return ends_at is not None and tap.at - ends_at > timedelta(seconds=rules.past_shift_end_s)


def _break_is_long(at: datetime, facts: Facts, rules: Rules) -> bool:
    on_break, since = facts.presence.state is PresenceState.ON_BREAK, facts.presence.break_since
    return on_break and since is not None and at - since > timedelta(seconds=rules.long_break_s)
