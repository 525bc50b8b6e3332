"""The tables of the first version. A later one adds to them in a migration of its own; nothing here changes then."""

LEDGER = """
CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    employee TEXT NOT NULL,
    site TEXT NOT NULL,
    work_session TEXT NOT NULL,
    at TEXT NOT NULL,
    shift_id INTEGER
) STRICT;
CREATE INDEX ledger_by_employee ON ledger (employee, seq);
CREATE TRIGGER ledger_keeps_rows BEFORE DELETE ON ledger BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: nothing is deleted');
END;
CREATE TRIGGER ledger_keeps_words BEFORE UPDATE ON ledger BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: append a correction instead');
END;
CREATE TABLE voided (target TEXT PRIMARY KEY, by_event TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER voided_keeps_rows BEFORE DELETE ON voided BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: what was voided stays so');
END;
CREATE TRIGGER voided_keeps_words BEFORE UPDATE ON voided BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: what was voided stays so');
END;
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    tap TEXT NOT NULL,
    salt BLOB,
    body TEXT,
    settings TEXT NOT NULL,
    erased_at TEXT,
    erased_by TEXT
) STRICT;
CREATE TABLE rule_sets (fingerprint TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

DELIVERY = """
CREATE TABLE outbox (
    event_id TEXT NOT NULL,
    upstream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    employee TEXT NOT NULL,
    work_session TEXT NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    step TEXT NOT NULL DEFAULT 'send',
    reason TEXT NOT NULL DEFAULT '',
    not_before REAL NOT NULL DEFAULT 0,
    body TEXT,
    method TEXT,
    sends INTEGER NOT NULL DEFAULT 0,
    looks INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    attempt_wall REAL,
    attempt_boottime REAL,
    attempt_boot TEXT,
    session_id INTEGER,
    their_started TEXT,
    their_ended TEXT,
    their_method TEXT,
    found TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    by_whom TEXT NOT NULL DEFAULT '',
    changed_at TEXT NOT NULL,
    PRIMARY KEY (event_id, upstream)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_unfinished ON outbox (upstream, employee, seq)
    WHERE state IN ('held', 'due', 'sending', 'unknown', 'waiting');
CREATE INDEX outbox_parked ON outbox (upstream, employee) WHERE state = 'parked';
CREATE INDEX outbox_by_session ON outbox (upstream, session_id) WHERE session_id IS NOT NULL;
CREATE TABLE upstream_memory (
    upstream TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (upstream, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE desk (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    employee TEXT NOT NULL,
    site TEXT NOT NULL,
    grouped_by TEXT NOT NULL DEFAULT '',
    facts TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    closed_by TEXT,
    UNIQUE (kind, subject)
) STRICT, WITHOUT ROWID;
"""

AT_THE_DOOR = """
CREATE TABLE presence (
    employee TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    last_id TEXT,
    last_kind TEXT,
    last_at TEXT,
    last_recorded_at TEXT,
    last_receipt TEXT,
    last_out_at TEXT,
    receipt TEXT NOT NULL DEFAULT '',
    used_shifts TEXT NOT NULL DEFAULT '',
    last_boot TEXT NOT NULL DEFAULT '',
    last_boottime REAL NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE taps (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    door TEXT NOT NULL,
    terminal TEXT NOT NULL,
    site TEXT NOT NULL,
    state TEXT NOT NULL,
    employee TEXT,
    presented TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    event_id TEXT,
    evidence INTEGER,
    clock_sure INTEGER NOT NULL DEFAULT 1,
    changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX taps_asked ON taps (terminal) WHERE state = 'asked';
CREATE INDEX taps_open ON taps (employee, at) WHERE state = 'open';
CREATE INDEX taps_claimed ON taps (at) WHERE state = 'claim';
CREATE TABLE outages (
    id TEXT PRIMARY KEY,
    terminal TEXT NOT NULL,
    began_at TEXT NOT NULL,
    ended_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outages_by_terminal ON outages (terminal, ended_at);
CREATE TABLE witnesses (
    source TEXT PRIMARY KEY,
    offset_s REAL NOT NULL,
    bound_s REAL NOT NULL,
    wall TEXT NOT NULL,
    boottime_s REAL NOT NULL,
    boot_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE pin_attempts (
    at REAL NOT NULL,
    number TEXT NOT NULL,
    place TEXT NOT NULL
) STRICT;
CREATE INDEX pin_attempts_by_time ON pin_attempts (at);
"""

ROSTER = """
CREATE TABLE roster_parts (
    site TEXT NOT NULL,
    part TEXT NOT NULL,
    snapshot INTEGER NOT NULL DEFAULT 0,
    began_at TEXT,
    covers_until TEXT,
    failed_at TEXT,
    failure TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE roster_employees (
    snapshot INTEGER NOT NULL,
    upstream_id INTEGER NOT NULL,
    custom_id TEXT NOT NULL,
    name TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (snapshot, upstream_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX roster_employees_by_custom_id ON roster_employees (snapshot, custom_id, active, name);
CREATE TABLE roster_positions (
    snapshot INTEGER NOT NULL,
    position_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (snapshot, position_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE roster_accounts (
    snapshot INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (snapshot, account_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE roster_shifts (
    snapshot INTEGER NOT NULL,
    upstream_id INTEGER NOT NULL,
    starts_at TEXT NOT NULL,
    shift_id INTEGER NOT NULL,
    ends_at TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    position_id INTEGER,
    PRIMARY KEY (snapshot, upstream_id, starts_at, shift_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE open_sessions (
    snapshot INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    upstream_id INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    account_id INTEGER,
    position_id INTEGER,
    shift_id INTEGER,
    method TEXT NOT NULL,
    PRIMARY KEY (snapshot, session_id)
) STRICT, WITHOUT ROWID;
"""

PEOPLE = """
CREATE TABLE people (
    snapshot INTEGER NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    role TEXT NOT NULL,
    sites TEXT NOT NULL,
    phone TEXT NOT NULL,
    pin_hash TEXT NOT NULL,
    upstream_id INTEGER,
    valid_from TEXT,
    valid_until TEXT,
    PRIMARY KEY (snapshot, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE badges (
    snapshot INTEGER NOT NULL,
    hash TEXT NOT NULL,
    key_id TEXT NOT NULL,
    number TEXT NOT NULL,
    lost INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (snapshot, hash, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
