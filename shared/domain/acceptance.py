"""Whether a supervisor may make an event of a claim.

Rule 1: rights are by site: a supervisor in force, whose sites name this one.
Rule 2: nobody authorises their own event, unless no other supervisor of the site could: then it is flagged.
Rule 3: nothing is recorded twice: who is on duty by a newer event, or already, needs no clock-in.
Rule 4: where a clock-in was refused a supervisor may lift what somebody who stands there can judge, and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from shared.domain.assignment import in_force
from shared.domain.decision import AlreadySo, Ask, Withdrawn
from shared.domain.facts import Facts
from shared.domain.model import Person, Role
from shared.domain.site import Site
from shared.domain.tap import Answer, Choice, Question, Refusal, Tap
from shared.domain.wish import on_wish

RECORDING: Final = frozenset(
    {
        Choice.CLOCK_IN,
        Choice.CLOCK_OUT,
        Choice.START_BREAK,
        Choice.END_BREAK,
        Choice.CHANGE_POSITION,
        Choice.MOVE_HERE,
    }
)
"""The choices that a supervisor can make of a claim: each of them records an event at the claim's time."""

ON_THE_SPOT: Final = frozenset(
    {
        Refusal.TOO_EARLY,
        Refusal.MINIMUM_REST,
        Refusal.OUTSIDE_GEOFENCE,
        Refusal.NOT_ASSIGNED,
        Refusal.CALLER_NOT_KNOWN,
        Refusal.CALLER_NOT_AT_SITE,
    }
)
"""What can be authorised where it was refused: whoever stands there sees who it is and where, and answers for the hour.

Not INACTIVE: whether somebody is employed is no question of the moment; the desk can still accept it. OVERTAKEN is said
to supervisors alone.
"""


class WhyNot(StrEnum):
    """Why a claim stays as it is."""

    NO_SUCH_CLAIM = "no_such_claim"
    SETTLED = "settled"  # accepted, dismissed or answered meanwhile
    NOT_YOUR_SITE = "not_your_site"
    OTHER_SITE = "other_site"  # the claim was made at another site than the one it is accepted for
    OWN_EVENT = "own_event"
    OTHER_PERSON = "other_person"  # the claim is of somebody who was identified
    NO_EVENT = "no_event"  # the choice records nothing
    NEEDS_A_TIME = "needs_a_time"  # "I left earlier": the claim's time is not the event's
    OVERTAKEN = "overtaken"  # newer events of that person stand already
    ALREADY_SO = "already_so"
    AT_OTHER_SITE = "at_other_site"  # on duty there: only MOVE_HERE ends that work too
    NOT_ON_THE_SPOT = "not_on_the_spot"  # only the desk can accept what this was refused for


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """Nothing was changed."""

    reason: WhyNot


def is_supervisor_of(person: Person, site: Site, at: datetime) -> bool:
    """May this person decide for the site at that instant (aware UTC)? The register names its name or its account."""
    if person.role is not Role.SUPERVISOR or not in_force(person, at.astimezone(ZoneInfo(site.rules.timezone)).date()):
        return False
    return site.name in person.sites or str(site.account_id) in person.sites


def objection_to(by: Person, person: Person, register: Iterable[Person], site: Site, at: datetime) -> WhyNot | None:
    """Why `by` may not authorise an event of `person` at the site, or None. `register`: everybody, read if need be."""
    if not is_supervisor_of(by, site, at):
        return WhyNot.NOT_YOUR_SITE
    if by.number != person.number:
        return None
    others = (one for one in register if one.number != by.number)
    return WhyNot.OWN_EVENT if any(is_supervisor_of(one, site, at) for one in others) else None


def obstacle_to(tap: Tap, answer: Answer, facts: Facts, site: Site) -> WhyNot | None:
    """What stands against recording this choice at the claim's time, or None. A doubted direction does not."""
    # `decide` refuses it too, but there the refusal would be kept in place of the claim's own reason.
    if facts.last_event is not None and facts.last_event.at > tap.at:
        return WhyNot.OVERTAKEN
    on_duty_since = facts.presence.since if facts.presence.on_duty else None
    if on_duty_since is not None and on_duty_since > tap.at:
        return WhyNot.OVERTAKEN
    match on_wish(tap, answer.choice, facts, site.rules, lambda _: Withdrawn()):
        case AlreadySo():
            return WhyNot.ALREADY_SO
        case Ask(question=Question.OTHER_SITE):
            return WhyNot.AT_OTHER_SITE
        case _:
            return None
