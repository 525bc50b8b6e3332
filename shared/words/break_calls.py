"""What somebody is told of a break that is due, was not taken or runs over: at the wall, by call and by message."""

from shared.domain.break_rules import BreakKind
from shared.domain.breaks import BreakCall, Calls
from shared.words.catalogs import Words


def break_call(words: Words, call: BreakCall, time: str) -> str:
    """One sentence without a full stop. `time` is since when, as it is shown or said."""
    is_meal = call.planned.kind is BreakKind.MEAL
    match call.calls:
        case Calls.DUE if is_meal:
            return words.say("Your meal break is due since {time}", time=time)
        case Calls.DUE:
            return words.say("Your rest break is due since {time}", time=time)
        case Calls.NOT_TAKEN if is_meal:
            return words.say("Your meal break was due at {time} and was not taken", time=time)
        case Calls.NOT_TAKEN:
            return words.say("Your rest break was due at {time} and was not taken", time=time)
        case Calls.RUNNING_OVER if is_meal:
            return words.say("Your meal break should have ended at {time}", time=time)
        case Calls.RUNNING_OVER:
            return words.say("Your rest break should have ended at {time}", time=time)
