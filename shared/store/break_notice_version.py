"""What calls and messages about breaks added to the ledger file: they are attempts as those about being late are."""

BREAK_NOTICES = """
ALTER TABLE chase_attempts ADD COLUMN about TEXT;
"""
