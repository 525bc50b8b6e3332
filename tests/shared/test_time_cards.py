"""The ledger of a site against downloaded cards: joined by a number, over neighbouring days, nobody dropped."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from shared.domain.clock_status import ClockStatus
from shared.domain.tap import Choice
from shared.domain.time_card import CardType, TimeCard
from shared.domain.time_card_match import Found
from shared.store import time_cards
from shared.store.database import Store
from shared.time_cards import ORACLE, CardRules, Comparison, compare
from tests.shared.store.gate import ANA, BEN, MONDAY
from tests.shared.supervision.office import CAST, Office, register

DAY = MONDAY.date()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Store.open(tmp_path / "ledger.db") as store:
        register(store, *CAST)
        yield Office(store)


def card(number: int, external: str, came: datetime, left: datetime | None, *, num: int = 53) -> TimeCard:
    status = ClockStatus.ON_TIME if left else None
    work = (CardType.WORK, came, ClockStatus.ON_TIME, left, status)
    return TimeCard(number, num, DAY, *work, 1, 1, came, payroll_id=f"P{external}", external_payroll_id=external)


def looked(office: Office, *cards: TimeCard, join_by: str = "extPayrollID", day: date = DAY) -> Comparison:
    time_cards.keep(office.store, ORACLE, "L1", cards)
    return compare(office.store, office.door.site, CardRules("L1", join_by), day, day)


def worked(office: Office, hours: int = 8) -> tuple[datetime, datetime]:
    came = office.tap(ANA, Choice.CLOCK_IN).events[0].draft.at
    office.wait(hours=hours)
    left = office.tap(ANA, Choice.CLOCK_OUT).events[0].draft.at
    return came, left


def test_a_session_agrees_with_its_card(office: Office) -> None:
    came, left = worked(office)
    found = looked(office, card(1, ANA.number, came, left))
    assert [(one.employee, one.found) for one in found.lines] == [(ANA.number, Found.AGREES)]
    assert found.unjoined == ()


@pytest.mark.parametrize(("join_by", "external"), [("payrollID", "x"), ("empNum", "x")])
def test_people_are_joined_by_the_number_that_the_settings_name(office: Office, join_by: str, external: str) -> None:
    came, left = worked(office)
    made = card(1, external, came, left, num=int(ANA.number))
    found = looked(office, made, join_by=join_by)
    expected = [Found.AGREES] if join_by == "empNum" else [Found.MISSING_THERE]
    assert [one.found for one in found.lines] == expected
    assert (len(found.unjoined) == 1) is (join_by == "payrollID")


def test_a_night_shift_is_told_on_the_day_that_it_began_and_on_no_other(office: Office) -> None:
    office.wait(hours=16)
    came, left = worked(office)
    made = card(1, ANA.number, came, left)
    assert [one.found for one in looked(office, made).lines] == [Found.AGREES]
    assert looked(office, day=DAY + timedelta(days=1)).lines == ()


def test_a_card_of_somebody_who_did_not_tap_here_is_missing_here(office: Office) -> None:
    found = looked(office, card(1, BEN.number, MONDAY, MONDAY + timedelta(hours=8)))
    assert [(one.employee, one.found) for one in found.lines] == [(BEN.number, Found.MISSING_HERE)]


def test_a_card_of_nobody_known_is_listed(office: Office) -> None:
    made = card(1, "9999", MONDAY, None)
    assert looked(office, made).unjoined == (made,)


def test_nothing_of_another_location_is_looked_at(office: Office) -> None:
    came, left = worked(office)
    time_cards.keep(office.store, ORACLE, "L2", [card(1, ANA.number, came, left)])
    assert [one.found for one in looked(office).lines] == [Found.MISSING_THERE]
