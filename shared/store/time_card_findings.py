"""How the ledger of a site compared with the time cards when they were downloaded last: what is worth a look."""

from collections.abc import Sequence
from typing import Final

from pydantic import TypeAdapter

from shared.domain.card_finding import CardFinding
from shared.store.database import Store

MOST: Final = 1000
"""A site without any cards would list everybody: more than this tells nobody more."""
_FINDING: Final = TypeAdapter(CardFinding)


def replace(store: Store, site: str, findings: Sequence[CardFinding]) -> None:
    """These are all of the site's now, inside the caller's transaction."""
    store.execute("DELETE FROM time_card_findings WHERE site = ?", (site,))
    for place, one in enumerate(findings[:MOST]):
        store.execute(
            "INSERT INTO time_card_findings (site, employee, place, finding) VALUES (?, ?, ?, ?)",
            (site, one.employee, place, _FINDING.dump_json(one).decode()),
        )


def of_employee(store: Store, site: str, employee: str) -> list[CardFinding]:
    """Those of one person, by time."""
    rows = store.execute(
        "SELECT finding FROM time_card_findings WHERE site = ? AND employee = ? ORDER BY place", (site, employee)
    )
    return [_FINDING.validate_json(row[0]) for row in rows]


def of_site(store: Store, site: str) -> list[CardFinding]:
    """All of a site, by employee and time."""
    rows = store.execute("SELECT finding FROM time_card_findings WHERE site = ? ORDER BY employee, place", (site,))
    return [_FINDING.validate_json(row[0]) for row in rows]
