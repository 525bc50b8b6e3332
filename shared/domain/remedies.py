"""Why a delivery is parked, in the words of the trade, and what a supervisor can do about it.

The row keeps the reason as a sentence, ours or the upstream's; here it becomes one of a closed set.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.domain.break_record import TRACKTIK_BREAKS
from shared.domain.delivery import OutboxRow, RowState, Step
from shared.domain.model import Kind
from shared.domain.worked_shift import TAMIGO


class Why(StrEnum):
    """Why a row does not move."""

    OVERLAP = "overlap"  # the upstream has another session at that time
    UNSCHEDULED = "unscheduled"  # no shift, and the site wants one
    CLOCK_UNTRUSTED = "clock_untrusted"
    LOST = "lost"  # sent again and again, and never found
    NOT_LOOKED_UP = "not_looked_up"
    SEVERAL_SESSIONS = "several_sessions"
    NO_SESSION = "no_session"
    SESSION_GONE = "session_gone"
    CLOCK_IN_GIVEN_UP = "clock_in_given_up"
    NOT_KNOWN_UPSTREAM = "not_known_upstream"
    OUR_FAULT = "our_fault"
    WRONG_LINK = "wrong_link"  # the session that was named cannot be meant
    DAY_CLOSED = "day_closed"  # the upstream takes no more hours of that day
    REFUSED = "refused"  # by the upstream, in its own words
    ON_ITS_WAY = "on_its_way"  # not parked: in doubt, or waiting


class Fix(StrEnum):
    """What a supervisor can do about it."""

    RETRY = "retry"
    SEND_ANYWAY = "send_anyway"
    OTHER_PLACE = "other_place"  # another shift or position
    CORRECT_TIME = "correct_time"
    WAS_CLOCK_OUT = "was_clock_out"
    SAME_AS = "same_as"
    HAND_OVER = "hand_over"  # somebody enters it upstream by hand


_BEGINNINGS: Final[Mapping[str, Why]] = {
    "overlap": Why.OVERLAP,
    "unscheduled": Why.UNSCHEDULED,
    "clock untrusted": Why.CLOCK_UNTRUSTED,
    "lost too often": Why.LOST,
    "cannot be looked up": Why.NOT_LOOKED_UP,
    "several open sessions fit": Why.SEVERAL_SESSIONS,
    "no open session was found": Why.NO_SESSION,
    "the session is gone upstream": Why.SESSION_GONE,
    "the worked shift is gone": Why.SESSION_GONE,
    "the day ": Why.DAY_CLOSED,
    "its clock-in is not in": Why.CLOCK_IN_GIVEN_UP,
    "its clock-in was": Why.CLOCK_IN_GIVEN_UP,
    "the upstream does not know this": Why.NOT_KNOWN_UPSTREAM,
    "a fault in delivery": Why.OUR_FAULT,
    "its beginning is not in the ledger": Why.OUR_FAULT,
    "the time of its beginning": Why.CLOCK_UNTRUSTED,
    "its event is not in the ledger": Why.OUR_FAULT,
    "session ": Why.WRONG_LINK,
}
_IN: Final[Mapping[Why, tuple[Fix, ...]]] = {
    Why.OVERLAP: (Fix.WAS_CLOCK_OUT, Fix.SAME_AS, Fix.SEND_ANYWAY, Fix.CORRECT_TIME, Fix.HAND_OVER),
    Why.UNSCHEDULED: (Fix.OTHER_PLACE, Fix.SEND_ANYWAY, Fix.HAND_OVER),
    Why.CLOCK_UNTRUSTED: (Fix.CORRECT_TIME, Fix.SEND_ANYWAY, Fix.HAND_OVER),
    Why.LOST: (Fix.RETRY, Fix.SAME_AS, Fix.HAND_OVER),
    Why.NOT_LOOKED_UP: (Fix.RETRY, Fix.SAME_AS, Fix.HAND_OVER),
    Why.NOT_KNOWN_UPSTREAM: (Fix.RETRY, Fix.HAND_OVER),
    Why.OUR_FAULT: (Fix.RETRY, Fix.HAND_OVER),
    Why.WRONG_LINK: (Fix.SAME_AS, Fix.RETRY, Fix.HAND_OVER),
    Why.REFUSED: (
        Fix.OTHER_PLACE,
        Fix.CORRECT_TIME,
        Fix.WAS_CLOCK_OUT,
        Fix.SAME_AS,
        Fix.RETRY,
        Fix.HAND_OVER,
    ),
}
_OUT: Final[Mapping[Why, tuple[Fix, ...]]] = {
    Why.CLOCK_UNTRUSTED: (Fix.CORRECT_TIME, Fix.SEND_ANYWAY, Fix.HAND_OVER),
    Why.SEVERAL_SESSIONS: (Fix.SAME_AS, Fix.RETRY, Fix.HAND_OVER),
    Why.NO_SESSION: (Fix.SAME_AS, Fix.RETRY, Fix.HAND_OVER),
    Why.SESSION_GONE: (Fix.SAME_AS, Fix.RETRY, Fix.HAND_OVER),
    Why.CLOCK_IN_GIVEN_UP: (Fix.SAME_AS, Fix.HAND_OVER),
    Why.NOT_KNOWN_UPSTREAM: (Fix.RETRY, Fix.HAND_OVER),
    Why.OUR_FAULT: (Fix.RETRY, Fix.HAND_OVER),
    Why.REFUSED: (Fix.CORRECT_TIME, Fix.SAME_AS, Fix.RETRY, Fix.HAND_OVER),
}
_WORKED_SHIFT: Final[Mapping[Why, tuple[Fix, ...]]] = {
    Why.OVERLAP: (Fix.SEND_ANYWAY, Fix.CORRECT_TIME, Fix.RETRY, Fix.HAND_OVER),
    Why.UNSCHEDULED: (Fix.SEND_ANYWAY, Fix.HAND_OVER),
    Why.CLOCK_UNTRUSTED: (Fix.CORRECT_TIME, Fix.SEND_ANYWAY, Fix.HAND_OVER),
    Why.SESSION_GONE: (Fix.SEND_ANYWAY, Fix.HAND_OVER),
    Why.REFUSED: (Fix.CORRECT_TIME, Fix.RETRY, Fix.HAND_OVER),
}
"""Hours written back: their records have no number that could be named, and no position to move to."""
_ELSE: Final = (Fix.SAME_AS, Fix.RETRY, Fix.HAND_OVER)


def why_of(row: OutboxRow) -> Why:
    """Why the row does not move; REFUSED where only the upstream's own sentence tells."""
    if row.state is not RowState.PARKED:
        return Why.ON_ITS_WAY
    found = (why for beginning, why in _BEGINNINGS.items() if row.reason.startswith(beginning))
    return next(found, Why.REFUSED)


def fixes_for(row: OutboxRow) -> tuple[Fix, ...]:
    """What fits, likeliest first. A row that is on its way can only be waited for."""
    why = why_of(row)
    if why is Why.ON_ITS_WAY:
        return ()
    if row.upstream == TAMIGO:
        return _WORKED_SHIFT.get(why, (Fix.RETRY, Fix.HAND_OVER))
    if row.upstream == TRACKTIK_BREAKS:
        # Nothing of a break can be named or changed there: a lost answer is a person's to judge.
        again = Fix.SEND_ANYWAY if why is Why.NOT_LOOKED_UP else Fix.RETRY
        return (again, Fix.HAND_OVER)
    if row.step is not Step.SEND:
        # The upstream has it; only its time is still another one.
        return (Fix.RETRY, Fix.HAND_OVER)
    return (_IN if row.kind is Kind.CLOCKED_IN else _OUT).get(why, _ELSE)
