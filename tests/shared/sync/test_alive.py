"""Sync's sign of life: with the first round, then now and then, and never worth a fault."""

from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.store.lease import silent_s, sync_lease
from shared.sync import alive
from shared.sync.alive import SignOfLife


def test_the_first_round_tells_and_the_next_one_need_not(tmp_path: Path) -> None:
    ledger, clock = tmp_path / "ledger.db", SystemClock()
    rounds: list[None] = []
    sign = SignOfLife(ledger, clock, lambda: rounds.append(None))
    with sync_lease(ledger):
        sign.turned()
        assert silent_s(ledger, clock.boottime_s()) == pytest.approx(0, abs=5)
        first = lease_of(ledger)
        sign.turned()
        assert lease_of(ledger) == first
    assert len(rounds) == 2


def test_after_half_a_minute_it_is_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alive, "TELL_EVERY_S", 0.0)
    ledger, clock = tmp_path / "ledger.db", SystemClock()
    sign = SignOfLife(ledger, clock)
    with sync_lease(ledger):
        sign.turned()
        ledger.with_name("ledger.db.sync").write_text("1 1.0", encoding="ascii")
        sign.turned()
        assert silent_s(ledger, clock.boottime_s()) == pytest.approx(0, abs=5)


def test_a_sign_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    SignOfLife(tmp_path / "no folder" / "ledger.db", SystemClock()).turned()


def lease_of(ledger: Path) -> str:
    return ledger.with_name("ledger.db.sync").read_text(encoding="ascii")
