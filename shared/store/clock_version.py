"""What telling an event's time afterwards added to the ledger file."""

CLOCK_WORDS = """
CREATE TABLE clock_words (
    boot_id TEXT NOT NULL,
    source TEXT NOT NULL,
    is_first INTEGER NOT NULL,
    offset_s REAL NOT NULL,
    bound_s REAL NOT NULL,
    wall TEXT NOT NULL,
    boottime_s REAL NOT NULL,
    after INTEGER NOT NULL,
    PRIMARY KEY (boot_id, source, is_first)
) STRICT, WITHOUT ROWID;
"""
"""The first and the last word of every witness in every boot; `after` is the newest decision's evidence by then."""
