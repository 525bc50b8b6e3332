"""What writing worked shifts back added to the ledger file."""

WORKED_SHIFTS = """
ALTER TABLE outbox ADD COLUMN their_id TEXT;
CREATE INDEX outbox_by_their_id ON outbox (upstream, their_id) WHERE their_id IS NOT NULL;
CREATE INDEX outbox_of_tamigo ON outbox (work_session, seq) WHERE upstream = 'tamigo';
"""
