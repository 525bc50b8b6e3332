"""How well an installation is: one check a subject, each with a sentence of what is wrong and one of what to do.

Rule 1: `told` and `to_do` hold nothing about a person and no secret, so that they may go into a ticket, a page that
watchers read, or a log. What another system or a file said stands in `detail`, which only the installer sees.
Rule 2: what could not be found out is unknown, never right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Standing(StrEnum):
    OK = "ok"
    WARNING = "warning"  # it works, and somebody should look at it
    FAULT = "fault"  # something that this installation is for does not work
    UNKNOWN = "unknown"  # it could not be found out


@dataclass(frozen=True, slots=True)
class Check:
    """One subject, looked at. `to_do` is "" where nothing has to be done; `detail` is text from outside."""

    name: str
    standing: Standing
    told: str
    to_do: str = ""
    detail: str = ""


_WORST_FIRST: Final = (Standing.FAULT, Standing.UNKNOWN, Standing.WARNING, Standing.OK)
_EXIT_CODES: Final = {Standing.OK: 0, Standing.WARNING: 1, Standing.UNKNOWN: 1, Standing.FAULT: 2}


def ok(name: str, told: str) -> Check:
    """Nothing is wrong."""
    return Check(name, Standing.OK, told)


def warning(name: str, told: str, to_do: str, detail: str = "") -> Check:
    """It works, and somebody should look at it."""
    return Check(name, Standing.WARNING, told, to_do, detail)


def fault(name: str, told: str, to_do: str, detail: str = "") -> Check:
    """It does not work."""
    return Check(name, Standing.FAULT, told, to_do, detail)


def unknown(name: str, told: str, to_do: str = "", detail: str = "") -> Check:
    """Nobody can say now."""
    return Check(name, Standing.UNKNOWN, told, to_do, detail)


def worst_first(checks: Iterable[Check]) -> list[Check]:
    """Faults before what is not known, before warnings, before what is well; each in the order it had."""
    return sorted(checks, key=lambda check: _WORST_FIRST.index(check.standing))


def worst(checks: Iterable[Check]) -> Standing:
    """The worst of all; a fault that is known is worse than what is not known. OK where there is none."""
    found = {check.standing for check in checks}
    return next((standing for standing in _WORST_FIRST if standing in found), Standing.OK)


def exit_code(checks: Iterable[Check]) -> int:
    """0: all is well. 1: something wants a look, or could not be found out. 2: something does not work."""
    return max((_EXIT_CODES[check.standing] for check in checks), default=0)


def worst_of(name: str, checks: Iterable[Check]) -> Check:
    """Several findings about one subject as one check: the sentences of the worst, in their order."""
    found = list(checks)
    standing = worst(found)
    those = [check for check in found if check.standing is standing]
    return Check(
        name,
        standing,
        " ".join(check.told for check in those),
        " ".join(dict.fromkeys(check.to_do for check in those if check.to_do)),
        " ".join(check.detail for check in those if check.detail),
    )
