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

from shared.domain.clock_in import clock_flags, clock_in
from shared.domain.clock_out import clock_out, open_question, record_break
from shared.domain.clock_trust import TrustLevel
from shared.domain.decision import Accepted, Ask, Decision, Kept, Refused, Repeated, StillHere, Withdrawn
from shared.domain.direction import EITHER, RATHER_OUT, clocks_out_at_once, doubtful_choices
from shared.domain.facts import Facts
from shared.domain.flags import Flag
from shared.domain.model import Kind, PresenceState, Shift
from shared.domain.presence import released
from shared.domain.rules import Rules
from shared.domain.shift_match import due_now
from shared.domain.tap import Answer, Choice, Question, Refusal, Tap
from shared.domain.wish import on_wish

Resolved = Accepted | Refused | Ask


def decide(tap: Tap, facts: Facts, rules: Rules) -> Decision:
    """What this tap becomes. A tap without an answer may be a repeat or end in a question; a choice never repeats."""
    if tap.answer is not None:
        return _on_answer(tap, tap.answer, facts, rules)
    if tap.wish is not None:
        return on_wish(tap, tap.wish, facts, rules, lambda choice: _ANSWERED[choice](tap, facts, rules))
    if _is_repeat(tap, facts, rules) and facts.last_event is not None:
        return Repeated(facts.last_event)
    open_tap = open_question(facts)
    if open_tap is not None:
        return Ask(Question.OPEN_TAP, (Choice.LEFT_THEN, Choice.STILL_HERE), open_tap_at=open_tap.at)
    return _at_the_tap(tap, facts, rules)


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
        return clock_out(tap, facts, rules)
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
    if last is None or last.kind is not _RECORDS.get(answer.choice) or last.recorded_at <= tap.at:
        return False
    if not last.boot_id or not facts.boot_id or facts.decided_at is None:
        return True
    # What is of an earlier boot, or of a clock that ran ahead until it was set, was recorded before, not meanwhile.
    tapped_boottime_s = facts.boottime_s - (facts.decided_at - tap.at).total_seconds()
    return last.boot_id == facts.boot_id and last.boottime_s > tapped_boottime_s


def _on_answer(tap: Tap, answer: Answer, facts: Facts, rules: Rules) -> Decision:
    if tap.accepted_by:
        return _accepted(tap, answer, facts, rules)
    if facts.last_event is not None and _done_meanwhile(tap, answer, facts):
        return Repeated(facts.last_event)
    if answer.choice is Choice.START_BREAK and facts.presence.state is PresenceState.ON_BREAK and facts.last_event:
        return Repeated(facts.last_event)
    return _ANSWERED[answer.choice](tap, facts, rules)


def _accepted(tap: Tap, answer: Answer, facts: Facts, rules: Rules) -> Decision:
    """A supervisor makes an event of a claim, at the claim's time; nothing is put in before what came later."""
    if facts.last_event is not None and facts.last_event.at > tap.at:
        return Refused(Refusal.OVERTAKEN)
    decision = _ANSWERED[answer.choice](tap, facts, rules)
    if not isinstance(decision, Accepted):
        return decision
    own = (Flag.SELF_ACCEPTED,) if tap.accepted_by == facts.person.number else ()
    return replace(decision, flags=(*decision.flags, Flag.ACCEPTED_BY_SUPERVISOR, *own))


def _start_break(tap: Tap, facts: Facts, rules: Rules) -> Accepted | Ask:
    return record_break(Kind.BREAK_STARTED, tap, facts, rules)


def _end_break(tap: Tap, facts: Facts, rules: Rules) -> Accepted | Ask:
    return record_break(Kind.BREAK_ENDED, tap, facts, rules, offer=(Choice.CLOCK_OUT,))


def _change_position(tap: Tap, facts: Facts, rules: Rules) -> Resolved:
    if not facts.presence.on_duty:
        # Another door ended the work while the positions were listed.
        return Ask(Question.WHICH_DIRECTION, EITHER)
    chosen = tap.answer is not None and tap.answer.position_id is not None
    due = None if chosen else _position_due(tap, facts, rules)
    # The planned end that this work is measured by is that of its own position: the next one begins with the change.
    own = tuple(shift for shift in facts.shifts if shift.position_id == facts.presence.position_id)
    return _out_and_in(clock_in(tap, facts, rules, due), clock_out(tap, replace(facts, shifts=own), rules))


def _move_here(tap: Tap, facts: Facts, rules: Rules) -> Resolved:
    if not facts.presence.on_duty:
        return clock_in(tap, facts, rules)
    return _out_and_in(clock_in(tap, facts, rules), clock_out(tap, facts, rules))


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
    open_tap = open_question(facts)
    if open_tap is None:
        # Settled at another door meanwhile: whoever said that they left is not clocked in by it.
        return Ask(Question.WHICH_DIRECTION, RATHER_OUT)
    out = clock_out(replace(tap, at=open_tap.at), facts, rules)
    unsure = () if open_tap.clock_sure or Flag.CLOCK_UNTRUSTED in out.flags else (Flag.CLOCK_UNTRUSTED,)
    return replace(out, flags=(*out.flags, *unsure, Flag.FROM_OPEN_TAP), offer=(Choice.CLOCK_IN,))


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
    Choice.CLOCK_OUT: clock_out,
    Choice.START_BREAK: _start_break,
    Choice.END_BREAK: _end_break,
    Choice.CHANGE_POSITION: _change_position,
    Choice.MOVE_HERE: _move_here,
    Choice.LEFT_THEN: _left_then,
    Choice.STILL_HERE: _still_here,
    Choice.LEFT_EARLIER: _left_earlier,
    Choice.NOT_ME: _not_me,
}
