"""Finding somebody on a board by ten keys: each key is its digit and the letters that telephones print under it.

Whoever types the first letters of any of somebody's names, or the first digits of their number, finds them.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.domain.board_row import BoardRow, Standing

LETTERS: Final = {
    "2": "ABC",
    "3": "DEF",
    "4": "GHI",
    "5": "JKL",
    "6": "MNO",
    "7": "PQRS",
    "8": "TUV",
    "9": "WXYZ",
}
"""ITU-T E.161, option A."""
MOST_TYPED: Final = 12
_KEYS: Final = {letter: key for key, letters in LETTERS.items() for letter in letters.casefold()}
# Letters that no accent makes: what they are written as where a keyboard lacks them.
_SPELLED: Final = str.maketrans(
    {"\u00e6": "ae", "\u00f8": "o", "\u0153": "oe", "\u0142": "l", "\u0111": "d", "\u00f0": "d", "\u00fe": "th"}
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a board is narrowed to. `typed` are keys; `standings` empty: all; `position_id` None: all."""

    typed: str = ""
    standings: frozenset[Standing] = frozenset()
    position_id: int | None = None


def plain(text: str) -> str:
    """The text in small letters without accents: Chlo\u00e9 is chloe, S\u00f8rensen is sorensen."""
    spelled = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED))
    return "".join(letter for letter in spelled if not unicodedata.combining(letter))


def keys_of(name: str) -> tuple[str, ...]:
    """The keys of a name from the beginning of each of its words to its end: of \"Ana Lee\" 262533 and 533."""
    words = "".join(letter if letter.isalnum() else " " for letter in plain(name)).split()
    typed = ["".join(_KEYS.get(letter, letter) for letter in word) for word in words]
    return tuple("".join(typed[place:]) for place in range(len(typed)))


def is_found(row: BoardRow, sought: Sought) -> bool:
    """Does the row stand on a board that is narrowed like this?"""
    if sought.standings and not (row.is_now and row.standing in sought.standings):
        return False
    if sought.position_id is not None and row.position_id != sought.position_id:
        return False
    if not sought.typed:
        return True
    return row.number.startswith(sought.typed) or any(keys.startswith(sought.typed) for keys in keys_of(row.name))


def narrowed(rows: Iterable[BoardRow], sought: Sought) -> tuple[BoardRow, ...]:
    """The rows that are found, in their order."""
    return tuple(row for row in rows if is_found(row, sought))
