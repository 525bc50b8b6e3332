"""`clockpost chases`."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.domain.chase_attempt import AttemptState, Way
from shared.store import chases
from shared.store.chases import ChaseAttempt
from shared.store.database import Store
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, BEN, MONDAY, SITE


@pytest.fixture
def attempts(tmp_path: Path) -> None:
    first = MONDAY + timedelta(minutes=15)
    with Store.open(tmp_path / "ledger.db") as store:
        for place, callee in enumerate((ANA.number, BEN.number)):
            at = first + timedelta(minutes=10 * place)
            one = ChaseAttempt(
                f"a{place}", ANA.number, 9001, MONDAY, SITE, callee, Way.CALL, at, "b", 1.0, AttemptState.NO_ANSWER
            )
            chases.intend(store, one)


@pytest.mark.usefixtures("attempts")
def test_every_attempt_is_listed_newest_first(told: Callable[..., Any], clockpost: Clockpost) -> None:
    listed = told("chases", "--json")
    assert [(one["to"], one["callee"], one["state"], one["way"]) for one in listed] == [
        ("supervisor", BEN.number, "no_answer", "call"),
        ("employee", ANA.number, "no_answer", "call"),
    ]
    assert told("chases", "--json", "--employee", BEN.number) == []
    assert len(told("chases", "--json", "--limit", "1")) == 1
    assert "2 attempts" in clockpost("chases").output
