"""What trying an answer on the thing itself came to."""

from dataclasses import dataclass
from enum import StrEnum


class Finding(StrEnum):
    RIGHT = "right"
    UNCHECKED = "unchecked"  # it cannot be told now: no link, nobody tapped, no satellites yet
    WRONG = "wrong"  # it will not work like this


@dataclass(frozen=True, slots=True)
class Checked:
    """One answer, tried. `told` says what was seen; `to_do` what helps, "" where nothing has to be done."""

    what: str
    finding: Finding
    told: str
    to_do: str = ""

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        return f"{self.what}: {self.finding}. {self.told}" + (f" {self.to_do}" if self.to_do else "")


def right(what: str, told: str) -> Checked:
    """It works."""
    return Checked(what, Finding.RIGHT, told)


def unchecked(what: str, told: str, to_do: str) -> Checked:
    """It may work; try again later."""
    return Checked(what, Finding.UNCHECKED, told, to_do)


def wrong(what: str, told: str, to_do: str) -> Checked:
    """It does not work."""
    return Checked(what, Finding.WRONG, told, to_do)
