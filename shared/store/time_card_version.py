"""What the time cards of another system added to the ledger file. Pay, tips and receipts have no column here."""

TIME_CARDS = """
CREATE TABLE time_cards (
    upstream TEXT NOT NULL,
    location TEXT NOT NULL,
    card_id INTEGER NOT NULL,
    business_date TEXT NOT NULL,
    came_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    card TEXT NOT NULL,
    PRIMARY KEY (upstream, location, card_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX time_cards_by_time ON time_cards (upstream, location, came_at);
"""

TIME_CARDS_TOLD = """
ALTER TABLE time_cards ADD COLUMN adjusted_at TEXT;
UPDATE time_cards SET adjusted_at = updated_at WHERE json_array_length(card, '$.adjustments') > 0;
CREATE INDEX time_cards_adjusted ON time_cards (upstream, location, adjusted_at) WHERE adjusted_at IS NOT NULL;
ALTER TABLE notices ADD COLUMN account_id INTEGER;
CREATE TABLE time_card_names (
    upstream TEXT NOT NULL,
    location TEXT NOT NULL,
    kind TEXT NOT NULL,
    num INTEGER NOT NULL,
    name TEXT NOT NULL,
    payroll_id TEXT NOT NULL DEFAULT '',
    external_payroll_id TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (upstream, location, kind, num)
) STRICT, WITHOUT ROWID;
CREATE TABLE time_card_findings (
    site TEXT NOT NULL,
    employee TEXT NOT NULL,
    place INTEGER NOT NULL,
    finding TEXT NOT NULL,
    PRIMARY KEY (site, employee, place)
) STRICT, WITHOUT ROWID;
"""
"""What their numbers mean there, and the comparison as it came out last: a wall reads it and compares nothing."""
