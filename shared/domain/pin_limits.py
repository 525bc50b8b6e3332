"""How often a PIN may be guessed: per number, per place (terminal or caller), and in all."""

from dataclasses import dataclass
from typing import Final

LOCK_S: Final = 15 * 60
"""The longest anybody stays locked out. A lock binds number and PIN only, never a badge."""


@dataclass(frozen=True, slots=True)
class WrongPins:
    """Wrong PINs within the last LOCK_S seconds."""

    for_number: int
    at_place: int
    in_all: int


MOST: Final = WrongPins(for_number=3, at_place=30, in_all=200)
MOST_FROM_A_PHONE: Final = WrongPins(for_number=3, at_place=10, in_all=200)
"""A phone that stands at no site serves one person or a few; a terminal or a landline serves a whole shift."""


def is_locked(wrong: WrongPins, most: WrongPins = MOST) -> bool:
    """Is one more guess too many?"""
    return wrong.for_number >= most.for_number or wrong.at_place >= most.at_place or wrong.in_all >= most.in_all
