"""Opening the ledger for service: checked first, and a damaged one is set aside with its readable rows carried over."""

import fcntl
from pathlib import Path

import structlog

from shared.clock import Reading
from shared.store import desk, ledger, memory, outbox, presence
from shared.store.database import Store, lock_of_users, opening
from shared.store.desk import DeskKind
from shared.store.errors import CannotOpen, Damaged, StoreError

LOG = structlog.get_logger()
CARRIED = (
    "ledger",
    "voided",
    "evidence",
    "outbox",
    "upstream_memory",
    "desk",
    "taps",
    "outages",
    "people",
    "badges",
    "meta",
)
PIECE = 500


def open_for_service(path: Path, key_file: Path | None, now: Reading) -> Store:
    """The checked ledger. A damaged file is kept beside it as `NAME.damaged-...` and never opened again.

    Raises CannotOpen where the file must be left alone: wrong key, no permission, or another process has it open.
    """
    try:
        store = Store.open(path, key_file)
        try:
            store.quick_check()
        except BaseException:
            store.close()
            raise
        else:
            return store
    except Damaged as damage:
        LOG.error("ledger.damaged", path=str(path), error=str(damage))  # noqa: TRY400
        aside = _set_aside(path, now)
        return _carried_over(path, key_file, aside, now)


def _set_aside(path: Path, now: Reading) -> Path:
    aside = path.with_name(f"{path.name}.damaged-{now.wall:%Y%m%dT%H%M%S}")
    with opening(path), lock_of_users(path) as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotOpen(
                f"{path}: damaged, and another process has it open. Stop kiosk, sync and phone line, then start again."
            ) from error
        for suffix in ("-wal", "-shm", ""):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.rename(aside.with_name(aside.name + suffix))
    return aside


def _carried_over(path: Path, key_file: Path | None, aside: Path, now: Reading) -> Store:
    store = Store.open(path, key_file)
    carried = dict.fromkeys(CARRIED, 0)
    try:
        with Store.open(aside, key_file) as damaged:
            for table in CARRIED:
                carried[table] = _carry(damaged, store, table)
    except StoreError as error:
        LOG.error("ledger.nothing_readable", error=str(error))  # noqa: TRY400
    with store.writing():
        for employee in {row[0] for row in store.execute("SELECT DISTINCT employee FROM ledger")}:
            presence.put(store, employee, presence.rebuild(store, employee))
        outbox.doubt_everything(store, now.wall, now.wall.timestamp(), now.boottime_s, now.boot_id)
        incarnation = int(memory.meta(store, "incarnation") or "1") + 1
        memory.set_meta(store, "incarnation", str(incarnation))
        facts = {"kept_as": str(aside), "carried": carried, "events": ledger.count(store)}
        desk.put(store, DeskKind.LEDGER_REPLACED, aside.name, now.wall, facts=facts)
    LOG.warning("ledger.replaced", kept_as=str(aside), **carried)
    return store


def _carry(damaged: Store, store: Store, table: str) -> int:
    """Copy what can be read, skipping the pieces that cannot; how many rows came over."""
    key = "seq" if table == "ledger" else "rowid"
    try:
        columns = [row[1] for row in damaged.execute(f"PRAGMA table_info({table})")]
        row = damaged.one(f"SELECT max({key}) FROM {table}") if table == "ledger" else None
    except StoreError:
        return 0
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"
    if row is None or not row[0]:
        return _carry_whole(damaged, store, f"SELECT {names} FROM {table}", insert)
    count = 0
    for start in range(0, int(row[0]) + 1, PIECE):
        piece = f"SELECT {names} FROM {table} WHERE {key} >= {start} AND {key} < {start + PIECE}"
        count += _carry_whole(damaged, store, piece, insert)
    return count


def _carry_whole(damaged: Store, store: Store, select: str, insert: str) -> int:
    try:
        rows = damaged.execute(select)
    except StoreError as error:
        LOG.warning("ledger.piece_unreadable", error=str(error))
        return 0
    with store.writing():
        store.many(insert, rows)
    return len(rows)
