"""What a backup is called, and how long backups are kept."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.backups import BackupName, backups_among, name_of, outlived

NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)


def made(*ago_h: int) -> list[BackupName]:
    return [name_of("ledger.db", NOON - timedelta(hours=hours), 1000 - hours, "ab" * 32) for hours in ago_h]


def test_a_name_tells_when_it_was_made_and_the_head_of_its_chain() -> None:
    (backup,) = made(0)
    assert backup.text == "ledger.db-20260302T120000Z-1000-abababababababab.backup"
    assert backups_among([backup.text], "ledger.db") == [backup]


def test_other_files_and_backups_of_other_ledgers_are_none_of_ours() -> None:
    (backup,) = made(0)
    others = (
        f".{backup.text}",
        backup.text + "-wal",
        "ledger.db",
        "my" + backup.text,
        backup.text.replace("T12", "T92"),
    )
    assert backups_among(others, "ledger.db") == []
    assert backups_among([name_of("ledger.db-2", NOON, 1, "ab" * 32).text], "ledger.db") == []


def test_of_the_newest_two_days_all_are_kept_and_of_others_the_last() -> None:
    backups = made(0, 1, 20, 21, 40, 41, 42)
    assert outlived(backups, 14) == made(42, 41)


def test_days_are_counted_by_the_backups_that_are_there() -> None:
    years_ahead = name_of("ledger.db", NOON + timedelta(days=4000), 1001, "cd" * 32)
    days = made(0, 24, 48)
    assert outlived([*days, years_ahead], 3) == made(48)
    assert outlived(days, 1) == made(48, 24)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=60, unique=True), st.integers(1, 40))
def test_the_newest_is_always_kept_and_what_was_kept_once_is_kept_again(ago_h: list[int], keep_days: int) -> None:
    backups = made(*ago_h)
    kept = [one for one in backups if one not in outlived(backups, keep_days)]
    assert max(backups, key=lambda one: one.made_at) in kept
    assert outlived(kept, keep_days) == []
    assert len({one.made_at.date() for one in kept}) == min(keep_days, len({one.made_at.date() for one in backups}))
