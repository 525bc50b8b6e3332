"""`clockpost planned` and `clockpost roster --problems`, as a person and as a program read them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.clock import SystemClock
from shared.domain.model import Person
from shared.domain.planned_worked import DAYS_ASKED_BEHIND, DayHours
from shared.domain.rota_problem import RotaProblem, RotaProblemKind
from shared.store import absences, people, roster, rota_problems
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.upstream.tamigo.join import Why
from tests.shared.store.gate import ACCOUNT, SITE, Gate

ANA = Person("1053", "Ana Ribeiro")


@pytest.fixture
def now(settings: Path) -> datetime:
    """Ana worked an hour yesterday at noon UTC; the rota's system says two, of a plan of eight."""
    now = SystemClock().now().replace(microsecond=0)
    noon = now.replace(hour=17, minute=0, second=0) - timedelta(days=1)
    with Store.open(settings.parent / "ledger.db") as store:
        people.replace(store, [RegisterRow(ANA, "", "", ())], fingerprint="1", taken_at=now)
        employees = [(7001, "1053", "Ana", 1), (7002, "2002", "Eva Holm", 1)]
        roster.replace(store, SITE, Part.EMPLOYEES, employees, began_at=now)
        day = noon.date()
        hours = [(7001, DayHours("", day, 480, 480, 120)), (7002, DayHours("", day, None, 60, None))]
        roster.replace(store, SITE, Part.HOURS, absences.hours_rows(hours, ACCOUNT), began_at=now)
        gate = Gate(store)
        gate.move_to(noon)
        gate.tap(ANA)
        gate.wait(hours=1)
        gate.tap(ANA)
    return now


def days(now: datetime, behind: int = 2) -> tuple[str, ...]:
    return ("--from", (now - timedelta(days=behind)).date().isoformat(), "--to", now.date().isoformat())


def test_planned_worked_and_ours_stand_side_by_side(now: datetime, told: Callable[..., Any]) -> None:
    (site,) = told("planned", *days(now))
    ana, eva = site["days"]
    assert (ana["number"], ana["name"], ana["planned_min"], ana["worked_min"]) == ("1053", "Ana Ribeiro", 480, 120)
    assert (ana["ours_min"], ana["difference_min"], ana["over_plan_min"]) == (60, -60, -420)
    assert (eva["number"], eva["name"], eva["ours_min"], eva["over_plan_min"]) == ("2002", "Eva Holm", 0, -60)
    assert datetime.fromisoformat(site["asked_at"]) == now


def test_people_see_the_same(now: datetime, clockpost: Callable[..., Any]) -> None:
    shown = clockpost("planned", *days(now)).stdout
    for word in (SITE, "Ana Ribeiro", "480", "-420", "Eva Holm"):
        assert word in shown, shown


def test_a_download_that_failed_or_never_was_is_told(now: datetime, settings: Path, clockpost: Any, told: Any) -> None:
    with Store.open(settings.parent / "ledger.db") as store:
        roster.failed(store, SITE, Part.HOURS, now, "tamigo says no")
    assert "tamigo says no" in clockpost("planned", *days(now)).stdout
    assert told("planned", *days(now))[0]["failure"] == "tamigo says no"


def test_days_before_what_was_asked_have_no_difference(now: datetime, settings: Path, told: Any) -> None:
    later = now + timedelta(days=DAYS_ASKED_BEHIND + 3)
    with Store.open(settings.parent / "ledger.db") as store:
        roster.replace(store, SITE, Part.HOURS, [], began_at=later)
    (ana,) = told("planned", *days(now))[0]["days"]
    assert (ana["ours_min"], ana["difference_min"]) == (60, None)


def test_an_unknown_site_and_days_the_wrong_way_round_are_mistakes(now: datetime, clockpost: Any) -> None:
    assert clockpost("planned", *days(now), "--site", "Dock 9").exit_code == 2
    assert clockpost("planned", "--from", "2026-03-02", "--to", "2026-03-01").exit_code == 2


PROBLEMS = (
    RotaProblem(RotaProblemKind.UNJOINED, Why.NOT_IN_REGISTER, "guid-1", "E100"),
    RotaProblem(
        RotaProblemKind.TWICE,
        upstream_id=7001,
        starts_at=datetime(2026, 3, 2, 11, tzinfo=UTC),
        ends_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
    ),
)


def test_problems_are_listed_with_what_to_do(now: datetime, settings: Path, clockpost: Any, told: Any) -> None:
    with Store.open(settings.parent / "ledger.db") as store:
        with store.writing():
            rota_problems.keep(store, SITE, now, PROBLEMS)
        roster.failed(store, SITE, Part.SHIFTS, now, "no answer in time")
    (site,) = told("roster", "--problems")
    unjoined, twice = site["problems"]
    assert (unjoined["kind"], unjoined["why"], unjoined["key"]) == ("unjoined", "not_in_register", "E100")
    assert "people register" in unjoined["remedy"]
    assert (twice["kind"], twice["number"]) == ("twice", "1053")
    assert site["failure"] == "no answer in time"
    shown = clockpost("roster", "--problems").stdout
    for word in ("E100", "people register", "06:00", "no answer in time"):
        assert word in shown, shown


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_a_remedy(why: Why, now: datetime, settings: Path, told: Any) -> None:
    with Store.open(settings.parent / "ledger.db") as store, store.writing():
        kinds = [RotaProblem(kind) for kind in RotaProblemKind if kind is not RotaProblemKind.UNJOINED]
        rota_problems.keep(store, SITE, now, (RotaProblem(RotaProblemKind.UNJOINED, why), *kinds))
    assert all(one["remedy"] for one in told("roster", "--problems")[0]["problems"])


def test_where_no_rota_came_from_elsewhere_there_are_no_problems(now: datetime, clockpost: Any) -> None:
    assert "no rota came from elsewhere yet" in clockpost("roster", "--problems").stdout
    assert clockpost("roster", "--problems", "--site", "Dock 9").exit_code == 2
