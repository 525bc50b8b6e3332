"""What the supervisor's desk added to the ledger file."""

DESK = """
ALTER TABLE outbox ADD COLUMN remedy TEXT;
ALTER TABLE outbox ADD COLUMN wanted_session INTEGER;
ALTER TABLE outages ADD COLUMN closed_at TEXT;
ALTER TABLE outages ADD COLUMN closed_by TEXT;
CREATE INDEX ledger_corrections ON ledger (employee, seq) WHERE kind = 'corrected';
CREATE TABLE decisions (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    site TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    employee TEXT NOT NULL DEFAULT '',
    because TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    facts TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_by_subject ON decisions (subject, id);
CREATE TABLE notices (
    event_id TEXT PRIMARY KEY,
    employee TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    old_at TEXT,
    new_at TEXT,
    because TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    site TEXT NOT NULL,
    made_at TEXT NOT NULL,
    shown INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '',
    answered_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_waiting ON notices (employee, event_id) WHERE answer IN ('', 'not_answered');
CREATE INDEX notices_by_target ON notices (target);
CREATE TABLE badge_pairings (
    hash TEXT PRIMARY KEY,
    key_id TEXT NOT NULL,
    number TEXT NOT NULL,
    paired_at TEXT NOT NULL,
    paired_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE lost_badges (
    hash TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    lost_at TEXT NOT NULL,
    lost_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE one_time_pins (
    number TEXT PRIMARY KEY,
    pin_hash TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT, WITHOUT ROWID;
"""
