"""What a caller does when the line waits, and how it is written in a script.

1053   these keys      +1053 and +!   the same at once, while the line still speaks
-      silence         "clock in"     spoken words
!      hangs up
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys pressed one after another; `at_once` while the line still speaks, wherever that is."""

    keys: str
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words said into the telephone."""

    words: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing, until the line has waited long enough."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """The caller ends the call; `at_once` while the line still speaks."""

    at_once: bool = False


Press = Keys | Spoken | Silence | HangUp


class NotAPress(ValueError):
    """A word of a script that is none of these; the message says which."""


def press_in(word: str) -> Press:
    """What one word of a script means; words between quotes, or with a space, are spoken. Raises NotAPress."""
    match word:
        case "-" | "":
            return Silence()
        case "!" | "+!":
            return HangUp(at_once=word.startswith("+"))
    if re.fullmatch(r"\+?[0-9*#]+", word):
        return Keys(word.removeprefix("+"), at_once=word.startswith("+"))
    if (len(word) > 2 and word[0] == word[-1] == '"') or " " in word.strip():
        return Spoken(word.strip().strip('"'))
    raise NotAPress(
        f'{word!r} is no key: write digits, * and #, or - for silence, ! to hang up, "words" to speak,'
        " +digits to press while the line still speaks."
    )


def presses_in(script: str | Iterable[str | Press]) -> tuple[Press, ...]:
    """A script as presses: one text such as `1053 2580 "clock in" -`, or its words apart. Raises NotAPress."""
    if not isinstance(script, str):
        return tuple(press_in(one) if isinstance(one, str) else one for one in script)
    if script.count('"') % 2:
        raise NotAPress(f"{script!r}: a quote is opened and never closed.")
    return tuple(press_in(word) for word in re.findall(r'"[^"]*"|\S+', script))
