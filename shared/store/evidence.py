"""What can be erased without breaking the chain: each decision's whole argument, under a salted digest.

One row for each decision, none is ever overwritten. The rules, alike for every decision of a site, are kept once under
their fingerprint. Names are never in it: they live in the people register alone.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from pydantic import TypeAdapter

from shared.clock import new_salt
from shared.domain.delivery import FINAL
from shared.domain.facts import Argument
from shared.domain.rules import Rules
from shared.store.database import Store
from shared.store.decisions import erase_notes

_ARGUMENT = TypeAdapter(Argument)
_RULES = TypeAdapter(Rules)
_FINAL: Final = ", ".join(f"'{state}'" for state in FINAL)
_LEFT_OUT: Final[Mapping[str, Any]] = {"rules": True, "facts": {"person": {"name"}}}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row. `salt` and `body` are None once erased; `erased_by` says who asked, and is empty before."""

    evidence_id: int
    tap_id: str
    salt: bytes | None
    body: str | None
    settings: str
    erased_by: str


def digest(salt: bytes, settings: str, body: str) -> str:
    """SHA-256 over salt, the rules' fingerprint and body, in hex: what the chained event carries."""
    return hashlib.sha256(salt + settings.encode() + body.encode()).hexdigest()


@lru_cache(maxsize=64)
def kept_rules(rules: Rules) -> tuple[str, str]:
    """The fingerprint of one set of rules (a short name for it), and its JSON."""
    body = _RULES.dump_json(rules).decode()
    return _fingerprint(body), body


def _fingerprint(rules: str) -> str:
    return hashlib.sha256(rules.encode()).hexdigest()[:16]


def keep(store: Store, argument: Argument) -> tuple[int, str]:
    """Store one decision's argument inside the caller's transaction; the row's id and its digest."""
    settings, rules = kept_rules(argument.rules)
    store.execute("INSERT OR IGNORE INTO rule_sets (fingerprint, body) VALUES (?, ?)", (settings, rules))
    body = _ARGUMENT.dump_json(argument, exclude=_LEFT_OUT, exclude_defaults=True).decode()
    salt = new_salt()
    evidence_id = store.insert(
        "INSERT INTO evidence (tap, salt, body, settings) VALUES (?, ?, ?, ?)",
        (argument.tap.tap_id, salt, body, settings),
    )
    return evidence_id, digest(salt, settings, body)


def find(store: Store, evidence_id: int) -> Evidence | None:
    """One row, or None where it is not there: erasing leaves a row."""
    row = store.one(
        "SELECT id, tap, salt, body, settings, coalesce(erased_by, '') FROM evidence WHERE id = ?", (evidence_id,)
    )
    return Evidence(*row) if row else None


def argument(store: Store, evidence_id: int) -> Argument | None:
    """What was decided on, without names; None once it was erased."""
    found = find(store, evidence_id)
    if found is None or found.body is None:
        return None
    told = json.loads(found.body)
    told["facts"]["person"]["name"] = ""
    told["rules"] = rules_of(store, found.settings)
    return _ARGUMENT.validate_python(told)


def rules_of(store: Store, fingerprint: str) -> Rules | None:
    """The rules of that fingerprint, or None where the store never saw them."""
    row = store.one("SELECT body FROM rule_sets WHERE fingerprint = ?", (fingerprint,))
    return _RULES.validate_json(row[0]) if row else None


def changed_rule_sets(store: Store) -> list[str]:
    """Fingerprints that no longer fit the rules kept under them."""
    rows = store.execute("SELECT fingerprint, body FROM rule_sets")
    return [row[0] for row in rows if _fingerprint(row[1]) != row[0]]


def erase(store: Store, evidence_id: int, at: str, by: str) -> bool:
    """Remove salt and body, keeping who asked and when. False where nothing was left to erase."""
    # Without it SQLite leaves the old bytes in the page's free space.
    store.execute("PRAGMA secure_delete=ON")
    with store.writing():
        found = store.execute(
            "UPDATE evidence SET salt = NULL, body = NULL, erased_at = ?, erased_by = ?"
            " WHERE id = ? AND body IS NOT NULL RETURNING 1",
            (at, by, evidence_id),
        )
    store.checkpoint()
    return bool(found)


def erase_of(store: Store, employee: str, now: datetime, by: str) -> tuple[int, int]:
    """Remove what this employee's taps were decided on and the notes about them; how many went, and how many are left
    because a delivery or a supervisor still needs them.
    """
    store.execute("PRAGMA secure_delete=ON")
    own = (
        "SELECT json_extract(body, '$.evidence') FROM ledger WHERE employee = ?1 AND json_valid(body)"
        " UNION SELECT id FROM evidence WHERE tap IN (SELECT id FROM taps WHERE employee = ?1)"
    )
    needed = (
        "SELECT json_extract(ledger.body, '$.evidence') FROM ledger JOIN outbox ON outbox.event_id = ledger.id"
        f" WHERE ledger.employee = ?1 AND json_valid(ledger.body) AND outbox.state NOT IN ({_FINAL})"
        " UNION SELECT evidence.id FROM evidence JOIN taps ON taps.id = evidence.tap"
        " WHERE taps.employee = ?1 AND taps.state IN ('asked', 'open', 'claim')"
    )
    with store.writing():
        gone = store.execute(
            "UPDATE evidence SET salt = NULL, body = NULL, erased_at = ?2, erased_by = ?3"
            f" WHERE body IS NOT NULL AND id IN ({own}) AND id NOT IN ({needed}) RETURNING 1",
            (employee, now.isoformat(), by),
        )
        left = store.one(f"SELECT count(*) FROM evidence WHERE body IS NOT NULL AND id IN ({own})", (employee,))
        erase_notes(store, employee)
    store.checkpoint()
    return len(gone), int(left[0]) if left else 0
