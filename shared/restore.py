"""Putting a backup in the ledger's place, while nothing runs.

Rule 1: the backup is read whole before anything is touched, and the file that is there now is set aside, never deleted.
Rule 2: what was delivered since the backup is not known to it: every delivery that is not final is looked up first.
Rule 3: events that came since are taken over from the file that was there, where that can be read and is chained whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from shared.backup_folder import BackupError
from shared.clock import Reading
from shared.domain.delivery import UNFINISHED
from shared.left_behind import LeftBehind, left_behind
from shared.store import outbox
from shared.store.copying import copy_pages, open_copy
from shared.store.database import Store
from shared.store.errors import Damaged
from shared.store.handed_over import keep_handed_over
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
from shared.store.taking_in import add_told
from shared.verify import Report, verify

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place. `kept_as` is the file before, None where there was none; `unknown` rows are looked up.

    `carried` events came since the backup and were taken over; `left` ones, and `claims_left` taps that wait for a
    supervisor, are in `kept_as` alone; `why_left` says why.
    """

    head: Head
    copied_at: datetime
    kept_as: Path | None
    unknown: int
    faults: tuple[str, ...]
    carried: int = 0
    left: int = 0
    claims_left: int = 0
    why_left: str = ""


def restore(
    backup: Path, ledger_path: Path, key: str, bind: Callable[[Store], None], now: Reading, *, anyway: bool = False
) -> Restored:
    """Put `backup`, which `key` opens, in the place of the ledger. `anyway` takes one whose chain is not intact, or
    puts it in the place of a ledger that the key does not open or that is another site's.

    `bind` refuses a ledger of other accounts or upstreams. Raises BackupError or a StoreError: nothing was changed.
    """
    if backup.exists() and ledger_path.exists() and backup.samefile(ledger_path):
        raise BackupError(f"{backup}: this is the ledger itself, no backup of it")
    with offline(ledger_path):
        with _opened(backup, key) as copy:
            report = _read_whole(copy)
            if report.faults and not anyway:
                raise BackupError(f"{backup}: not intact: {report.faults[0]}. To restore it all the same: --anyway")
            behind = left_behind(ledger_path, key, copy)
            if behind.objection and not anyway:
                raise BackupError(f"{backup}: {behind.objection.rstrip('.')}. To restore it all the same: --anyway")
            stamp = free_stamp(ledger_path, now.wall, RESTORE)
            made = begin_replacement(ledger_path, stamp)
            try:
                facts = _write(copy, made, ledger_path, bind, now, behind, kept_as=_kept_as(ledger_path, stamp))
            except BaseException:
                abandon_replacement(ledger_path)
                raise
        end_replacement(ledger_path, stamp, RESTORE)
        with Store.unlocked(ledger_path, key) as store:
            remember_head(store)
            counts = outbox.counts(store)
            unknown = sum(counts.get(state, 0) for state in UNFINISHED)
    LOG.warning("ledger.restored", **facts)
    kept_as = _kept_as(ledger_path, stamp)
    return Restored(
        Head(report.events, report.head),
        datetime.fromisoformat(facts["copied_at"]),
        kept_as if kept_as.exists() else None,
        unknown,
        tuple(report.faults),
        facts["carried"],
        facts["left"],
        facts["claims_left"],
        facts["why_left"],
    )


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
    behind: LeftBehind,
    *,
    kept_as: Path,
) -> dict[str, Any]:
    copied_at = datetime.fromisoformat(meta(copy, COPIED_AT) or now.wall.isoformat())
    copy_pages(copy, made, copied_at)
    with Store.unlocked(made, copy.key) as store:
        bind(store)
        with store.writing():
            carried, _ = add_told(store, behind.told, now)
            more = {"carried": carried, "left": behind.events, "claims_left": behind.claims, "why_left": behind.why}
            kept = str(kept_as) if ledger_path.exists() else ""
            facts = begin_anew(store, now, source=str(copy.path), kept_as=kept, after=behind.incarnation, more=more)
            keep_handed_over(store, behind.handed_over, now.wall)
        store.checkpoint()
    return facts
