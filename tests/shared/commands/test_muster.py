"""`clockpost muster`, as a person and as a program read it, and on paper."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared import muster_now
from shared.clock import SystemClock
from shared.clocking import claim
from shared.domain.model import Person
from shared.domain.muster_entry import Tick
from shared.domain.tap import Choice, Unidentified
from shared.store import people
from shared.store.database import Store
from shared.store.people import RegisterRow
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import SITE, Gate

ANA = Person("1053", "Ana Ribeiro")


@pytest.fixture
def now(settings: Path) -> datetime:
    """The moment of the command: Ana is in, and an unknown badge tapped."""
    now = SystemClock().now().replace(microsecond=0)
    with Store.open(settings.parent / "ledger.db") as store:
        gate = Gate(store)
        people.replace(store, [RegisterRow(ANA, "", "", ())], fingerprint="1", taken_at=now)
        gate.move_to(now - timedelta(minutes=40))
        gate.tap(ANA)
        claim(store, gate.door, gate.a_tap(), Unidentified.UNKNOWN_BADGE, "hash", gate.around)
    return now


@pytest.fixture
def ledger(settings: Path, now: datetime) -> Path:
    return settings.parent / "ledger.db"


def test_it_tells_a_program_who_is_on_site_and_keeps_nothing(ledger: Path, now, told: Callable[..., Any]) -> None:
    found = told("muster")
    assert (found["number"], found["site"], found["visitors_included"]) == (None, SITE, False)
    assert found["counts"] == {"in": 1, "on_break": 0, "unsure": 1, "ticked": 0, "of": 2}
    ana, somebody = found["people"]
    assert (ana["name"], ana["stand"], ana["last_seen"]["terminal"]) == ("Ana Ribeiro", "in", "Gate 1")
    assert ana["last_seen"]["at"] == (now - timedelta(minutes=40)).isoformat()
    assert (somebody["name"], somebody["why_unsure"], somebody["key"][:4]) == ("", "claim", "tap:")
    with Store.open(ledger) as store:
        assert muster_now.latest(store, SITE) is None


def test_a_frozen_one_is_found_again_with_its_ticks_and_who_left(ledger: Path, now, told: Callable[..., Any]) -> None:
    assert told("muster", "--freeze")["number"] == 1
    with Store.open(ledger) as store:
        muster_now.tick(store, 1, Tick("a", "1053", True, now + timedelta(hours=1)), now + timedelta(hours=1))
        gate = Gate(store)
        gate.move_to(now + timedelta(minutes=1))
        gate.tap(ANA, Choice.CLOCK_OUT)
    for words in (("--last",), ("--number", "1")):
        found = told("muster", *words)
        assert (found["number"], found["counts"]["ticked"]) == (1, 1)
        assert [one["left"] for one in found["people"]] == [True, False]


def test_people_read_a_table_that_says_what_is_not_on_it(now: datetime, clockpost: Clockpost) -> None:
    said = clockpost("muster")
    assert said.exit_code == 0
    for words in ("Visitors are not included.", "Ana Ribeiro", "1 in, 0 on break, 1 not sure", "Somebody unknown"):
        assert words in said.stdout


def test_the_page_is_written_once_and_over_nothing(now: datetime, clockpost: Clockpost, tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    assert clockpost("muster", "--freeze", "--pdf", str(file)).exit_code == 0
    page = file.read_bytes()
    assert page.startswith(b"%PDF-")
    refused = clockpost("muster", "--pdf", str(file))
    assert (refused.exit_code, file.read_bytes()) == (2, page)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--last",), "never had a muster"),
        (("--number", "7"), "no such muster"),
        (("--site", "Nowhere"), "No site is called"),
        (("--last", "--freeze"), "Only one of"),
    ],
)
def test_what_is_not_there_is_said(now: datetime, clockpost: Clockpost, words: tuple[str, ...], said: str) -> None:
    found = clockpost("muster", *words)
    assert found.exit_code in (1, 2)
    assert said in found.stderr
