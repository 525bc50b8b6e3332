"""A whole ledger written anew under another key, or under none, and compared with the one before.

SQLCipher encrypts page by page with a key that a file has from its beginning, so a plain file cannot be encrypted where
it lies (https://www.zetetic.net/sqlcipher/sqlcipher-api/#sqlcipher_export).
"""

import os
from pathlib import Path
from typing import Final

from shared.store import ledger
from shared.store.database import Store
from shared.store.errors import Damaged
from shared.store.replacement import flush_folder_of

PIECE_BYTES: Final = 2**20


def export(store: Store, made: Path, key: str) -> None:
    """Write the ledger into the new file `made` under `key`, plain where it is empty. Raises a StoreError."""
    store.execute("ATTACH DATABASE ? AS made KEY ?", (str(made), key))
    try:
        store.execute("SELECT sqlcipher_export('made')")
    finally:
        store.execute("DETACH DATABASE made")


def check_same(before: Store, after: Store) -> None:
    """Raises Damaged unless both hold the same tables, triggers and rows, as far as counting and the chain tell."""
    after.quick_check()
    tables = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    if before.execute(tables) != after.execute(tables):
        raise Damaged(f"{after.path}: its tables differ from those of {before.path}")
    if ledger.head(before) != ledger.head(after):
        raise Damaged(f"{after.path}: it ends with another event than {before.path}")
    for (table,) in before.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        count = f'SELECT count(*) FROM "{table}"'
        if before.execute(count) != after.execute(count):
            raise Damaged(f"{after.path}: {table} has other rows than in {before.path}")


def overwrite_and_remove(file: Path) -> None:
    """Write zeros over a file, flush them, and remove it. Raises OSError.

    On flash the old bytes may survive in blocks that no file has any more: only a new medium is surely empty.
    """
    with file.open("r+b") as opened:
        left = os.fstat(opened.fileno()).st_size
        while left > 0:
            left -= opened.write(bytes(min(left, PIECE_BYTES)))
        opened.flush()
        os.fsync(opened.fileno())
    file.unlink()
    flush_folder_of(file)
