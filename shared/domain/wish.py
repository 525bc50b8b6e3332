"""What becomes of a key that says at once what the caller wants: no direction is guessed, and nothing is done twice.

At the wall a tap asks when presence and rota disagree. On the phone the caller has said it already, so only what would
record the same thing once more, or leave a work session open somewhere, is answered with a question.
"""

from collections.abc import Callable

from shared.domain.decision import AlreadySo, Ask, Decision
from shared.domain.direction import doubtful_choices
from shared.domain.facts import Facts
from shared.domain.model import Kind, PresenceState
from shared.domain.presence import is_known, released
from shared.domain.rules import Rules
from shared.domain.tap import Choice, Question, Tap


def on_wish(tap: Tap, wish: Choice, facts: Facts, rules: Rules, act: Callable[[Choice], Decision]) -> Decision:
    """What the wish becomes; `act` records a choice as if it had been answered to a question."""
    match wish:
        case Choice.CLOCK_IN:
            return _clock_in(tap, facts, rules) or act(wish)
        case Choice.CLOCK_OUT:
            return _clock_out(facts, rules) or act(wish)
        case Choice.START_BREAK if facts.presence.state is PresenceState.ON_BREAK:
            return AlreadySo(facts.last_event)
        case Choice.END_BREAK if facts.presence.state is PresenceState.WORKING:
            return AlreadySo(facts.last_event)
        case _:
            return act(wish)


def _clock_in(tap: Tap, facts: Facts, rules: Rules) -> Decision | None:
    presence = facts.presence
    if not presence.on_duty or released(presence, tap.at, rules):
        return None
    if presence.site not in ("", tap.site):
        return Ask(Question.OTHER_SITE, (Choice.MOVE_HERE, Choice.CLOCK_OUT, Choice.NOT_ME))
    doubtful = doubtful_choices(tap, facts, rules)
    if doubtful is not None:
        return Ask(Question.WHICH_DIRECTION, doubtful)
    return AlreadySo(facts.last_event)


def _clock_out(facts: Facts, rules: Rules) -> Decision | None:
    """Somebody known to be off duty since their clock-out may still insist: a clock-out is never refused."""
    last = facts.last_event
    is_off = facts.presence.state is PresenceState.OFF and last is not None and last.kind is Kind.CLOCKED_OUT
    if is_off and is_known(facts.presence, facts.presence_snapshot_age_s, rules):
        return AlreadySo(last, offer=(Choice.CLOCK_OUT,))
    return None
