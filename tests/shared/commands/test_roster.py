"""`clockpost roster`, as a person and as a program read it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.clock import SystemClock
from shared.domain.model import Person
from shared.store import outages, people, roster
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from tests.shared.store.gate import ACCOUNT, SITE, Gate

NAMES = {"1053": "Ana Ribeiro", "1054": "Chloé Tremblay", "1055": "Emil Sørensen"}


@pytest.fixture
def now(settings: Path) -> datetime:
    """The moment of the command: Ana is in, Chloé is an hour late, Emil comes tomorrow."""
    now = SystemClock().now().replace(microsecond=0)
    with Store.open(settings.parent / "ledger.db") as store:
        gate = Gate(store)
        rows = [RegisterRow(Person(number, name), "", "", ()) for number, name in NAMES.items()]
        people.replace(store, rows, fingerprint="1", taken_at=now)
        employees = [(int(number), number, name, 1) for number, name in NAMES.items()]
        roster.replace(store, SITE, Part.EMPLOYEES, employees, began_at=now)
        roster.replace(store, SITE, Part.POSITIONS, [(382, ACCOUNT, "Gate 2"), (383, ACCOUNT, "Patrol")], began_at=now)
        starts = {"1053": (now - timedelta(minutes=50), 382), "1054": (now - timedelta(minutes=50), 383)}
        shifts = [
            (int(number), start.isoformat(), 9000, (start + timedelta(hours=8)).isoformat(), ACCOUNT, position)
            for number, (start, position) in starts.items()
        ]
        roster.replace(store, SITE, Part.SHIFTS, shifts, began_at=now, covers_until=now + timedelta(days=9))
        gate.move_to(now - timedelta(minutes=40))
        gate.tap(Person("1053", NAMES["1053"]))
        outages.keep(store, "Terminal 1", now - timedelta(hours=2), now - timedelta(minutes=45))
    return now


def test_it_tells_a_program_who_stands_where(now: datetime, told: Callable[..., Any]) -> None:
    (site,) = told("roster")
    assert (site["site"], site["counts"]["in"], site["counts"]["late"]) == (SITE, 1, 1)
    late, ana = site["rows"]
    assert (late["name"], late["standing"], late["place"], late["position"]) == (
        "Chloé Tremblay",
        "late",
        "first",
        "Patrol",
    )
    assert late["late_by_s"] == pytest.approx(50 * 60, abs=120)
    assert (ana["standing"], ana["door"], ana["terminal"], ana["method"]) == ("in", "kiosk", "Gate 1", "")
    assert datetime.fromisoformat(ana["since"]) == now - timedelta(minutes=40)
    assert site["age_s"]["rota"] == pytest.approx(0, abs=120)
    (outage,) = site["outages"]
    assert (outage["terminal"], outage["touched"]) == ("Terminal 1", ["1053", "1054"])


def test_it_shows_people_the_same(now: datetime, clockpost: Callable[..., Any]) -> None:
    shown = clockpost("roster").stdout
    for word in ("Harbour Tower", "1 late", "Chloé Tremblay", "Ana Ribeiro", "Patrol", "The terminal was off"):
        assert word in shown, shown


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--find", "chloe"), ["Chloé Tremblay"]),
        (("--find", "1053"), ["Ana Ribeiro"]),
        (("--position", "patrol"), ["Chloé Tremblay"]),
        (("--find", "nobody"), []),
    ],
)
def test_it_can_be_narrowed(
    now: datetime, told: Callable[..., Any], arguments: tuple[str, ...], found: list[str]
) -> None:
    assert [row["name"] for row in told("roster", *arguments)[0]["rows"]] == found


def test_a_site_that_nobody_has_is_refused_with_those_there_are(now: datetime, clockpost: Callable[..., Any]) -> None:
    result = clockpost("roster", "--site", "Elsewhere")
    assert result.exit_code == 2
    assert SITE in result.stderr
