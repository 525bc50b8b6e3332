"""`clockpost verify`: what it tells is what a later verify is asked about."""

from collections.abc import Callable
from typing import Any

from shared.store import ledger
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, BEN, Gate


def test_the_head_that_it_tells_is_found_again_later(gate: Gate, clockpost: Clockpost) -> None:
    gate.tap(ANA)
    told = clockpost("verify").stdout.strip().rpartition("head ")[2]
    gate.tap(BEN)
    assert clockpost("verify", "--head", told).exit_code == 0


def test_a_head_of_another_ledger_ends_it_with_one(gate: Gate, clockpost: Clockpost, told: Callable[..., Any]) -> None:
    gate.tap(ANA)
    result = clockpost("verify", "--head", "1:" + "0" * 64)
    assert result.exit_code == 1
    assert "was cut or replaced" in result.stdout
    assert told("verify", "--head", f"1:{ledger.head(gate.store).row_hash[:20]}")["intact"]


def test_a_head_that_is_none_says_how_one_looks(gate: Gate, clockpost: Clockpost) -> None:
    result = clockpost("verify", "--head", "yesterday")
    assert result.exit_code == 2
    assert "118:9af3" in result.stderr
