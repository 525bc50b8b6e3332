"""What the numbers of time cards mean in their own system: employees, job codes, revenue centres of a location."""

from collections.abc import Iterable

from shared.domain.card_people import CardName, NumberKind
from shared.store.database import Store


def replace(store: Store, upstream: str, location: str, kind: NumberKind, names: Iterable[CardName]) -> None:
    """This list is the whole of its kind now, inside the caller's transaction."""
    store.execute(
        "DELETE FROM time_card_names WHERE upstream = ? AND location = ? AND kind = ?", (upstream, location, kind)
    )
    for one in names:
        store.execute(
            "INSERT OR REPLACE INTO time_card_names (upstream, location, kind, num, name, payroll_id,"
            " external_payroll_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (upstream, location, kind, one.num, one.name, one.payroll_id, one.external_payroll_id),
        )


def of_location(store: Store, upstream: str, location: str) -> dict[tuple[NumberKind, int], CardName]:
    """Everything that is known of a location, by kind and number."""
    rows = store.execute(
        "SELECT kind, num, name, payroll_id, external_payroll_id FROM time_card_names"
        " WHERE upstream = ? AND location = ?",
        (upstream, location),
    )
    found = [CardName(NumberKind(row[0]), *row[1:]) for row in rows]
    return {(one.kind, one.num): one for one in found}


def called(store: Store, upstream: str, location: str, kind: NumberKind, num: int) -> str:
    """What one number is called, "" where that is not known."""
    row = store.one(
        "SELECT name FROM time_card_names WHERE upstream = ? AND location = ? AND kind = ? AND num = ?",
        (upstream, location, kind, num),
    )
    return str(row[0]) if row else ""
