"""How people of another system's rota are joined to the system of record's employees."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from shared.domain.model import Person
from shared.store import people, roster, rota_people
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part

NOW: Final = datetime(2026, 3, 2, 6, tzinfo=UTC)
SITE: Final = "Harbour Tower"
EMPLOYEES: Final = [
    (7001, "1053", "Ana", 1),
    (7002, "X-9", "Ben", 1),
    (7003, "1055", "A", 1),
    (7004, "1055", "B", 1),
    (7005, "", "C", 1),
]


def register(store: Store, *persons: Person) -> None:
    rows = [RegisterRow(person, "", "", ()) for person in persons]
    people.replace(store, rows, fingerprint="1", taken_at=NOW)


def test_the_registers_word_goes_before_the_custom_id(tmp_path: Path) -> None:
    with Store.open(tmp_path / "ledger.db") as store:
        roster.replace(store, SITE, Part.EMPLOYEES, EMPLOYEES, began_at=NOW)
        assert rota_people.upstream_ids(store, SITE) == {"1053": 7001, "X-9": 7002}
        register(store, Person("1054", "Ben", upstream_id=7002), Person("1053", "Somebody else", upstream_id=9999))
        assert rota_people.upstream_ids(store, SITE) == {"X-9": 7002, "1054": 7002}
        assert rota_people.numbers_of(store, SITE) == {7002: "1054"}
        assert rota_people.upstream_ids(store, "Dock 4") is None


def test_where_no_custom_id_is_used_the_number_is_the_employees_id(tmp_path: Path) -> None:
    with Store.open(tmp_path / "ledger.db") as store:
        roster.replace(store, SITE, Part.EMPLOYEES, [(7001, "", "Ana", 1), (7002, "", "Ben", 1)], began_at=NOW)
        register(store, Person("7001", "Ana"), Person("A", "Ben", upstream_id=7002))
        assert rota_people.upstream_ids(store, SITE) == {"7001": 7001, "7002": 7002, "A": 7002}
        assert rota_people.numbers_of(store, SITE) == {7001: "7001", 7002: "A"}
