"""Bringing the register up to date: only when something changed, whole or not at all, last good kept (rule 5.1)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.badges import BadgeKey, BadgeKeys, hashed
from shared.clock import Reading
from shared.domain.model import Person
from shared.people_file import PeopleFileError
from shared.people_import import Imported, import_people
from shared.store import people
from shared.store.database import Store
from shared.store.people import RegisterRow

OLD, NEW = BadgeKey("k1", b"1" * 32), BadgeKey("k2", b"2" * 32)
KEYS = BadgeKeys((OLD,))
START = datetime(2026, 3, 2, 6, tzinfo=UTC)


class HandClock:
    """A clock that each reading moves by a minute."""

    def __init__(self) -> None:
        self.wall = START

    def read(self) -> Reading:
        self.wall += timedelta(minutes=1)
        return Reading(self.wall, 1000.0, "boot-1")


CLOCK = HandClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "people.csv"
    made.write_text("number,name,badges\n1053,Ana,em4100:AA\n1054,Ben,em4100:BB\n")
    return made


def numbers(store: Store) -> list[str]:
    return [person.number for person in people.everybody(store)]


def holder(store: Store, number: str, key: BadgeKey = OLD) -> list[str]:
    return [one.person.number for one in people.holders(store, [hashed(key, "em4100", "", number)])]


def rows(*names: str) -> list[RegisterRow]:
    return [RegisterRow(Person(name, name.upper()), "", "", ((f"hash-{name}", "k1", False),)) for name in names]


def replace(store: Store, names: Sequence[str], found: Sequence[RegisterRow] | None = None) -> bool:
    return people.replace(store, found or rows(*names), fingerprint="-".join(names), taken_at=START)


def test_before_the_first_import_nobody_is_known(store: Store) -> None:
    assert people.register(store) == people.Register(0, None, "", 0)
    assert numbers(store) == []
    assert people.by_number(store, "1053") is None


def test_the_file_becomes_the_register(store: Store, path: Path) -> None:
    assert import_people(store, path, KEYS, CLOCK) == Imported(True, 2)
    assert numbers(store) == ["1053", "1054"]
    assert holder(store, "BB") == ["1054"]
    assert people.register(store).taken_at == CLOCK.wall


def test_everything_about_a_person_is_kept(store: Store, path: Path) -> None:
    path.write_text(
        "number,name,language,role,sites,upstream_id,valid_from,valid_until\n"
        "00123,Chloé Tremblay,fr,supervisor,Harbour Tower;688,7003,2026-01-31,2026-12-31\n"
    )
    import_people(store, path, None, CLOCK)
    found = people.by_number(store, "00123")
    assert found is not None
    person, pin_hash = found
    assert (person.name, person.language, person.role) == ("Chloé Tremblay", "fr", "supervisor")
    assert (person.sites, person.upstream_id) == (("Harbour Tower", "688"), 7003)
    assert (str(person.valid_from), str(person.valid_until)) == ("2026-01-31", "2026-12-31")
    assert pin_hash == ""
    assert people.by_number(store, "123") is None


def test_an_unchanged_file_is_not_imported_again(store: Store, path: Path) -> None:
    import_people(store, path, KEYS, CLOCK)
    taken_at = people.register(store).taken_at
    assert import_people(store, path, KEYS, CLOCK) == Imported(False, 2)
    assert people.register(store).taken_at == taken_at
    assert import_people(store, path, KEYS, CLOCK, again=True) == Imported(True, 2)
    assert people.register(store).taken_at != taken_at


def test_a_changed_file_replaces_the_register_whole(store: Store, path: Path) -> None:
    import_people(store, path, KEYS, CLOCK)
    path.write_text("number,name,badges\n1054,Ben,em4100:AA\n1055,Chloé,\n")
    assert import_people(store, path, KEYS, CLOCK) == Imported(True, 2)
    assert numbers(store) == ["1054", "1055"]
    assert (holder(store, "AA"), holder(store, "BB")) == (["1054"], [])


@pytest.mark.parametrize(
    "keys",
    [BadgeKeys((OLD, NEW)), BadgeKeys((BadgeKey("k1", b"3" * 32),))],
    ids=["a newer key", "another key of the same name"],
)
def test_a_new_badge_key_brings_the_unchanged_file_in_again(store: Store, path: Path, keys: BadgeKeys) -> None:
    import_people(store, path, KEYS, CLOCK)
    assert import_people(store, path, keys, CLOCK).changed
    assert holder(store, "AA", keys.newest) == ["1053"]
    assert holder(store, "AA", OLD) == []


@pytest.mark.parametrize(
    "content",
    ["number,name\n1053,\n", "number,name\n", "", "number,name,badges\n1,A,em4100:AA\n2,B,em4100:AA\n"],
    ids=["a mistake", "nobody", "empty", "two holders"],
)
def test_the_last_good_register_stays_in_force(store: Store, path: Path, content: str) -> None:
    import_people(store, path, KEYS, CLOCK)
    before = people.register(store)
    path.write_text(content)
    with pytest.raises(PeopleFileError):
        import_people(store, path, KEYS, CLOCK)
    path.unlink()
    with pytest.raises(PeopleFileError):
        import_people(store, path, KEYS, CLOCK)
    assert people.register(store) == before
    assert holder(store, "AA") == ["1053"]


# The pieces and the pointer


def test_a_register_of_many_pieces_arrives_whole_and_leaves_nothing_behind(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PIECE", 3)
    everybody = [f"{number:03}" for number in range(10)]
    assert replace(store, everybody)
    assert numbers(store) == everybody
    assert replace(store, ["001"])
    assert store.one("SELECT count(*) FROM people") == (1,)
    assert store.one("SELECT count(*) FROM badges") == (1,)


class Interrupting(list[RegisterRow]):
    """Rows between whose pieces something else happens."""

    def __init__(self, found: list[RegisterRow], happens: Callable[[], object]) -> None:
        super().__init__(found)
        self._happens = happens

    def __getitem__(self, index: Any) -> Any:
        if index.start == 1:
            self._happens()
        return super().__getitem__(index)


def test_an_import_that_dies_half_way_changes_nothing_and_is_cleared_away(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PIECE", 1)
    replace(store, ["001", "002"])

    def power_cut() -> None:
        raise OSError("power cut")

    with pytest.raises(OSError, match="power cut"):
        replace(store, ["x"], Interrupting(rows("003", "004"), power_cut))
    assert numbers(store) == ["001", "002"]
    assert replace(store, ["005"])
    assert store.one("SELECT count(*) FROM people") == (1,)


def test_of_two_imports_at_once_the_later_one_stays_and_none_is_mixed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PIECE", 1)
    replace(store, ["001", "002"])
    with store.another() as other:
        done: list[bool] = []
        earlier = Interrupting(rows("003", "004", "005"), lambda: done.append(replace(other, ["002", "003", "006"])))
        assert replace(store, ["x"], earlier) is False
    assert done == [True]
    assert numbers(store) == ["002", "003", "006"]
    assert people.register(store).fingerprint == "002-003-006"


def test_an_import_that_was_overtaken_says_so(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_people(store, path, KEYS, CLOCK)
    path.write_text("number,name\n1,Ana\n")
    monkeypatch.setattr(people, "replace", lambda *_, **__: False)
    assert import_people(store, path, KEYS, CLOCK) == Imported(False, 2)
