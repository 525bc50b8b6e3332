"""Number and PIN, for whoever has no badge."""

from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.views import Act, Button, Intent, KeypadView, Tone
from kiosk.wording.names import demo
from kiosk.wording.setting import Setting
from shared.domain.pin_limits import MOST
from shared.recording import Outcome
from shared.words import Words

KEYPAD_S = 30.0
MOST_DIGITS = 12
SUPERVISOR = "supervisor"


class Stage(StrEnum):
    NUMBER = "number"
    PIN = "pin"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Typing:
    """What was typed so far.

    `numbers` limits whose PIN may follow: the badge's holders; empty: anybody's. `claim_id` is the badge's kept tap.
    `for_site`: a supervisor wants to see the site; nobody else's number opens it. `for_muster`: its muster, and nothing
    else of it; a muster's code is typed where a PIN is. `refused`: the clock-in that a supervisor is to authorise.
    """

    stage: Stage = Stage.NUMBER
    number: str = ""
    pin: str = ""
    numbers: tuple[str, ...] = ()
    presented: str = ""
    checking: bool = False
    by_badge: bool = False
    claim_id: str = ""
    for_site: bool = False
    for_muster: bool = False
    refused: Outcome | None = None

    @property
    def is_prompt(self) -> bool:
        """Is a badge asked for here, or did one lead here? The next badge ends it: nothing of it comes back."""
        return self.by_badge or self.for_site or self.refused is not None

    @property
    def current(self) -> str:
        """The digits of the stage that is being typed."""
        return self.number if self.stage is Stage.NUMBER else self.pin


def typed(typing: Typing, intent: Intent) -> Typing:
    """What was typed after one more touch of the pad; backspace on an empty PIN goes back to the number."""
    digits = typing.current
    if intent.act is Act.BACKSPACE and typing.stage is Stage.PIN and not digits and len(typing.numbers) != 1:
        return replace(typing, stage=Stage.NUMBER)
    if intent.act is Act.KEY and intent.value.isdigit() and len(digits) < MOST_DIGITS:
        digits += intent.value
    elif intent.act is Act.CLEAR:
        digits = ""
    elif intent.act is Act.BACKSPACE:
        digits = digits[:-1]
    if typing.stage is Stage.NUMBER:
        return replace(typing, number=digits)
    return replace(typing, pin=digits)


def keypad(words: Words, setting: Setting, typing: Typing, error: str = "") -> KeypadView:
    """The keypad as it stands."""
    if typing.stage is Stage.CODE:
        return _code(words, setting, typing, error)
    pin = typing.stage is Stage.PIN
    hint = words.say("Then your PIN. After {n} wrong PINs the number is locked for a while.", n=MOST.for_number)
    if pin:
        hint = words.say("After {n} wrong PINs the number is locked for a while.", n=MOST.for_number)
    elif typing.refused is not None:
        hint = words.say("For {name}: tap a supervisor's badge, or type the number.", name=typing.refused.person.name)
    elif typing.for_site:
        hint = words.say("For supervisors: tap your badge, or type your number.")
    if typing.checking:
        hint = words.say("Checking\u2026")
    step = words.say("{n} of {all}", n=2 if pin else 1, all=2)
    return KeypadView(
        title=_title(words, typing),
        step="" if typing.by_badge and len(typing.numbers) == 1 else step,
        heading=words.say("Your PIN") if pin else _whose_number(words, typing),
        typed="\u2022" * len(typing.pin) if pin else typing.number,
        hint=error or hint,
        hint_tone=Tone.STOP if error else Tone.PLAIN,
        clear=words.say("Clear"),
        backspace=words.say("Back"),
        next=words.say("Next"),
        close=Button(Intent(Act.CLOSE), words.say("Close")),
        closes_after_s=KEYPAD_S,
        demo=demo(words, setting),
    )


def _whose_number(words: Words, typing: Typing) -> str:
    if typing.refused is not None:
        return words.say("Supervisor's number")
    return words.say("Your employee number")


def _code(words: Words, setting: Setting, typing: Typing, error: str) -> KeypadView:
    """The keypad for a muster's code."""
    return KeypadView(
        title=words.say("Muster"),
        step="",
        heading=words.say("Code"),
        typed="\u2022" * len(typing.pin),
        hint=error or words.say("Type the code for musters, or tap a supervisor's badge."),
        hint_tone=Tone.STOP if error else Tone.PLAIN,
        clear=words.say("Clear"),
        backspace=words.say("Back"),
        next=words.say("Next"),
        close=Button(Intent(Act.CLOSE), words.say("Close")),
        closes_after_s=KEYPAD_S,
        demo=demo(words, setting),
        others=(Button(Intent(Act.MUSTER, SUPERVISOR), words.say("By number and PIN")),),
    )


def _title(words: Words, typing: Typing) -> str:
    if typing.for_muster:
        return words.say("Muster")
    if typing.by_badge:
        return words.say("Badge and PIN")
    if typing.refused is not None:
        return words.say("Supervisor")
    return words.say("Site") if typing.for_site else words.say("No badge")
