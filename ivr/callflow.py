"""The conversation as a table: where a call stands, and what each key means there.

Rule 1: nothing in this file knows HTTP, XML, words or the store. It says what is to be done; others do it.
Rule 2: what is not in the table is asked again, twice; then the line says goodbye. Nothing is recorded by silence.
Rule 3: number and PIN are keys. Words may stand for a menu key, and a key confirms them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ivr.call import At, CallState, Heard

MOST_MISSES: Final = 2
ON_ONE_PAGE: Final = 8
SILENCE: Final = "silence"
DIGITS: Final = "digits"
WORDS: Final = "words"
ANSWERED: Final = "answered"


class Act(StrEnum):
    """What a key asks the line to do."""

    AGAIN = "again"  # not understood, or nothing heard
    REPEAT = "repeat"  # the caller asks to hear it once more
    SAY_ONCE_MORE = "say_once_more"  # a # out of habit may have cut the outcome off; the second silence is the end
    GOODBYE = "goodbye"
    NEXT_LANGUAGE = "next_language"
    TAKE_NUMBER = "take_number"
    ANOTHER_NUMBER = "another_number"
    CHECK_PIN = "check_pin"
    LEFT_THEN = "left_then"
    STILL_HERE = "still_here"
    TO_MENU = "to_menu"
    CLOCK_IN = "clock_in"
    CLOCK_OUT = "clock_out"
    BREAK = "break"
    TELL_SHIFTS = "tell_shifts"
    ASK_POSITION = "ask_position"
    ASK_RECEIPT = "ask_receipt"
    SUPERVISOR = "supervisor"
    TELL_RECEIPT = "tell_receipt"
    AUTHORISE = "authorise"  # a supervisor is beside the caller
    AUTHORISERS_NUMBER = "authorisers_number"
    CHECK_AUTHORISER = "check_authoriser"
    NOT_AUTHORISED = "not_authorised"
    CHOSEN = "chosen"  # the option of that key
    MORE = "more"
    TAKE_BACK = "take_back"
    READ_BACK = "read_back"  # spoken words: say what was understood
    WHO_IS_IN = "who_is_in"
    WHO_IS_MISSING = "who_is_missing"
    CLAIMS = "claims"
    WHAT_WAITS = "what_waits"
    ACCEPT_IN = "accept_in"
    ACCEPT_OUT = "accept_out"
    DISMISS = "dismiss"
    NEXT_CLAIM = "next_claim"
    CLAIM_IS_OF = "claim_is_of"
    NOT_ANSWERED = "not_answered"
    TELL_NOTICES = "tell_notices"
    NOTICE_RIGHT = "notice_right"
    NOTICE_WRONG = "notice_wrong"
    NEXT_NOTICE = "next_notice"
    BREAKS_RIGHT = "breaks_right"
    BREAKS_WRONG = "breaks_wrong"
    ENDED_BY_CHOICE = "ended_by_choice"
    ENDED_FOR_A_REASON = "ended_for_a_reason"
    ENDED_BECAUSE = "ended_because"
    BREAKS_UNANSWERED = "breaks_unanswered"


_CHOICES: Final = {str(key): Act.CHOSEN for key in range(1, ON_ONE_PAGE + 1)}
MENU_KEYS: Final[Mapping[str, Act]] = {
    "1": Act.CLOCK_IN,
    "2": Act.CLOCK_OUT,
    "3": Act.BREAK,
    "4": Act.TELL_SHIFTS,
    "5": Act.ASK_POSITION,
    "6": Act.ASK_RECEIPT,
    "0": Act.SUPERVISOR,
}
_LEAVES_BREAKS: Final = {"0": Act.TO_MENU, "*": Act.REPEAT, SILENCE: Act.BREAKS_UNANSWERED}
TABLE: Final[Mapping[At, Mapping[str, Act]]] = {
    At.NUMBER: {DIGITS: Act.TAKE_NUMBER, "*": Act.NEXT_LANGUAGE},
    At.PIN: {DIGITS: Act.CHECK_PIN, "*": Act.ANOTHER_NUMBER},
    # The menu's keys mean here what they mean everywhere: whoever presses 1 unheard must not have left by it.
    At.LEFT_THEN: {**MENU_KEYS, "7": Act.LEFT_THEN, "8": Act.STILL_HERE, "*": Act.REPEAT},
    At.MENU: {**MENU_KEYS, "8": Act.TELL_NOTICES, "*": Act.REPEAT, WORDS: Act.READ_BACK},
    At.SITE: {**_CHOICES, "9": Act.MORE, "0": Act.TO_MENU, "*": Act.REPEAT},
    At.POSITION: {**_CHOICES, "9": Act.MORE, "0": Act.TO_MENU, "*": Act.REPEAT},
    At.DIRECTION: {**_CHOICES, "0": Act.TO_MENU, "*": Act.REPEAT},
    At.AFTER: {
        "1": Act.ANOTHER_NUMBER,
        "2": Act.CHOSEN,  # whoever is off duty already and insists on clocking out
        "5": Act.AUTHORISE,
        "8": Act.TELL_NOTICES,
        "9": Act.TAKE_BACK,
        "0": Act.TO_MENU,
        "*": Act.REPEAT,
        SILENCE: Act.SAY_ONCE_MORE,
    },
    At.NOTICE: {
        "1": Act.NOTICE_RIGHT,
        "2": Act.NOTICE_WRONG,
        "0": Act.TO_MENU,
        "*": Act.REPEAT,
        SILENCE: Act.NEXT_NOTICE,
    },
    At.BREAKS: {"1": Act.BREAKS_RIGHT, "2": Act.BREAKS_WRONG, **_LEAVES_BREAKS},
    At.EARLY_END: {"1": Act.ENDED_BY_CHOICE, "2": Act.ENDED_FOR_A_REASON, **_LEAVES_BREAKS},
    At.EARLY_WHY: {**dict.fromkeys("123", Act.ENDED_BECAUSE), **_LEAVES_BREAKS},
    At.AUTHORISER: {DIGITS: Act.AUTHORISERS_NUMBER, "*": Act.NOT_AUTHORISED},
    At.AUTHORISER_PIN: {DIGITS: Act.CHECK_AUTHORISER, "*": Act.AUTHORISE},
    At.AUTHORISED_POSITION: {**_CHOICES, "9": Act.MORE, "0": Act.NOT_AUTHORISED, "*": Act.REPEAT},
    At.RECEIPT: {DIGITS: Act.TELL_RECEIPT, "*": Act.TO_MENU},
    At.SPOKEN: {"1": Act.CHOSEN, "2": Act.TO_MENU, "0": Act.TO_MENU, "*": Act.REPEAT},
    At.SUPERVISOR: {
        "1": Act.WHO_IS_IN,
        "2": Act.WHO_IS_MISSING,
        "3": Act.CLAIMS,
        "4": Act.WHAT_WAITS,
        "0": Act.TO_MENU,
        "*": Act.REPEAT,
    },
    At.CLAIM: {
        "1": Act.ACCEPT_IN,
        "2": Act.ACCEPT_OUT,
        "3": Act.DISMISS,
        "4": Act.NEXT_CLAIM,
        "0": Act.SUPERVISOR,
        "*": Act.REPEAT,
    },
    At.CLAIM_NUMBER: {DIGITS: Act.CLAIM_IS_OF, "*": Act.CLAIMS},
    At.CLAIM_POSITION: {**_CHOICES, "9": Act.MORE, "0": Act.CLAIMS, "*": Act.REPEAT},
    At.RINGING: {SILENCE: Act.NOT_ANSWERED, ANSWERED: Act.GOODBYE},
    At.OVER: {SILENCE: Act.GOODBYE},
}

_NEEDS: Final[Mapping[Act, Callable[[CallState], object]]] = {
    Act.TAKE_BACK: lambda state: state.event,
    Act.TELL_NOTICES: lambda state: state.changes,
    Act.AUTHORISE: lambda state: state.tap,
}
"""Keys that mean nothing where there is nothing for them."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What to do, and with what: `digits` as typed, or the chosen option."""

    act: Act
    digits: str = ""


