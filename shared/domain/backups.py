"""The name of a backup, and which backups have been kept for long enough.

Rule 1: a name tells when it was made and the head of its chain, as `clockpost verify --head` takes it.
Rule 2: days are counted by the backups that are there, never by today: a clock that is years ahead removes one day.
Rule 3: of the newest two days every backup is kept, of each day before the last one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

WHOLE_DAYS: Final = 2
HASH_DIGITS: Final = 16
_STAMP: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class BackupName:
    """`made_at` in UTC to the second; `seq` and `hash_beginning` are the head of the chain."""

    ledger: str
    made_at: datetime
    seq: int
    hash_beginning: str

    @property
    def text(self) -> str:
        """The file's name."""
        return f"{self.ledger}-{self.made_at:{_STAMP}}-{self.seq}-{self.hash_beginning}.backup"


def name_of(ledger: str, made_at: datetime, seq: int, row_hash: str) -> BackupName:
    """The name of a backup of the ledger file called `ledger`; `row_hash` is the hash of its last event, in hex."""
    return BackupName(ledger, made_at.astimezone(UTC).replace(microsecond=0), seq, row_hash[:HASH_DIGITS])


def backups_among(names: Iterable[str], ledger: str) -> list[BackupName]:
    """Those of these file names that are backups of that ledger, oldest first; other files are left out."""
    pattern = re.compile(rf"{re.escape(ledger)}-(\d{{8}}T\d{{6}}Z)-(\d{{1,15}})-([0-9a-f]{{{HASH_DIGITS}}})\.backup")
    found = []
    for name in names:
        told = pattern.fullmatch(name)
        made_at = _instant(told[1]) if told else None
        if told and made_at is not None:
            found.append(BackupName(ledger, made_at, int(told[2]), told[3]))
    return sorted(found, key=lambda one: (one.made_at, one.seq))


def outlived(backups: Iterable[BackupName], keep_days: int) -> list[BackupName]:
    """Those that need not be kept any more, oldest first. The newest of all is never among them."""
    by_day: dict[object, list[BackupName]] = {}
    for backup in sorted(backups, key=lambda one: (one.made_at, one.seq)):
        by_day.setdefault(backup.made_at.date(), []).append(backup)
    newest_first = list(by_day.values())[::-1]
    gone: list[BackupName] = []
    for place, of_day in enumerate(newest_first):
        if place >= keep_days:
            gone += of_day
        elif place >= WHOLE_DAYS:
            gone += of_day[:-1]
    return sorted(gone, key=lambda one: (one.made_at, one.seq))


def _instant(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
