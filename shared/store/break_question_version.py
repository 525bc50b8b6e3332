"""What asking about breaks added to the ledger file.

The trigger marks a summary whose work session is changed afterwards, whoever changes it: it is told anew if it says
something else then.
"""

BREAK_QUESTIONS = """
CREATE TABLE break_questions (
    target TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    employee TEXT NOT NULL,
    work_session TEXT NOT NULL,
    site TEXT NOT NULL,
    made_at TEXT NOT NULL,
    told TEXT NOT NULL DEFAULT '',
    shown INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    answered_at TEXT,
    doubted INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX break_questions_waiting ON break_questions (employee, target)
    WHERE answer IN ('', 'not_answered') OR doubted = 1;
CREATE INDEX break_questions_by_session ON break_questions (employee, work_session);
CREATE TRIGGER break_questions_doubted AFTER INSERT ON ledger
WHEN NEW.kind IN ('corrected', 'voided', 'break_started', 'break_ended') BEGIN
    UPDATE break_questions SET doubted = 1
    WHERE employee = NEW.employee AND work_session = NEW.work_session AND kind = 'summary' AND shown > 0;
END;
"""
