"""Is this file a ledger that this key opens? Asked before SQLite touches it: even a refused opening can change a file,
because whoever closes it last moves the write-ahead log of a killed process into it.
"""

import tempfile
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as driver

from shared.store.errors import MAGIC, SQLITE_NOTADB, CannotOpen, explained, not_a_ledger

PAGE_BYTES: Final = 4096


def check_key(path: Path, key: str) -> None:
    """Raises CannotOpen where the file is certainly no ledger of this key; a missing or empty file is a new one."""
    try:
        with path.open("rb") as file:
            first_page = file.read(PAGE_BYTES)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotOpen(f"{path}: {error.strerror}; let this user read and write it") from error
    if not first_page:
        return
    if first_page.startswith(MAGIC) == bool(key):
        raise not_a_ledger(str(path))
    log = path.with_name(path.name + "-wal")
    if key and log.exists() and log.stat().st_size:
        _try_on_a_copy(path, key, first_page)


def _try_on_a_copy(path: Path, key: str, first_page: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="clockpost-") as folder:
        copy = Path(folder) / "first-page"
        copy.write_bytes(first_page)
        connection = driver.connect(str(copy))
        try:
            connection.execute("PRAGMA key = '{}'".format(key.replace("'", "''")))
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        except driver.Error as error:
            # Any other complaint comes from the pages that were not copied: the key fits.
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == SQLITE_NOTADB:
                raise explained(error, str(path)) from error
        finally:
            connection.close()
