"""A call as the flow knows it: who rings, what was said last, and where in the conversation it is."""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.caller import Verdict


class At(StrEnum):
    """What the line has asked and waits for."""

    NUMBER = "number"
    PIN = "pin"
    LEFT_THEN = "left-then"  # "You called at 14:00. Did you leave then?"
    MENU = "menu"
    SITE = "site"
    POSITION = "position"
    DIRECTION = "direction"  # presence and rota disagree, or the work goes on at another site
    AFTER = "after"  # something was said or done: another person, or not right?
    NOTICE = "notice"  # what a supervisor changed: right, or not right?
    BREAKS = "breaks"  # the breaks of a shift: right, or not right?
    EARLY_END = "early-end"  # a break was short: by their own choice?
    EARLY_WHY = "early-why"
    AUTHORISER = "authoriser"  # a supervisor's number, to lift a refusal
    AUTHORISER_PIN = "authoriser-pin"
    AUTHORISED_POSITION = "authorised-position"  # authorised, and the position must be named
    RECEIPT = "receipt"
    SPOKEN = "spoken"  # "You said clock in": a key confirms
    SUPERVISOR = "supervisor"
    CLAIM = "claim"
    CLAIM_NUMBER = "claim-number"  # whose claim is it?
    CLAIM_POSITION = "claim-position"
    RINGING = "ringing"  # the supervisor's telephone was rung
    OVER = "over"  # nothing is asked any more


PROVEN = frozenset(At) - {At.NUMBER, At.PIN, At.OVER}
"""Where number and PIN were given: the ledger file must know so, whatever the address says."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `caller` and `called` are in E.164; `caller` is "" where the number was withheld."""

    sid: str
    caller: str
    called: str
    verdict: Verdict = Verdict.NONE


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back: keys (without the one that ended them) or words; neither is silence.

    `rung` is how ringing somebody else ended, in Twilio's words: completed, answered, busy, no-answer, failed ...
    """

    digits: str = ""
    speech: str = ""
    rung: str = ""


@dataclass(frozen=True, slots=True)
class CallState:
    """Everything between two steps of a call; it travels in the address that Twilio brings the next keys to.

    `step` counts the answers of a call: with the call's id it names what is done once. `who` is the employee number;
    `options` are what the keys from 1 on mean; `tap` is the tap that a choice is about or that was refused, `wish` the
    menu key that led here or the number of who authorises, `item` the claim that a supervisor hears, `event` what "not
    right" would take back. `meant_at` (seconds since the epoch, 0 for now) is when the caller pressed what is still
    being asked about, or what was taken back. `chose_language` says that the caller asked for it in this call.
    `changes` counts what a supervisor changed and the caller has not answered.
    """

    at: At = At.NUMBER
    step: int = 0
    language: str = "en"
    site: str = ""
    who: str = ""
    misses: int = 0
    options: tuple[str, ...] = ()
    page: int = 0
    tap: str = ""
    wish: str = ""
    event: str = ""
    item: str = ""
    meant_at: int = 0
    chose_language: bool = False
    changes: int = 0
