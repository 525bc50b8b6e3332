"""Which SQLite the ledger is written by: its own build, not the one of the operating system."""

from sqlcipher3 import dbapi2 as driver


def driver_version() -> tuple[tuple[int, int, int], str]:
    """The version of SQLite, and of the encryption built into it."""
    connection = driver.connect(":memory:")
    try:
        row = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    major, minor, patch = driver.sqlite_version_info[:3]
    return (major, minor, patch), str(row[0]) if row else ""
