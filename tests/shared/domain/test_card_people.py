"""Whose a card is, and what the numbers on it are called, by whichever of three numbers is ours."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from shared.domain.card_people import CardName, CardPeople, NumberKind
from shared.domain.clock_status import ClockStatus
from shared.domain.time_card import CardType, TimeCard

CAME = datetime(2026, 3, 2, 7, tzinfo=UTC)
CARD = TimeCard(
    1,
    53,
    date(2026, 3, 2),
    CardType.WORK,
    CAME,
    ClockStatus.ON_TIME,
    None,
    None,
    1,
    1,
    CAME,
    payroll_id="P53",
    external_payroll_id="1053",
)
BARE = replace(CARD, payroll_id="", external_payroll_id="")
LISTED = {
    (NumberKind.EMPLOYEE, 53): CardName(NumberKind.EMPLOYEE, 53, "Ana R", "P53", "1053"),
    (NumberKind.EMPLOYEE, 77): CardName(NumberKind.EMPLOYEE, 77, "Lee"),
    (NumberKind.JOB_CODE, 77): CardName(NumberKind.JOB_CODE, 77, "Patrol"),
}


@pytest.mark.parametrize(("join_by", "number"), [("empNum", "53"), ("payrollID", "P53"), ("extPayrollID", "1053")])
def test_a_card_is_theirs_by_its_own_number_or_by_the_list(join_by: str, number: str) -> None:
    people = CardPeople(join_by, {number: "Ana Ribeiro"}, LISTED)
    assert (people.number_of(CARD), people.number_of(BARE)) == (number, number)
    assert CardPeople(join_by, {number: "Ana"}).number_of(BARE) == (number if join_by == "empNum" else None)
    assert CardPeople(join_by, {"other": "x"}, LISTED).number_of(CARD) is None
    assert CardPeople(join_by, {}, LISTED).number_of(CARD, {number}) == number


def test_nobody_is_joined_by_an_empty_number() -> None:
    assert CardPeople("payrollID", {"": "Nobody"}).number_of(BARE) is None


def test_an_authoriser_is_called_as_we_call_them_else_as_they_do_else_by_number() -> None:
    people = CardPeople("extPayrollID", {"1053": "Ana Ribeiro"}, LISTED)
    assert [people.name_of(one) for one in (53, 77, 99, None)] == ["Ana Ribeiro", "Lee", "99", ""]
    assert CardPeople("empNum", {"99": "Sam"}).name_of(99) == "Sam"
    assert CardPeople("payrollID", {"99": "Sam"}).name_of(99) == "99"
    assert (people.called(NumberKind.JOB_CODE, 77), people.called(NumberKind.JOB_CODE, None)) == ("Patrol", "")
