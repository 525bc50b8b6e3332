"""Putting a backup in the ledger's place, while nothing runs.

Rule 1: the backup is read whole before anything is touched, and the file that is there now is set aside, never deleted.
Rule 2: what was delivered since the backup is not known to it: every delivery that is not final is looked up first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from shared.backup_folder import BackupError
from shared.clock import Reading
from shared.store import outbox
from shared.store.copying import copy_pages, open_copy
from shared.store.database import Store
from shared.store.errors import Damaged, StoreError
from shared.store.handed_over import Export, exports_in, keep_handed_over
from shared.store.incarnation import COPIED_AT, begin_anew
from shared.store.last_seen import remember_head
from shared.store.ledger import Head
from shared.store.memory import meta
from shared.store.offline import offline
from shared.store.replacement import (
    RESTORE,
    abandon_replacement,
    aside_of,
    begin_replacement,
    end_replacement,
    free_stamp,
)
from shared.verify import Report, verify

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place. `kept_as` is the file before, None where there was none; `unknown` rows are looked up."""

    head: Head
    copied_at: datetime
    kept_as: Path | None
    unknown: int
    faults: tuple[str, ...]


def restore(
    backup: Path, ledger_path: Path, key: str, bind: Callable[[Store], None], now: Reading, *, anyway: bool = False
) -> Restored:
    """Put `backup`, which `key` opens, in the place of the ledger. `anyway` takes one whose chain is not intact.

    `bind` refuses a ledger of other accounts or upstreams. Raises BackupError or a StoreError: nothing was changed.
    """
    with offline(ledger_path):
        with _opened(backup, key) as copy:
            report = _read_whole(copy)
            if report.faults and not anyway:
                raise BackupError(f"{backup}: not intact: {report.faults[0]}. To restore it all the same: --anyway")
            handed_over = _handed_over(ledger_path, key)
            stamp = free_stamp(ledger_path, now.wall, RESTORE)
            made = begin_replacement(ledger_path, stamp)
            try:
                facts = _write(copy, made, ledger_path, bind, now, handed_over, kept_as=_kept_as(ledger_path, stamp))
            except BaseException:
                abandon_replacement(ledger_path)
                raise
        end_replacement(ledger_path, stamp, RESTORE)
        with Store.unlocked(ledger_path, key) as store:
            remember_head(store)
            unknown = outbox.counts(store).get("unknown", 0)
    LOG.warning("ledger.restored", **facts)
    kept_as = _kept_as(ledger_path, stamp)
    return Restored(
        Head(report.events, report.head),
        datetime.fromisoformat(facts["copied_at"]),
        kept_as if kept_as.exists() else None,
        unknown,
        tuple(report.faults),
    )


def _handed_over(ledger_path: Path, key: str) -> list[Export]:
    """What the ledger that is there now handed over: a backup from before must not send it again."""
    if not ledger_path.exists():
        return []
    try:
        with Store.unlocked(ledger_path, key, migrate=False) as present:
            return exports_in(present)
    except StoreError as error:
        LOG.warning("restore.ledger_not_read", error=str(error))
        return []


def _opened(backup: Path, key: str) -> Store:
    try:
        return open_copy(backup, key)
    except Damaged as damage:
        raise _unusable(damage) from damage


def _unusable(damage: Damaged) -> BackupError:
    return BackupError(f"{damage}. This backup cannot be used; take an older one")


def _kept_as(ledger_path: Path, stamp: str) -> Path:
    return aside_of(ledger_path, stamp, RESTORE)


def _read_whole(copy: Store) -> Report:
    try:
        copy.quick_check()
        return verify(copy)
    except Damaged as damage:
        raise _unusable(damage) from damage


def _write(
    copy: Store,
    made: Path,
    ledger_path: Path,
    bind: Callable[[Store], None],
    now: Reading,
    handed_over: list[Export],
    *,
    kept_as: Path,
) -> dict[str, Any]:
    copied_at = datetime.fromisoformat(meta(copy, COPIED_AT) or now.wall.isoformat())
    copy_pages(copy, made, copied_at)
    with Store.unlocked(made, copy.key) as store:
        bind(store)
        with store.writing():
            facts = begin_anew(store, now, source=str(copy.path), kept_as=str(kept_as) if ledger_path.exists() else "")
            keep_handed_over(store, handed_over, now.wall)
        store.checkpoint()
    return facts
