"""May this person clock in here? Refused only on knowledge: what is not known is accepted and flagged."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from shared.domain.caller import caller_flags, caller_refusal
from shared.domain.clock_trust import TrustLevel
from shared.domain.facts import Facts
from shared.domain.flags import Flag
from shared.domain.geofence import Place
from shared.domain.model import Person
from shared.domain.rules import Geofence, Rules
from shared.domain.tap import Refusal, Tap


def in_force(person: Person, on: date) -> bool:
    """Does the people register let this person work on that day of the site's? Both ends of its span count."""
    if person.valid_from is not None and on < person.valid_from:
        return False
    return person.valid_until is None or on <= person.valid_until


def is_assigned(facts: Facts) -> bool:
    """A shift at the account within the rota window, or a listed assignment."""
    return facts.roster.scheduled_here or facts.roster.listed_here


def roster_is_knowledge(facts: Facts, rules: Rules) -> bool:
    """Is the stored roster complete and young enough to refuse somebody by it?"""
    age_s = facts.roster.age_s
    return facts.roster.complete and age_s is not None and age_s < rules.roster_refuse_max_age_s


def clock_in_refusal(tap: Tap, facts: Facts, rules: Rules) -> Refusal | None:
    """Why a clock-in must be refused, or None: what a supervisor accepts is not refused any more."""
    if tap.accepted_by:
        return None
    knows_time = facts.clock.level is not TrustLevel.UNTRUSTED
    # By the site's own calendar: at 20:00 in Montreal it is tomorrow in UTC, and a last day would end too early.
    if knows_time and not in_force(facts.person, tap.at.astimezone(ZoneInfo(rules.timezone)).date()):
        return Refusal.INACTIVE
    if roster_is_knowledge(facts, rules):
        if facts.roster.active is False:
            return Refusal.INACTIVE
        if not is_assigned(facts):
            return Refusal.NOT_ASSIGNED
    if is_blocked_by_place(facts, rules):
        return Refusal.OUTSIDE_GEOFENCE
    if rules.minimum_rest_blocks and knows_time and rested_too_little(tap, facts, rules):
        return Refusal.MINIMUM_REST
    return caller_refusal(facts.caller, rules.caller)


def is_blocked_by_place(facts: Facts, rules: Rules) -> bool:
    """Blocking needs several fixes in a row outside: one wild fix must not lock a shift out."""
    return (
        rules.geofence is Geofence.BLOCK
        and facts.place.place is Place.OUTSIDE
        and facts.outside_streak >= rules.outside_streak_to_block
    )


def rested_too_little(tap: Tap, facts: Facts, rules: Rules) -> bool:
    """Is the rest since the last clock-out shorter than the site's minimum?"""
    if not rules.minimum_rest_s or facts.last_out_at is None:
        return False
    return timedelta(0) <= tap.at - facts.last_out_at < timedelta(seconds=rules.minimum_rest_s)


def what_was_not_checked(facts: Facts, rules: Rules) -> list[Flag]:
    """Flags on what the roster could not tell."""
    if facts.roster.age_s is None:
        return [Flag.ROSTER_MISSING]
    flags = []
    if not roster_is_knowledge(facts, rules):
        flags.append(Flag.ROSTER_STALE)
    if not is_assigned(facts):
        flags.append(Flag.NOT_ASSIGNED)
    if facts.roster.known_upstream is False:
        flags.append(Flag.NOT_KNOWN_UPSTREAM)
    return flags


def place_flags(facts: Facts, rules: Rules) -> list[Flag]:
    """Flags on where the terminal was, or the caller."""
    by_call = [*caller_flags(facts.caller)]
    if rules.geofence is Geofence.OFF:
        return by_call
    by_place = {
        Place.OUTSIDE: Flag.OUTSIDE_GEOFENCE,
        Place.UNCERTAIN: Flag.POSITION_UNCERTAIN,
        Place.NO_FIX: Flag.NO_FIX,
    }
    flags = [by_place[facts.place.place]] if facts.place.place in by_place else []
    if facts.position_simulated:
        flags.append(Flag.SIMULATED_POSITION)
    return [*flags, *by_call]
