"""The note of a second sync that was sent away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.store.second_sync import note_sent_away, sent_away_at

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_the_newest_is_remembered(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    assert sent_away_at(ledger) is None
    for hour in (7, 8):
        note_sent_away(ledger, AT.replace(hour=hour))
    assert sent_away_at(ledger) == AT


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-23T08:00:00"])
def test_a_note_that_says_no_instant_is_none(tmp_path: Path, text: str) -> None:
    ledger = tmp_path / "ledger.db"
    note_sent_away(ledger, AT)
    (note,) = tmp_path.iterdir()
    note.write_text(text, encoding="ascii")
    assert sent_away_at(ledger) is None
