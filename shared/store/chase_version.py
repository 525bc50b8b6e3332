"""What chase calls added to the ledger file: who agreed to be called, and every attempt.

A telephone number stays in `people` alone: an attempt names whom it was for.
"""

CHASE = """
ALTER TABLE people ADD COLUMN chase INTEGER;
ALTER TABLE people ADD COLUMN place INTEGER;
CREATE TABLE chase_attempts (
    id TEXT PRIMARY KEY,
    employee TEXT NOT NULL,
    shift_id INTEGER NOT NULL,
    shift_starts_at TEXT NOT NULL,
    site TEXT NOT NULL,
    callee TEXT NOT NULL,
    way TEXT NOT NULL,
    at TEXT NOT NULL,
    boot_id TEXT NOT NULL,
    boottime_s REAL NOT NULL,
    state TEXT NOT NULL,
    sid TEXT,
    outcome TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX chase_attempts_by_sid ON chase_attempts (sid) WHERE sid IS NOT NULL;
CREATE INDEX chase_attempts_by_time ON chase_attempts (at);
CREATE INDEX chase_attempts_of_shift ON chase_attempts (employee, shift_starts_at);
CREATE INDEX chase_attempts_open ON chase_attempts (at) WHERE state IN ('intended', 'unknown', 'sent');
CREATE UNIQUE INDEX chase_attempts_one_at_a_time ON chase_attempts (employee, shift_id)
    WHERE state IN ('intended', 'unknown');
"""
