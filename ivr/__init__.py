"""The phone line: employees call in, and the same ledger knows."""
