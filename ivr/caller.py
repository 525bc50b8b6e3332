"""Reading what Twilio tells of a caller: the number as E.164, what it belongs to, and the carriers' verdict on it."""

from collections.abc import Iterable
from typing import Final

import phonenumbers

from shared.domain.caller import Caller, CallerMatch, Verdict

WITHHELD: Final = frozenset({"anonymous", "unknown", "restricted", "unavailable", "private", "asserted"})
PLACEHOLDERS: Final = frozenset({"+266696687", "+7378742833", "+86282452253", "+2562533", "+8656696", "+464"})
"""Letters dialled as digits (ANONYMOUS, RESTRICTED, UNAVAILABLE ...): what carriers put where a number is withheld."""
VERDICTS: Final = {"A": Verdict.FULL, "B": Verdict.PARTIAL, "C": Verdict.GATEWAY}
_SHORTEST: Final = 7


def number_of(told: str) -> str:
    """The number in E.164, or "" where it is withheld or none (a SIP or browser client has none)."""
    text = told.strip()
    if not text or text.casefold() in WITHHELD or text in PLACEHOLDERS:
        return ""
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written if len(written) > _SHORTEST else ""


def verdict_of(told: str) -> Verdict:
    """Twilio's `StirVerstat`, such as TN-Validation-Passed-A; it is only sent where the carriers signed the call.

    Source: Twilio's changelog on SHAKEN/STIR verification of incoming calls.
    """
    said = told.strip().removesuffix("-Diverted").removesuffix("-Passthrough")
    if said.startswith("TN-Validation-Passed-"):
        return VERDICTS.get(said[-1], Verdict.NONE)
    return Verdict.FAILED if said.startswith("TN-Validation-Failed") else Verdict.NONE


def caller_at(
    number: str,
    verdict: Verdict,
    own_phone: str,
    landlines: Iterable[str],
    landlines_elsewhere: Iterable[str],
    people_lately: int,
) -> Caller:
    """What the number means for an event at the site with these `landlines`, of the person with this `own_phone`."""
    if not number:
        match = CallerMatch.WITHHELD
    elif number in landlines:
        match = CallerMatch.SITE
    elif number in landlines_elsewhere:
        match = CallerMatch.OTHER_SITE
    else:
        match = CallerMatch.OWN_PHONE if number == own_phone else CallerMatch.UNKNOWN
    return Caller(number, match, verdict, people_lately)
