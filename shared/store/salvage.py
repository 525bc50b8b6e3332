"""Reading what can still be read of a damaged file, around the pages that cannot.

Tables with a numbered key are read in pieces, and a piece that fails is halved until only the lost rows are left out.
The others are read from both ends towards the damage.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from shared.store.database import Row, Store
from shared.store.errors import CannotRecord, StoreError

PIECE: Final = 500
NUMBERED: Final = {
    # A count that does not need the damaged table itself: the index, or whoever else names its rows.
    "ledger": ("seq", "SELECT max(seq) FROM ledger INDEXED BY ledger_by_employee"),
    "evidence": ("id", "SELECT max(json_extract(body, '$.evidence')) FROM ledger"),
}


@dataclass(slots=True)
class Salvaged:
    """What came over of one table. `whole` is False where some of it could not be read."""

    columns: tuple[str, ...]
    rows: int = 0
    whole: bool = True
    keys: tuple[str, ...] = field(default=())


def carry(damaged: Store, store: Store, table: str) -> Salvaged:
    """Copy the readable rows of one table; columns that either file does not know are left out."""
    found = _shape(damaged, store, table)
    if not found.columns:
        return found
    marks = ", ".join("?" * len(found.columns))
    insert = f"INSERT OR IGNORE INTO {table} ({', '.join(found.columns)}) VALUES ({marks})"
    for rows in _pieces(damaged, table, found):
        refused = _insert(store, insert, rows)
        found.rows += len(rows) - refused
        found.whole = found.whole and not refused
    return found


def _insert(store: Store, insert: str, rows: list[Row]) -> int:
    """Store the rows; how many did not fit their columns: a torn page can hold anything."""
    try:
        with store.writing():
            store.many(insert, rows)
    except CannotRecord:
        raise
    except StoreError:
        if len(rows) == 1:
            return 1
        middle = len(rows) // 2
        return _insert(store, insert, rows[:middle]) + _insert(store, insert, rows[middle:])
    return 0


def _shape(damaged: Store, store: Store, table: str) -> Salvaged:
    wanted = {row[1]: row[5] for row in store.execute(f"PRAGMA table_info({table})")}
    keys = tuple(sorted((name for name, place in wanted.items() if place), key=lambda name: wanted[name]))
    try:
        known = {row[1] for row in damaged.execute(f"PRAGMA table_info({table})")}
    except StoreError:
        return Salvaged((), whole=False)
    return Salvaged(tuple(name for name in wanted if name in known), whole=bool(known), keys=keys)


def _pieces(damaged: Store, table: str, found: Salvaged) -> Iterator[list[Row]]:
    last = _last_number(damaged, table) if table in NUMBERED else None
    if last is None:
        yield from _from_both_ends(damaged, table, found)
        return
    for start in range(0, last + 1, PIECE):
        yield from _between(damaged, table, found, start, min(start + PIECE, last + 1))


def _last_number(damaged: Store, table: str) -> int | None:
    key, elsewhere = NUMBERED[table]
    for query in (f"SELECT max({key}) FROM {table}", elsewhere):
        try:
            return int(damaged.execute(query)[0][0] or 0)
        except StoreError:
            continue
    return None


def _between(damaged: Store, table: str, found: Salvaged, start: int, end: int) -> Iterator[list[Row]]:
    key = NUMBERED[table][0]
    # A range looks at the row after it, which may be the one that cannot be read.
    where, numbers = (f"{key} = ?", (start,)) if end - start == 1 else (f"{key} BETWEEN ? AND ?", (start, end - 1))
    try:
        yield damaged.execute(f"SELECT {', '.join(found.columns)} FROM {table} WHERE {where}", numbers)
    except StoreError:
        found.whole = False
        if end - start > 1:
            middle = (start + end) // 2
            yield from _between(damaged, table, found, start, middle)
            yield from _between(damaged, table, found, middle, end)


def _from_both_ends(damaged: Store, table: str, found: Salvaged) -> Iterator[list[Row]]:
    yield from _from_one_end(damaged, table, found, ">", "ASC")
    if not found.whole:
        # What the first pass has read already is ignored by the insert.
        yield from _from_one_end(damaged, table, found, "<", "DESC")


def _from_one_end(damaged: Store, table: str, found: Salvaged, beyond: str, order: str) -> Iterator[list[Row]]:
    keys = ", ".join(found.keys)
    places = [found.columns.index(key) for key in found.keys]
    select = f"SELECT {', '.join(found.columns)} FROM {table}"
    end = f" ORDER BY {', '.join(f'{key} {order}' for key in found.keys)} LIMIT ?"
    where, last, piece = "", (), PIECE
    while piece:
        try:
            rows = damaged.execute(select + where + end, (*last, piece))
        except StoreError:
            found.whole = False
            piece //= 2
            continue
        if not rows:
            return
        yield rows
        where = f" WHERE ({keys}) {beyond} ({', '.join('?' * len(places))})"
        last = tuple(rows[-1][place] for place in places)
