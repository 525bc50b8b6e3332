"""The people register: what is kept of one register must not outlive it."""

from datetime import UTC, datetime
from pathlib import Path

from shared.domain.model import Person
from shared.store import people
from shared.store.database import Store
from shared.store.people import RegisterRow

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)


def _register(store: Store, *numbers: str) -> None:
    rows = [RegisterRow(Person(number, f"Guard {number}"), "", "", ()) for number in numbers]
    assert people.replace(store, rows, fingerprint="+".join(numbers), taken_at=AT)


def test_before_any_import_nobody_is_known_and_numbers_have_no_length(store: Store) -> None:
    assert people.is_empty(store)
    assert people.number_length(store) is None


def test_the_length_of_numbers_is_that_of_the_register_in_force(store: Store) -> None:
    _register(store, "1053", "1054")
    assert people.number_length(store) == 4
    _register(store, "105300", "105400")
    assert people.number_length(store) == 6
    _register(store, "1053", "105400")
    assert people.number_length(store) is None
    assert not people.is_empty(store)


def test_another_process_that_imports_is_seen_at_once(store: Store, path: Path) -> None:
    _register(store, "1053")
    assert people.number_length(store) == 4
    with Store.open(path) as importing:
        _register(importing, "10530")
    assert people.number_length(store) == 5


def test_numbers_with_letters_do_not_end_by_themselves(store: Store) -> None:
    _register(store, "1053", "10a4")
    assert people.number_length(store) is None
