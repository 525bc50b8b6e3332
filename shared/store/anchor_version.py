"""What removing old events added to the ledger file.

An anchor names the last event that was removed and its hash: the chain goes on from there. Only what lies at or before
an anchor can be deleted, so that a mistake elsewhere still removes nothing.
"""

ANCHORS = """
CREATE TABLE ledger_anchors (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, removed_at TEXT NOT NULL) STRICT;
CREATE TRIGGER ledger_anchors_keep_rows BEFORE DELETE ON ledger_anchors BEGIN
    SELECT RAISE(ABORT, 'an anchor of the ledger is kept for good');
END;
CREATE TRIGGER ledger_anchors_keep_words BEFORE UPDATE ON ledger_anchors BEGIN
    SELECT RAISE(ABORT, 'an anchor of the ledger stays as it is');
END;
DROP TRIGGER ledger_keeps_rows;
CREATE TRIGGER ledger_keeps_rows BEFORE DELETE ON ledger
WHEN OLD.seq > (SELECT coalesce(max(seq), 0) FROM ledger_anchors) BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: nothing is deleted');
END;
DROP TRIGGER voided_keeps_rows;
CREATE TRIGGER voided_keeps_rows BEFORE DELETE ON voided
WHEN coalesce((SELECT seq FROM ledger WHERE id = OLD.target), 9e15)
    > (SELECT coalesce(max(seq), 0) FROM ledger_anchors) BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: what was voided stays so');
END;
"""
