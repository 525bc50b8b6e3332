"""What a clock-in becomes: the only thing that can be refused, and the one with the most to check."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.absence import away_at, excuses_from
from shared.domain.assignment import (
    clock_in_refusal,
    place_flags,
    rested_too_little,
    roster_is_knowledge,
    what_was_not_checked,
)
from shared.domain.clock_trust import TrustLevel
from shared.domain.decision import Accepted, Ask, Refused
from shared.domain.facts import Facts
from shared.domain.flags import Flag
from shared.domain.model import Draft, Kind, PresenceState, Shift
from shared.domain.punctuality import Circumstances, clock_in_status, flag_of
from shared.domain.rules import Rules
from shared.domain.shift_match import match_clock_in
from shared.domain.tap import Answer, Choice, Question, Refusal, Tap


def clock_in(tap: Tap, facts: Facts, rules: Rules, due: Shift | None = None) -> Accepted | Refused | Ask:
    """Accepted with its flags, refused on knowledge, or the question which position.

    `due` is the shift where it is known already: the one that a change of position changes to.
    """
    refusal = clock_in_refusal(tap, facts, rules)
    if refusal is not None:
        return Refused(refusal)
    match = match_clock_in(tap.at, tap.account_id, facts.shifts, facts.used_shift_ids, rules)
    shift = due or match.shift
    if shift is None and rules.early_window_blocks:
        opening = _opening_soon(tap, facts)
        if tap.lifted == Refusal.TOO_EARLY:
            # Authorised before its window: it is that shift which they begin, and by which they are early.
            shift = opening
        elif opening is not None and not tap.accepted_by and _time_and_rota_are_known(facts, rules):
            return Refused(Refusal.TOO_EARLY, opening.starts_at - timedelta(seconds=rules.early_window_s))
    position_id = _position(tap, facts, rules, shift)
    if position_id is None and len(facts.positions) > 1:
        return Ask(Question.WHICH_POSITION, (_asked_by(tap),), facts.positions, shift=shift)
    changes = tap.answer is not None and tap.answer.choice is Choice.CHANGE_POSITION
    about = Circumstances(rota_is_known(tap.at, facts), changes)
    status = clock_in_status(tap.at, shift.starts_at if shift else None, rules, about)
    flags = [
        *_schedule_flags(tap, facts, rules, shift),
        *what_was_not_checked(facts, rules),
        *place_flags(facts, rules),
        *_rest_flags(tap, facts, rules),
        *_presence_flags_in(tap, facts),
        *clock_flags(facts),
    ]
    draft = Draft(
        Kind.CLOCKED_IN,
        tap.at,
        tap.site,
        tap.account_id,
        position_id,
        shift.shift_id if shift else None,
        shift.ends_at if shift else None,
        status=status,
        shift_starts_at=shift.starts_at if shift else None,
    )
    return Accepted((draft,), tuple(flags), shift, match.candidates)


def _asked_by(tap: Tap) -> Choice:
    """The choice that must come back with the position: a move must stay a move."""
    return tap.answer.choice if tap.answer is not None and _is_move(tap.answer) else Choice.CLOCK_IN


def _is_move(answer: Answer) -> bool:
    return answer.choice in (Choice.CHANGE_POSITION, Choice.MOVE_HERE)


def _time_and_rota_are_known(facts: Facts, rules: Rules) -> bool:
    return facts.clock.level is not TrustLevel.UNTRUSTED and roster_is_knowledge(facts, rules)


def _opening_soon(tap: Tap, facts: Facts) -> Shift | None:
    soon = [
        shift
        for shift in facts.shifts
        if shift.account_id == tap.account_id
        and shift.shift_id not in facts.used_shift_ids
        and timedelta(0) < shift.starts_at - tap.at <= timedelta(hours=12)
    ]
    return min(soon, key=lambda shift: shift.starts_at, default=None)


def _position(tap: Tap, facts: Facts, rules: Rules, shift: Shift | None) -> int | None:
    if tap.answer is not None and tap.answer.position_id is not None:
        return tap.answer.position_id
    if shift is not None and shift.position_id is not None:
        return shift.position_id
    if len(facts.positions) == 1:
        return facts.positions[0].position_id
    return rules.default_position_id


def rota_is_known(at: datetime, facts: Facts) -> bool:
    """Does the stored rota tell of that time?"""
    roster = facts.roster
    return roster.age_s is not None and roster.covers_until is not None and at < roster.covers_until


def _schedule_flags(tap: Tap, facts: Facts, rules: Rules, shift: Shift | None) -> list[Flag]:
    if not rules.judged_by_rota:
        return []
    if shift is not None:
        away = [Flag.ABSENT_BY_ROTA] if excuses_from(facts.absences, shift) else []
        # By the shift that it is for, also where the status says that a position was changed.
        punctual = flag_of(Kind.CLOCKED_IN, clock_in_status(tap.at, shift.starts_at, rules, Circumstances()))
        return [*away, *([punctual] if punctual else [])]
    if away_at(facts.absences, tap.at, timedelta(seconds=rules.early_window_s), ZoneInfo(rules.timezone)):
        return [Flag.ABSENT_BY_ROTA]
    if facts.roster.age_s is None:
        return []
    return [Flag.NOT_SCHEDULED if rota_is_known(tap.at, facts) else Flag.NO_ROTA_FOR_DAY]


def _rest_flags(tap: Tap, facts: Facts, rules: Rules) -> list[Flag]:
    moving = tap.answer is not None and _is_move(tap.answer)
    return [Flag.SHORT_REST] if not moving and rested_too_little(tap, facts, rules) else []


def _presence_flags_in(tap: Tap, facts: Facts) -> list[Flag]:
    if facts.presence.state is PresenceState.UNKNOWN:
        return [Flag.PRESENCE_UNKNOWN]
    moving = tap.answer is not None and _is_move(tap.answer)
    if facts.presence.on_duty and not moving:
        return [Flag.FORGOTTEN_CLOCK_OUT]
    return []


def clock_flags(facts: Facts) -> tuple[Flag, ...]:
    """A flag unless the clock was trusted."""
    match facts.clock.level:
        case TrustLevel.TRUSTED:
            return ()
        case TrustLevel.BOUNDED:
            return (Flag.CLOCK_BOUNDED,)
        case TrustLevel.UNTRUSTED:
            return (Flag.CLOCK_UNTRUSTED,)
