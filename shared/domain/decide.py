"""The one decision: what a tap of an identified person becomes.

Rule 1: a clock-out is never refused. Only a clock-in can be, and only on knowledge.
Rule 2: direction is assumed only when presence and rota agree.
Rule 3: nothing is invented. A forgotten clock-out is flagged on the next clock-in, not made up.
Rule 4: the answer depends on the argument alone; no clock, no store, no network.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from shared.domain.assignment import place_flags
from shared.domain.clock_in import clock_flags, clock_in
from shared.domain.clock_trust import TrustLevel
from shared.domain.decision import Accepted, Ask, Decision, Kept, Refused, Repeated, StillHere, Withdrawn
from shared.domain.direction import EITHER, RATHER_OUT, clocks_out_at_once, doubtful_choices, duty_ends_at
from shared.domain.facts import Facts, OpenTap
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, Draft, Kind, Presence, PresenceState, Shift
from shared.domain.presence import released
from shared.domain.punctuality import clock_out_flag
from shared.domain.rules import Rules
from shared.domain.shift_match import due_now
from shared.domain.tap import Answer, Choice, Question, Tap

Resolved = Accepted | Refused | Ask


def decide(tap: Tap, facts: Facts, rules: Rules) -> Decision:
    """What this tap becomes. A tap without an answer may be a repeat or end in a question; a choice never repeats."""
    if tap.answer is not None:
        return _on_answer(tap, tap.answer, facts, rules)
    if _is_repeat(tap, facts, rules) and facts.last_event is not None:
        return Repeated(facts.last_event)
    open_tap = _open_question(facts)
    if open_tap is not None:
        return Ask(Question.OPEN_TAP, (Choice.LEFT_THEN, Choice.STILL_HERE), open_tap_at=open_tap.at)
    return _at_the_tap(tap, facts, rules)


def _open_question(facts: Facts) -> OpenTap | None:
    """The open tap, unless the work session in progress began after it: nobody leaves before they came."""
    open_tap, presence = facts.open_tap, facts.presence
    if open_tap is None or (presence.on_duty and presence.since is not None and open_tap.at < presence.since):
        return None
    return open_tap


def _is_repeat(tap: Tap, facts: Facts, rules: Rules) -> bool:
    # By the instant of recording, not of the event: an answered open tap is dated in the past.
    last = facts.last_event
    if last is None:
        return False
    if facts.decided_at is not None and last.boot_id and last.boot_id == facts.boot_id:
        # Boot time goes on evenly when the wall clock is set; the tap may have waited for its turn.
        tapped_boottime_s = facts.boottime_s - (facts.decided_at - tap.at).total_seconds()
        return abs(tapped_boottime_s - last.boottime_s) < rules.repeat_s
    if last.boot_id and facts.clock.level is TrustLevel.UNTRUSTED:
        # After a power cut a clock without a battery resumes where it was: hours may have passed, not seconds.
        return False
    return abs(tap.at - last.recorded_at) < timedelta(seconds=rules.repeat_s)


def _at_the_tap(tap: Tap, facts: Facts, rules: Rules) -> Resolved:
    presence = facts.presence
    gone_long = released(presence, tap.at, rules)
    if presence.on_duty and not gone_long and presence.site not in ("", tap.site):
        return Ask(Question.OTHER_SITE, (Choice.MOVE_HERE, Choice.CLOCK_OUT, Choice.NOT_ME))
    doubtful = doubtful_choices(tap, facts, rules)
    if doubtful is not None:
        return Ask(Question.WHICH_DIRECTION, doubtful)
    if gone_long or presence.state is PresenceState.OFF:
        return clock_in(tap, facts, rules)
    if presence.state is PresenceState.ON_BREAK:
        return _end_break(tap, facts, rules)
    if clocks_out_at_once(tap, facts, rules):
        return _clock_out(tap, facts, rules)
    return _ask_on_duty(tap, facts, rules)


def _ask_on_duty(tap: Tap, facts: Facts, rules: Rules) -> Ask:
    due = _position_due(tap, facts, rules)
    change = (Choice.CHANGE_POSITION,) if due is not None else ()
    return Ask(Question.WHAT_NOW, (Choice.CLOCK_OUT, Choice.START_BREAK, *change, Choice.NOT_ME), shift=due)


_RECORDS: Final = {
    Choice.CLOCK_IN: Kind.CLOCKED_IN,
    Choice.CHANGE_POSITION: Kind.CLOCKED_IN,
    Choice.MOVE_HERE: Kind.CLOCKED_IN,
    Choice.CLOCK_OUT: Kind.CLOCKED_OUT,
    Choice.LEFT_THEN: Kind.CLOCKED_OUT,
    Choice.START_BREAK: Kind.BREAK_STARTED,
    Choice.END_BREAK: Kind.BREAK_ENDED,
}


def _done_meanwhile(tap: Tap, answer: Answer, facts: Facts) -> bool:
    """Did another door record the very thing while this question stood on a screen?"""
    last = facts.last_event
    return last is not None and last.recorded_at > tap.at and last.kind is _RECORDS.get(answer.choice)


def _on_answer(tap: Tap, answer: Answer, facts: Facts, rules: Rules) -> Decision:
    if facts.last_event is not None and _done_meanwhile(tap, answer, facts):
        return Repeated(facts.last_event)
    if answer.choice is Choice.START_BREAK and facts.presence.state is PresenceState.ON_BREAK and facts.last_event:
        return Repeated(facts.last_event)
    return _ANSWERED[answer.choice](tap, facts, rules)


def _clock_out(tap: Tap, facts: Facts, rules: Rules) -> Accepted:
    presence = facts.presence
    session = (presence.work_session if presence.on_duty else "") or ELSEWHERE
    drafts = [_draft(Kind.CLOCKED_OUT, tap, facts, session)]
    if presence.state is PresenceState.ON_BREAK:
        drafts.insert(0, _draft(Kind.BREAK_ENDED, tap, facts, session))
    ends_at = duty_ends_at(facts, tap.account_id, rules)
    punctual = clock_out_flag(tap.at, ends_at, rules) if ends_at else None
    flags = [*([punctual] if punctual else []), *place_flags(facts, rules), *clock_flags(facts), *_duty_flags(presence)]
    open_tap = _open_question(facts)
    return Accepted(tuple(drafts), tuple(flags), settles_open_tap=open_tap.tap_id if open_tap else "")


def _duty_flags(presence: Presence) -> tuple[Flag, ...]:
    if presence.on_duty:
        return ()
    return (Flag.PRESENCE_UNKNOWN if presence.state is PresenceState.UNKNOWN else Flag.NOT_ON_DUTY,)


def _start_break(tap: Tap, facts: Facts, _rules: Rules) -> Accepted | Ask:
    return _break(Kind.BREAK_STARTED, tap, facts)


def _end_break(tap: Tap, facts: Facts, _rules: Rules) -> Accepted | Ask:
    return _break(Kind.BREAK_ENDED, tap, facts, offer=(Choice.CLOCK_OUT,))


def _break(kind: Kind, tap: Tap, facts: Facts, offer: tuple[Choice, ...] = ()) -> Accepted | Ask:
    last, presence = facts.last_event, facts.presence
    if last is not None and last.kind is Kind.CLOCKED_OUT and last.recorded_at > tap.at:
        # Another door ended the work while this question stood on a screen.
        return Ask(Question.WHICH_DIRECTION, EITHER)
    draft = _draft(kind, tap, facts, presence.work_session or ELSEWHERE)
    return Accepted((draft,), (Flag.NOT_SENT_UPSTREAM, *clock_flags(facts), *_duty_flags(presence)), offer=offer)


def _change_position(tap: Tap, facts: Facts, rules: Rules) -> Resolved:
    chosen = tap.answer is not None and tap.answer.position_id is not None
    due = None if chosen else _position_due(tap, facts, rules)
    # The planned end that this work is measured by is that of its own position: the next one begins with the change.
    own = tuple(shift for shift in facts.shifts if shift.position_id == facts.presence.position_id)
    return _out_and_in(clock_in(tap, facts, rules, due), _clock_out(tap, replace(facts, shifts=own), rules))


def _move_here(tap: Tap, facts: Facts, rules: Rules) -> Resolved:
    return _out_and_in(clock_in(tap, facts, rules), _clock_out(tap, facts, rules))


def _out_and_in(into: Resolved, out: Accepted) -> Resolved:
    """End there and start here, at one instant: an out and an in in one transaction, or neither."""
    if not isinstance(into, Accepted):
        return into
    flags = tuple(dict.fromkeys((*out.flags, *into.flags)))
    return Accepted(
        (*out.drafts, *into.drafts), flags, into.shift, into.candidates, settles_open_tap=out.settles_open_tap
    )


def _left_then(tap: Tap, facts: Facts, rules: Rules) -> Decision:
    """The open tap becomes the clock-out at its own time; what the person wants now is offered, not assumed."""
    open_tap = _open_question(facts)
    if open_tap is None:
        # Settled at another door meanwhile: whoever said that they left is not clocked in by it.
        return Ask(Question.WHICH_DIRECTION, RATHER_OUT)
    out = _clock_out(replace(tap, at=open_tap.at), facts, rules)
    unsure = () if open_tap.clock_sure or Flag.CLOCK_UNTRUSTED in out.flags else (Flag.CLOCK_UNTRUSTED,)
    return replace(out, flags=(*out.flags, *unsure, Flag.FROM_OPEN_TAP), offer=(Choice.CLOCK_IN,))


def _draft(kind: Kind, tap: Tap, facts: Facts, session: str) -> Draft:
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


def _position_due(tap: Tap, facts: Facts, rules: Rules) -> Shift | None:
    presence = facts.presence
    return due_now(
        tap.at,
        tap.account_id,
        presence.position_id,
        presence.shift_id,
        facts.shifts,
        facts.used_shift_ids,
        rules,
    )


def _still_here(tap: Tap, facts: Facts, rules: Rules) -> Decision:
    tap_id = facts.open_tap.tap_id if facts.open_tap else ""
    return StillHere(tap_id, _at_the_tap(tap, facts, rules))


def _left_earlier(_tap: Tap, facts: Facts, _rules: Rules) -> Decision:
    return Kept(offer=(Choice.CLOCK_IN,), flags=clock_flags(facts))


def _not_me(_tap: Tap, _facts: Facts, _rules: Rules) -> Decision:
    return Withdrawn()


_ANSWERED: Final[dict[Choice, Callable[[Tap, Facts, Rules], Decision]]] = {
    Choice.CLOCK_IN: clock_in,
    Choice.CLOCK_OUT: _clock_out,
    Choice.START_BREAK: _start_break,
    Choice.END_BREAK: _end_break,
    Choice.CHANGE_POSITION: _change_position,
    Choice.MOVE_HERE: _move_here,
    Choice.LEFT_THEN: _left_then,
    Choice.STILL_HERE: _still_here,
    Choice.LEFT_EARLIER: _left_earlier,
    Choice.NOT_ME: _not_me,
}
