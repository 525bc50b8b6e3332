"""A second sync that was sent away leaves a note beside the ledger: whoever asks the doctor hears of it for a while."""

from datetime import datetime
from pathlib import Path

from shared.store.ownership import give_away


def note_sent_away(ledger: Path, at: datetime) -> None:
    """A sync found the lease of this ledger taken, at this instant (UTC). Raises OSError."""
    note = _note(ledger)
    note.write_text(at.isoformat(), encoding="ascii")
    give_away(note, ledger)


def sent_away_at(ledger: Path) -> datetime | None:
    """When a second sync was last sent away (UTC); None where that never was, or cannot be read."""
    try:
        at = datetime.fromisoformat(_note(ledger).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
    return at if at.tzinfo is not None else None


def _note(ledger: Path) -> Path:
    return ledger.with_name(f"{ledger.name}.second-sync")
