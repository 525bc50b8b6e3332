"""What can go wrong with the ledger file. Nothing above the store sees a database library's exception.

StoreError
├── CannotRecord    the disk is full, the file is read-only, or the lock never came: nothing was written.
├── CannotOpen      wrong or missing key, no database, no permission, bound to another upstream: the file is left alone.
└── Damaged         the file opened and is corrupt.
"""

import shutil
from pathlib import Path


class StoreError(Exception):
    """The ledger file cannot serve."""


class CannotRecord(StoreError):
    """Nothing was written; nobody may be told "recorded"."""


class CannotOpen(StoreError):
    """The file stays as it is; the message says what to do."""


class Damaged(StoreError):
    """The file opened and holds pages that contradict each other."""


LEAST_ROOM_BYTES = 64 * 1024
MAGIC = b"SQLite format 3\0"
"""A plain file's beginning: https://www.sqlite.org/fileformat.html#magic_header_string; an encrypted one has salt."""
SQLITE_BUSY = 5
SQLITE_IOERR = 10
SQLITE_CORRUPT = 11
SQLITE_FULL = 13
SQLITE_CANTOPEN = 14
SQLITE_NOTADB = 26

_RECORDING = {
    SQLITE_BUSY: "another process holds the ledger's lock; it is tried again at the next tap",
    6: "a table of the ledger is locked; stop other programs that have the file open",
    8: "the ledger file or its folder is read-only; give the service user write access",
    SQLITE_IOERR: "the disk reports input/output errors; check the disk and its cable. `clockpost doctor` says more",
    SQLITE_FULL: "the disk is full; free some space, nothing is lost meanwhile that was shown as recorded",
    SQLITE_CANTOPEN: "the ledger file cannot be opened; check that its folder exists and is writable",
}


# What comes from copying pages carries no code.
_BY_WORDS = {
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": SQLITE_CORRUPT,
    "database or disk is full": SQLITE_FULL,
}


def explained(error: Exception, path: str) -> StoreError:
    """The store's own error for a driver's exception, by SQLite's primary result code."""
    code = (getattr(error, "sqlite_errorcode", None) or _BY_WORDS.get(str(error), 0)) & 0xFF
    if code == SQLITE_IOERR and _is_full(path):
        code = SQLITE_FULL
    if code == SQLITE_CORRUPT:
        return Damaged(f"{path}: {error}")
    if code == SQLITE_NOTADB:
        return not_a_ledger(path)
    if code in _RECORDING:
        return CannotRecord(f"{path}: {_RECORDING[code]} ({error})")
    return StoreError(f"{path}: {error}")


def _is_full(path: str) -> bool:
    """A file that cannot grow is an input/output error to SQLite where it had mapped or truncated it."""
    try:
        return shutil.disk_usage(Path(path).parent).free < LEAST_ROOM_BYTES
    except OSError:
        return False


def not_a_ledger(path: str) -> CannotOpen:
    """The error for a file that the key at hand does not open."""
    if _is_plain(path):
        return CannotOpen(f"{path}: is not encrypted; take store.key_file out of the settings. It was left alone.")
    return CannotOpen(
        f"{path}: not a ledger that this key opens. Check store.key_file: a wrong key, a missing key and a key for"
        " an unencrypted file all look like this. The file was left alone."
    )


def _is_plain(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False
