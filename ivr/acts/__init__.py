"""What each key does: the ledger, the roster and the words behind it."""
