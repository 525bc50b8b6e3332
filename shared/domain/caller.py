"""What a call tells about where its caller is: evidence, not proof, since any number can be shown. The PIN decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.domain.flags import Flag
from shared.domain.rules import CallerRule
from shared.domain.tap import Refusal


class CallerMatch(StrEnum):
    """What the shown number belongs to."""

    SITE = "site"  # a landline of the site that the event is about
    OTHER_SITE = "other_site"  # a landline of another site
    OWN_PHONE = "own_phone"  # the register's number of this very person
    UNKNOWN = "unknown"
    WITHHELD = "withheld"


class Verdict(StrEnum):
    """The STIR/SHAKEN verdict of the carriers on the shown number; most calls outside North America have none."""

    FULL = "full"  # the carrier knows the caller and their right to the number
    PARTIAL = "partial"
    GATEWAY = "gateway"
    FAILED = "failed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Caller:
    """One call's origin. `number` is in E.164, "" where it was withheld.

    `people_lately` counts the different employees who identified from this number in a short time, this one included.
    """

    number: str
    match: CallerMatch
    verdict: Verdict = Verdict.NONE
    people_lately: int = 1


LANDLINE: Final = (CallerMatch.SITE, CallerMatch.OTHER_SITE)
KNOWN: Final = (*LANDLINE, CallerMatch.OWN_PHONE)


def caller_flags(caller: Caller | None) -> Iterator[Flag]:
    """What a supervisor should know of the call that an event came by; nothing for a badge."""
    if caller is None:
        return
    by_match = {
        CallerMatch.OTHER_SITE: Flag.CALLER_AT_OTHER_SITE,
        CallerMatch.UNKNOWN: Flag.CALLER_UNKNOWN,
        CallerMatch.WITHHELD: Flag.CALLER_WITHHELD,
    }
    if caller.match in by_match:
        yield by_match[caller.match]
    if caller.verdict is Verdict.FAILED:
        yield Flag.CALLER_NOT_VERIFIED
    if caller.people_lately > 1 and caller.match not in LANDLINE:
        yield Flag.SEVERAL_FROM_ONE_PHONE


def caller_refusal(caller: Caller | None, rule: CallerRule) -> Refusal | None:
    """Why the site takes no clock-in by this call, or None. A number that its carrier disowns matches nothing."""
    if caller is None or rule is CallerRule.ANY:
        return None
    believed = caller.verdict is not Verdict.FAILED
    if rule is CallerRule.SITE:
        return None if believed and caller.match is CallerMatch.SITE else Refusal.CALLER_NOT_AT_SITE
    return None if believed and caller.match in KNOWN else Refusal.CALLER_NOT_KNOWN
