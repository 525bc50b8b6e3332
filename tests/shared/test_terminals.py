"""Which terminals of a ledger give no sign of life."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.terminals import SilentTerminal, last_sign, mark_of, silent_terminals, unfinished

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A name that a pattern of file names would read otherwise."""
    return tmp_path / "ledger[1].db"


def sign(ledger: Path, terminal: str, at: datetime) -> Path:
    mark = mark_of(ledger, terminal)
    mark.write_text(at.isoformat(), encoding="ascii")
    return mark


def test_a_new_ledger_has_no_terminals(ledger: Path) -> None:
    assert silent_terminals(ledger, NOW) == ()


def test_five_minutes_without_a_sign_are_silence(ledger: Path) -> None:
    quiet = NOW - timedelta(seconds=301)
    sign(ledger, "Gate 2", quiet)
    sign(ledger, "Gate 1", NOW - timedelta(seconds=300))
    assert silent_terminals(ledger, NOW) == (SilentTerminal("Gate 2", quiet),)


def test_they_stand_by_name(ledger: Path) -> None:
    for name in ("Gate 3", "Gate 1", "Gate 2"):
        sign(ledger, name, NOW - timedelta(hours=1))
    assert [one.terminal for one in silent_terminals(ledger, NOW)] == ["Gate 1", "Gate 2", "Gate 3"]


@pytest.mark.parametrize("content", [b"", b"half a da", b"\xff\xfe", b"2026-03-02T06:00:00"])
def test_a_mark_that_cannot_be_read_is_a_terminal_of_which_nothing_is_known(ledger: Path, content: bytes) -> None:
    mark_of(ledger, "Gate 1").write_bytes(content)
    assert silent_terminals(ledger, NOW) == (SilentTerminal("Gate 1", None),)


def test_a_mark_from_the_future_tells_nothing(ledger: Path) -> None:
    sign(ledger, "Gate 1", NOW + timedelta(seconds=301))
    sign(ledger, "Gate 2", NOW + timedelta(seconds=299))
    assert silent_terminals(ledger, NOW) == (SilentTerminal("Gate 1", None),)


def test_other_files_beside_the_ledger_are_no_terminals(ledger: Path) -> None:
    old = NOW - timedelta(hours=1)
    unfinished(sign(ledger, "Gate 1", NOW)).write_text(old.isoformat(), encoding="ascii")
    sign(ledger.with_name("another.db"), "Gate 2", old)
    ledger.with_name("ledger1.db.alive-Gate 3").write_text(old.isoformat(), encoding="ascii")
    assert silent_terminals(ledger, NOW) == ()


def test_a_slash_in_a_name_makes_no_folder(ledger: Path) -> None:
    mark = sign(ledger, "Gate 1/2", NOW - timedelta(hours=1))
    assert mark.parent == ledger.parent
    assert last_sign(mark) == NOW - timedelta(hours=1)
    assert [one.terminal for one in silent_terminals(ledger, NOW)] == ["Gate 1-2"]
