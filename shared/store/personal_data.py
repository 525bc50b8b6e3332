"""Everything in the file that is about one person, table by table, for whoever asks what is stored about them.

The columns of secrets are left out: a hash of a PIN tells its person nothing, and others something.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from shared.store.database import Store
from shared.store.people import CURRENT

_OWN_UPSTREAM: Final = f"(SELECT upstream_id FROM people WHERE snapshot = {CURRENT} AND number = ?1)"
_OWN_PHONE: Final = f"(SELECT phone FROM people WHERE snapshot = {CURRENT} AND number = ?1 AND phone != '')"

WHERE_ABOUT: Final[dict[str, str]] = {
    "people": f"snapshot = {CURRENT} AND number = ?1",
    "badges": f"snapshot = {CURRENT} AND number = ?1",
    "badge_pairings": "number = ?1 OR paired_by = ?1",
    "lost_badges": "number = ?1 OR lost_by = ?1",
    "one_time_pins": "number = ?1 OR made_by = ?1",
    "pin_attempts": "number = ?1",
    "chosen_languages": "employee = ?1",
    "ledger": "employee = ?1 OR (json_valid(body) AND json_extract(body, '$.about.by') = ?1)",
    "evidence": "tap IN (SELECT id FROM taps WHERE employee = ?1) OR id IN"
    " (SELECT json_extract(body, '$.evidence') FROM ledger WHERE employee = ?1 AND json_valid(body))",
    "break_questions": "employee = ?1",
    "taps": "employee = ?1 OR presented = ?1",
    "presence": "employee = ?1",
    "outbox": "employee = ?1 OR by_whom = ?1",
    "desk": "employee = ?1 OR closed_by = ?1",
    "decisions": "employee = ?1 OR by_whom = ?1",
    "notices": "employee = ?1 OR by_whom = ?1",
    "call_people": "employee = ?1",
    "call_taps": "employee = ?1",
    "call_steps": "call IN (SELECT call FROM call_people WHERE employee = ?1)",
    "voice_messages": "call IN (SELECT call FROM call_people WHERE employee = ?1)"
    f" OR (caller != '' AND caller IN {_OWN_PHONE})",
    "chase_attempts": "employee = ?1 OR callee = ?1",
    "musters": "by_whom = ?1",
    "muster_entries": "number = ?1",
    "muster_ticks": "by_whom = ?1",
    "outages": "closed_by = ?1",
    "roster_employees": f"custom_id = ?1 OR upstream_id = {_OWN_UPSTREAM}",
    "roster_shifts": f"upstream_id = {_OWN_UPSTREAM}",
    "roster_absences": f"upstream_id = {_OWN_UPSTREAM}",
    "roster_hours": f"upstream_id = {_OWN_UPSTREAM}",
    "open_sessions": f"upstream_id = {_OWN_UPSTREAM}",
    "time_cards": "json_valid(card) AND ?1 IN (CAST(json_extract(card, '$.employee_num') AS TEXT),"
    " json_extract(card, '$.payroll_id'), json_extract(card, '$.external_payroll_id'))",
    "time_card_names": "kind = 'employee' AND ?1 IN (CAST(num AS TEXT), payroll_id, external_payroll_id)",
    "time_card_findings": "employee = ?1",
}
"""Which rows of a table are about the employee ?1, as who came or as who decided."""
NOT_ABOUT_PEOPLE: Final = frozenset(
    {
        "_sqlite_migrations",
        "clock_words",
        "ledger_anchors",
        # Events and deliveries again, as they were given to or taken from another terminal: both tables tell them.
        "handovers",
        "taken_in",
        "meta",
        "roster_accounts",
        "roster_parts",
        "roster_positions",
        "rota_problems",
        "rule_sets",
        "upstream_memory",
        "voided",
        "witnesses",
    }
)
_SECRETS: Final = frozenset({"pin_hash", "salt", "hash", "prev_hash", "audio"})


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one table that are about somebody: column by column, in the order of the file."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def about(store: Store, number: str) -> Iterator[Held]:
    """Every table with rows about the employee of that number."""
    for table, where in WHERE_ABOUT.items():
        named = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
        columns = tuple(name for name in named if name not in _SECRETS)
        rows = store.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {where}", (number,))
        if rows:
            yield Held(table, columns, tuple(rows))
