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
