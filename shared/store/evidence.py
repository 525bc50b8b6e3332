"""What can be erased without breaking the chain: each decision's whole argument, under a salted digest."""

import hashlib

from shared.store.database import Store


def digest(salt: bytes, body: str) -> str:
    """SHA-256 over salt and body, in hex: what the chained event carries."""
    return hashlib.sha256(salt + body.encode()).hexdigest()


def keep(store: Store, evidence_id: str, salt: bytes, body: str, settings: str) -> None:
    """Store one decision's evidence inside the caller's transaction; a later one on the same tap replaces it."""
    store.execute(
        "INSERT INTO evidence (id, salt, body, settings) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET salt = excluded.salt, body = excluded.body, settings = excluded.settings",
        (evidence_id, salt, body, settings),
    )


def find(store: Store, evidence_id: str) -> tuple[bytes | None, str | None, str] | None:
    """Salt, body and settings fingerprint; salt and body are None once erased."""
    row = store.one("SELECT salt, body, settings FROM evidence WHERE id = ?", (evidence_id,))
    return (row[0], row[1], row[2]) if row else None


def erase(store: Store, evidence_id: str, at: str, by: str) -> bool:
    """Remove salt and body, keeping who asked and when. False where nothing was left to erase."""
    with store.writing():
        found = store.one("SELECT 1 FROM evidence WHERE id = ? AND body IS NOT NULL", (evidence_id,))
        store.execute(
            "UPDATE evidence SET salt = NULL, body = NULL, erased_at = ?, erased_by = ? WHERE id = ?",
            (at, by, evidence_id),
        )
    return found is not None
