"""The code for the help desk: one letter for each check that is not well, to be read out over the telephone.

Faults come first, then a dash, then warnings: `FL-W` is a fault of the ledger file and of the link, and events that
have waited for long. `0` means that nothing is known to be wrong: what could not be found out has no letter.
A letter keeps its meaning for good: a code may come from an old terminal.
"""

from collections.abc import Iterable
from typing import Final

from shared.domain.health import Check, Standing

ALL_IS_WELL: Final = "0"
LETTERS: Final = {
    "settings": "A",
    "backup": "B",
    "clock": "C",
    "disk": "D",
    "secrets": "E",
    "ledger": "F",
    "position": "G",
    "chain": "H",
    "kiosk": "J",
    "badge key": "K",
    "link": "L",
    "screen": "M",
    "sign-in": "N",
    "people": "P",
    "reader": "R",
    "sync": "S",
    "phone line": "T",
    "doubtful": "U",
    "versions": "V",
    "waiting": "W",
    "parked": "X",
    "roster": "Y",
    "log file": "Z",
    "board": "2",
    "telephony": "3",
    "set-up": "4",
    "light": "5",
}
"""By the name of the check. Without I, O and Q, which are heard or read as something else."""
_NAMES: Final = {letter: name for name, letter in LETTERS.items()}


def code_of(checks: Iterable[Check]) -> str:
    """The code of these checks."""
    faults: set[str] = set()
    warnings: set[str] = set()
    for check in checks:
        if check.standing is Standing.FAULT:
            faults.add(LETTERS[check.name])
        elif check.standing is Standing.WARNING:
            warnings.add(LETTERS[check.name])
    if not faults and not warnings:
        return ALL_IS_WELL
    return "".join(sorted(faults)) + ("-" + "".join(sorted(warnings)) if warnings else "")


def meaning_of(code: str) -> list[tuple[str, Standing]] | None:
    """What somebody read out: checks and how bad each is. Empty where all is well; None for what is no code."""
    told = code.strip().upper().replace(" ", "")
    if told == ALL_IS_WELL:
        return []
    faults, _, warnings = told.partition("-")
    if not (faults or warnings) or any(letter not in _NAMES for letter in faults + warnings):
        return None
    return [
        *((_NAMES[letter], Standing.FAULT) for letter in dict.fromkeys(faults)),
        *((_NAMES[letter], Standing.WARNING) for letter in dict.fromkeys(warnings)),
    ]
