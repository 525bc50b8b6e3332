"""What musters added to the ledger file: lists that stay as they were frozen, and the ticks on them."""

MUSTER = """
CREATE TABLE musters (
    number INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    terminal TEXT NOT NULL,
    at TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    ages TEXT NOT NULL
) STRICT;
CREATE INDEX musters_by_site ON musters (site, number);
CREATE TRIGGER musters_keep_rows BEFORE DELETE ON musters BEGIN
    SELECT RAISE(ABORT, 'a muster is kept for good');
END;
CREATE TRIGGER musters_keep_words BEFORE UPDATE ON musters BEGIN
    SELECT RAISE(ABORT, 'a muster stays as it was frozen');
END;
CREATE TABLE muster_entries (
    muster INTEGER NOT NULL,
    key TEXT NOT NULL,
    number TEXT NOT NULL,
    stand TEXT NOT NULL,
    why TEXT,
    seen_at TEXT,
    door TEXT,
    terminal TEXT NOT NULL,
    method TEXT NOT NULL,
    by_supervisor INTEGER NOT NULL,
    position TEXT NOT NULL,
    PRIMARY KEY (muster, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER muster_entries_keep_rows BEFORE DELETE ON muster_entries BEGIN
    SELECT RAISE(ABORT, 'a muster is kept for good');
END;
CREATE TRIGGER muster_entries_keep_words BEFORE UPDATE ON muster_entries BEGIN
    SELECT RAISE(ABORT, 'a muster stays as it was frozen');
END;
CREATE TABLE muster_ticks (
    id TEXT PRIMARY KEY,
    muster INTEGER NOT NULL,
    key TEXT NOT NULL,
    ticked INTEGER NOT NULL,
    at TEXT NOT NULL,
    told_at TEXT NOT NULL,
    came_at TEXT NOT NULL,
    by_whom TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX muster_ticks_by_muster ON muster_ticks (muster);
"""
