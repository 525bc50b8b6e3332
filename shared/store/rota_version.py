"""What a rota from another system than the system of record added to the ledger file.

An absence has no reason here, so that none can be shown.
"""

ROTA = """
CREATE TABLE roster_absences (
    snapshot INTEGER NOT NULL,
    upstream_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    PRIMARY KEY (snapshot, upstream_id, starts_at, ends_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE roster_hours (
    snapshot INTEGER NOT NULL,
    upstream_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    original_min INTEGER,
    planned_min INTEGER,
    worked_min INTEGER,
    account_id INTEGER NOT NULL,
    PRIMARY KEY (snapshot, upstream_id, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE rota_problems (
    site TEXT PRIMARY KEY,
    found_at TEXT NOT NULL,
    state TEXT NOT NULL,
    problems TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
