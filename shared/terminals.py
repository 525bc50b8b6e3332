"""The marks by which terminals show that they run: one file each beside the ledger, with the time of the last sign.

Not in the ledger: a row every half minute would wear the flash out for nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

SILENT_AFTER: Final = timedelta(minutes=5)
"""Ten signs of life missed: a terminal gives one every half minute."""
UNFINISHED: Final = ".new"


@dataclass(frozen=True, slots=True)
class SilentTerminal:
    """A terminal without a sign of life. `last_sign_at` is None where its mark cannot be read or lies in the future.

    `terminal` is its name as its file carries it: a stroke stands for every slash.
    """

    terminal: str
    last_sign_at: datetime | None


def mark_of(ledger: Path, terminal: str) -> Path:
    """The file in which this terminal of the ledger shows that it runs."""
    return ledger.with_name(f"{_beginning(ledger)}{terminal.replace('/', '-')}")


def unfinished(mark: Path) -> Path:
    """Where the next mark is written before it takes the place of this one."""
    return mark.with_name(f"{mark.name}{UNFINISHED}")


def last_sign(mark: Path) -> datetime:
    """The instant in a mark. Raises OSError or ValueError where there is none to read."""
    at = datetime.fromisoformat(mark.read_text(encoding="ascii").strip())
    if at.tzinfo is None:
        raise ValueError(f"{mark}: {at} names no zone")
    return at


def known_terminals(ledger: Path) -> tuple[str, ...]:
    """Every terminal that ever ran on this ledger, by name. Raises OSError where its folder cannot be read."""
    beginning = _beginning(ledger)
    return tuple(sorted(path.name.removeprefix(beginning) for path in _marks(ledger, beginning)))


def silent_terminals(ledger: Path, now: datetime) -> tuple[SilentTerminal, ...]:
    """The terminals of this ledger that gave no sign of life for five minutes, by name. A new ledger has none."""
    looked_at = (_look(ledger, name, now) for name in known_terminals(ledger))
    return tuple(one for one in looked_at if one is not None)


def _beginning(ledger: Path) -> str:
    return f"{ledger.name}.alive-"


def _marks(ledger: Path, beginning: str) -> list[Path]:
    # By their beginning, not by a pattern: a ledger's name may hold what a pattern means otherwise.
    return [
        path
        for path in ledger.parent.iterdir()
        if path.name.startswith(beginning) and not path.name.endswith(UNFINISHED)
    ]


def _look(ledger: Path, terminal: str, now: datetime) -> SilentTerminal | None:
    try:
        at = last_sign(mark_of(ledger, terminal))
    except (OSError, ValueError):
        return SilentTerminal(terminal, None)
    if now - at > SILENT_AFTER:
        return SilentTerminal(terminal, at)
    # A clock was set since, there or here: how long ago the sign came, nobody can tell.
    return SilentTerminal(terminal, None) if at - now > SILENT_AFTER else None