def turn(state: CallState, heard: Heard) -> tuple[Turn, CallState]:
    """What the caller asks for, and the state to do it in: misses are counted while nothing is understood."""
    asked = _turn(state, heard)
    if asked.act is Act.SAY_ONCE_MORE:
        return (asked if not state.misses else Turn(Act.GOODBYE)), replace(state, misses=state.misses + 1)
    if asked.act is Act.AGAIN:
        missed = replace(state, misses=state.misses + 1)
        return (asked, missed) if missed.misses <= MOST_MISSES else (Turn(Act.GOODBYE), missed)
    return asked, replace(state, misses=0)


def too_short(state: CallState) -> tuple[Turn, CallState]:
    """Fewer digits than every number or PIN has: asked again, and no guess."""
    missed = replace(state, misses=state.misses + 1)
    return (Turn(Act.AGAIN) if missed.misses <= MOST_MISSES else Turn(Act.GOODBYE)), missed


def _turn(state: CallState, heard: Heard) -> Turn:
    row, digits = TABLE[state.at], heard.digits
    if not digits:
        what = ANSWERED if heard.rung in ("completed", "answered") else WORDS if heard.speech else SILENCE
        act = row.get(what, Act.AGAIN)
        if act is Act.SAY_ONCE_MORE and state.changes and not state.misses:
            # Whoever stays on the line hears what was changed without a key.
            act = Act.TELL_NOTICES
        return Turn(act, heard.speech)
    if DIGITS in row:
        return _typed(row, digits)
    act = row.get(digits, Act.AGAIN)
    if act is Act.CHOSEN:
        return _chosen(state, digits)
    if act is Act.MORE and len(state.options) <= ON_ONE_PAGE:
        return Turn(Act.AGAIN)
    if act in _NEEDS and not _NEEDS[act](state):
        return Turn(Act.AGAIN)
    return Turn(act, digits)


def _typed(row: Mapping[str, Act], digits: str) -> Turn:
    if "*" in digits:
        return Turn(row["*"])
    return Turn(row[DIGITS], digits) if digits.isascii() and digits.isdecimal() else Turn(Act.AGAIN)


def _chosen(state: CallState, digit: str) -> Turn:
    shown = on_page(state.options, state.page)
    # Only what insists stands behind a 2 after an outcome: it has no first option.
    place = 0 if state.at is At.AFTER else int(digit) - 1
    return Turn(Act.CHOSEN, shown[place]) if place < len(shown) else Turn(Act.AGAIN)


def on_page(options: tuple[str, ...], page: int) -> tuple[str, ...]:
    """The options that the keys from 1 on mean on this page."""
    if not options:
        return ()
    pages = -(-len(options) // ON_ONE_PAGE)
    start = page % pages * ON_ONE_PAGE
    return options[start : start + ON_ONE_PAGE]


def said_key(speech: str, spoken: Mapping[str, str]) -> str:
    """The menu key whose words were spoken, "" for none or for several. `spoken`: key -> words of that language."""
    heard = f" {' '.join(_letters(speech))} "
    found = [key for key, words in spoken.items() if f" {' '.join(_letters(words))} " in heard]
    return found[0] if len(found) == 1 else ""


def _letters(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
