"""The tables of handing undelivered events to another terminal, and of taking them in."""

HANDOVER = """
CREATE TABLE handovers (
    id TEXT PRIMARY KEY,
    made_at TEXT NOT NULL,
    body TEXT NOT NULL,
    written_at TEXT
) STRICT;
CREATE TABLE taken_in (
    id TEXT PRIMARY KEY,
    made_at TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    terminal TEXT NOT NULL,
    events INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""
