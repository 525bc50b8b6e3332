"""The renames by which a carried-over ledger takes the damaged one's place."""

from pathlib import Path

import pytest

from shared.store.replacement import aside_of, begin_replacement, end_replacement, finish_replacement
from tests.shared.store.durability import recorded_steps

STAMP = "20260302T160000"


def files(path: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in path.parent.iterdir()}


def write(path: Path, **contents: str) -> None:
    for suffix, content in contents.items():
        path.with_name(path.name + suffix.replace("main", "").replace("_", "-")).write_text(content)


def test_the_damaged_file_goes_aside_with_its_log(path: Path) -> None:
    write(path, main="damaged", _wal="its log", _shm="its index")
    begin_replacement(path, STAMP).write_text("new")
    end_replacement(path, STAMP)
    assert files(path) == {
        "ledger.db": "new",
        f"ledger.db.damaged-{STAMP}": "damaged",
        f"ledger.db.damaged-{STAMP}-wal": "its log",
        f"ledger.db.damaged-{STAMP}-shm": "its index",
    }
    assert aside_of(path, STAMP).read_text() == "damaged"


def test_what_an_earlier_try_left_unfinished_is_begun_anew(path: Path) -> None:
    write(path, main="damaged")
    begin_replacement(path, "20260302T150000").write_text("half")
    path.with_name("ledger.db.carrying-20260302T150000-wal").write_text("of the half")
    begin_replacement(path, STAMP).write_text("new")
    end_replacement(path, STAMP)
    assert files(path) == {"ledger.db": "new", f"ledger.db.damaged-{STAMP}": "damaged"}


def test_a_log_that_was_left_behind_is_never_put_beside_the_new_ledger(path: Path) -> None:
    write(path, _wal="of the damaged one")
    path.with_name(f"ledger.db.damaged-{STAMP}").write_text("damaged")
    path.with_name(f"ledger.db.replaces-{STAMP}").write_text("new")
    finish_replacement(path)
    assert files(path) == {
        "ledger.db": "new",
        f"ledger.db.damaged-{STAMP}": "damaged",
        f"ledger.db.damaged-{STAMP}-wal": "of the damaged one",
    }


def test_with_nothing_to_finish_nothing_moves(path: Path) -> None:
    write(path, main="whole", _wal="its log")
    write(path.with_name("other.db"), main="another ledger")
    path.with_name(f"other.db.replaces-{STAMP}").write_text("anothers")
    before = files(path)
    finish_replacement(path)
    assert files(path) == before


def test_each_step_is_durable_before_the_next_one_relies_on_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, main="damaged")
    begin_replacement(path, STAMP).write_text("new")
    steps = recorded_steps(monkeypatch)
    end_replacement(path, STAMP)
    assert steps == [
        f"ledger.db.carrying-{STAMP} -> ledger.db.replaces-{STAMP}",
        "sync /",
        f"ledger.db -> ledger.db.damaged-{STAMP}",
        f"ledger.db.replaces-{STAMP} -> ledger.db",
        "sync /",
    ]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660])
def test_whoever_could_read_the_ledger_can_read_the_new_one(path: Path, mode: int) -> None:
    write(path, main="damaged")
    path.chmod(mode)
    begin_replacement(path, STAMP).write_text("new")
    end_replacement(path, STAMP)
    assert path.stat().st_mode & 0o777 == mode
