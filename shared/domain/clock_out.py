"""What ends a work session or a break. A clock-out is never refused, from any presence."""

from dataclasses import replace
from datetime import datetime

from shared.domain.assignment import place_flags
from shared.domain.breaks import end_status, next_planned, planned_breaks, start_status
from shared.domain.caller import caller_flags
from shared.domain.clock_in import clock_flags, rota_is_known
from shared.domain.clock_status import ClockStatus
from shared.domain.decision import Accepted, Ask
from shared.domain.direction import EITHER, duty_ends_at
from shared.domain.facts import Facts, OpenTap
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, Draft, Kind, Presence, PresenceState
from shared.domain.punctuality import Circumstances, clock_out_status, flag_of
from shared.domain.rules import Rules
from shared.domain.tap import Choice, Question, Tap


def open_question(facts: Facts) -> OpenTap | None:
    """The open tap, unless the work session in progress began after it: nobody leaves before they came."""
    open_tap, presence = facts.open_tap, facts.presence
    if open_tap is None or (presence.on_duty and presence.since is not None and open_tap.at < presence.since):
        return None
    return open_tap


def clock_out(tap: Tap, facts: Facts, rules: Rules) -> Accepted:
    """The clock-out at the tap's time; a break ends first, and an open tap is settled by it."""
    presence = facts.presence
    session = (presence.work_session if presence.on_duty else "") or ELSEWHERE
    ends_at = duty_ends_at(facts, tap.account_id, rules)
    out = replace(draft_of(Kind.CLOCKED_OUT, tap, facts, session), status=_status(tap, facts, rules, ends_at))
    drafts = [out]
    if presence.state is PresenceState.ON_BREAK:
        ended = draft_of(Kind.BREAK_ENDED, tap, facts, session)
        drafts.insert(0, replace(ended, status=_break_status(Kind.BREAK_ENDED, tap, facts, rules)))
    # By the planned end alone: by whose word somebody left, and whether to another position, is told by other flags.
    measured = clock_out_status(tap.at, ends_at, rules, Circumstances())
    punctual = flag_of(Kind.CLOCKED_OUT, measured)
    flags = [*([punctual] if punctual else []), *place_flags(facts, rules), *clock_flags(facts), *_duty_flags(presence)]
    open_tap = open_question(facts)
    return Accepted(tuple(drafts), tuple(flags), settles_open_tap=open_tap.tap_id if open_tap else "")


def _status(tap: Tap, facts: Facts, rules: Rules, ends_at: datetime | None) -> ClockStatus:
    changes = tap.answer is not None and tap.answer.choice is Choice.CHANGE_POSITION
    known = facts.presence.on_duty and rota_is_known(tap.at, facts)
    return clock_out_status(tap.at, ends_at, rules, Circumstances(known, changes, bool(tap.accepted_by)))


def record_break(kind: Kind, tap: Tap, facts: Facts, rules: Rules, offer: tuple[Choice, ...] = ()) -> Accepted | Ask:
    """A break begins or ends; asked instead where another door ended the work meanwhile."""
    last, presence = facts.last_event, facts.presence
    if last is not None and last.kind is Kind.CLOCKED_OUT and last.recorded_at > tap.at:
        # Another door ended the work while this question stood on a screen.
        return Ask(Question.WHICH_DIRECTION, EITHER)
    draft = replace(
        draft_of(kind, tap, facts, presence.work_session or ELSEWHERE), status=_break_status(kind, tap, facts, rules)
    )
    goes_out = rules.breaks_go_upstream and draft.work_session != ELSEWHERE
    not_sent = () if goes_out else (Flag.NOT_SENT_UPSTREAM,)
    flags = (*not_sent, *caller_flags(facts.caller), *clock_flags(facts), *_duty_flags(presence))
    return Accepted((draft,), flags, offer=offer)


def _break_status(kind: Kind, tap: Tap, facts: Facts, rules: Rules) -> ClockStatus:
    presence, taken = facts.presence, facts.breaks_taken
    planned = (
        planned_breaks(rules.breaks, presence.position_id, presence.since, presence.shift_ends_at)
        if presence.since is not None
        else ()
    )
    if kind is Kind.BREAK_STARTED:
        return start_status(next_planned(planned, len(taken)), unmanaged_is_paid=rules.unmanaged_break_paid)
    running = len(taken) - 1 if taken and taken[-1].ended_at is None else len(taken)
    return end_status(next_planned(planned, running), presence.break_since, tap.at, rules.break_grace_s)


def _duty_flags(presence: Presence) -> tuple[Flag, ...]:
    if presence.on_duty:
        return ()
    return (Flag.PRESENCE_UNKNOWN if presence.state is PresenceState.UNKNOWN else Flag.NOT_ON_DUTY,)


def draft_of(kind: Kind, tap: Tap, facts: Facts, session: str) -> Draft:
    """What is recorded of work in progress: it keeps the site, position and shift that it began with."""
    presence = facts.presence
    worked_here = presence.on_duty and presence.account_id is not None
    return Draft(
        kind,
        tap.at,
        presence.site if worked_here and presence.site else tap.site,
        presence.account_id if worked_here and presence.account_id is not None else tap.account_id,
        presence.position_id if worked_here else None,
        presence.shift_id if worked_here else None,
        presence.shift_ends_at if worked_here else None,
        session,
    )
