"""What the phone line added to the ledger file."""

PHONE = """
ALTER TABLE pin_attempts ADD COLUMN wrong INTEGER;
CREATE TABLE call_steps (
    call TEXT NOT NULL,
    step TEXT NOT NULL,
    answer TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (call, step)
) STRICT;
CREATE INDEX call_steps_by_time ON call_steps (at);
CREATE TABLE call_people (
    call TEXT NOT NULL,
    employee TEXT NOT NULL,
    caller TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (call, employee)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_people_by_caller ON call_people (caller, at);
CREATE INDEX call_people_by_time ON call_people (at);
CREATE INDEX people_by_phone ON people (snapshot, phone) WHERE phone != '';
CREATE TABLE call_taps (
    call TEXT NOT NULL,
    tap TEXT NOT NULL,
    employee TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (call, tap)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_taps_by_time ON call_taps (at);
CREATE TABLE chosen_languages (employee TEXT PRIMARY KEY, language TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE voice_messages (
    recording TEXT PRIMARY KEY,
    call TEXT NOT NULL,
    called_at TEXT NOT NULL,
    caller TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT '',
    duration_s INTEGER NOT NULL DEFAULT 0,
    audio BLOB,
    problem TEXT NOT NULL DEFAULT '',
    changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX voice_messages_to_fetch ON voice_messages (called_at) WHERE audio IS NULL;
"""
