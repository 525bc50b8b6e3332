"""One thing that a supervisor looks at or is asked, as a value: what it is, and what can be touched."""

from dataclasses import dataclass

from kiosk.view_parts import Button, Sound, Tone

ON_ONE_CARD = 6


@dataclass(frozen=True, slots=True)
class CardView:
    """Words on one side, at most `ON_ONE_CARD` large buttons on the other.

    `title` is where this is, `step` how far it has come. `who` it is about, `what` it is or what is asked. `said`
    stands out: what stands against it, or how it goes out. `large` is read out (a PIN). `lines` is small print. Where
    `scope` differs, something else is looked at: a finger that came down before means nothing here.
    """

    scope: str
    title: str
    step: str
    who: str
    what: str
    said: str
    said_tone: Tone
    large: str
    lines: tuple[str, ...]
    choices: tuple[Button, ...]
    buttons: tuple[Button, ...]
    close: Button
    closes_after_s: float
    sound: Sound = Sound.NONE
    demo: str = ""
