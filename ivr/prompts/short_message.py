"""A text that fits one short message: 160 letters of the GSM alphabet (3GPP TS 23.038).

One letter outside that alphabet makes the whole message UCS-2: 70 letters, and each part costs as much as a message.
"""

import unicodedata
from collections.abc import Callable
from typing import Final

MOST_LETTERS: Final = 160
ALPHABET: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
TAKES_TWO: Final = frozenset("^{}\\[~]|€")
_LOOKS_LIKE: Final = {
    "\u2019": "'",
    "\u2018": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2013": "-",
    "\u2014": "-",
    "\u2026": "...",
    "\u00a0": " ",
    "\u202f": " ",
    "\u0153": "oe",
    "\u0152": "OE",
}


def fitted(name: str, told: Callable[[str], str]) -> str:
    """What `told` makes of a name, in letters of the GSM alphabet where they exist; a long name is cut to fit."""
    text = in_alphabet(told(name))
    over = length(text) - MOST_LETTERS
    if over <= 0:
        return text
    return in_alphabet(told(f"{name[: max(1, len(name) - over - 1)].rstrip()}."))


def in_alphabet(text: str) -> str:
    """The text with every letter that the alphabet lacks put as the nearest it has; others stay."""
    return "".join(map(_nearest, text))


def length(text: str) -> int:
    """How many places the text takes; letters outside the alphabet count as one."""
    return sum(2 if letter in TAKES_TWO else 1 for letter in text)


def _nearest(letter: str) -> str:
    if letter in ALPHABET or letter in TAKES_TWO:
        return letter
    plain = _LOOKS_LIKE.get(letter) or unicodedata.normalize("NFKD", letter)[:1]
    return plain if set(plain) <= ALPHABET else letter
