from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.tamigo.join import Joined, JoinKey, Unjoined, Why, join
from shared.upstream.tamigo.shift import DayShift, Duty, EmployeeDay, ShiftKind

ANA, BEN = UUID(int=1), UUID(int=2)


def day(employee: UUID | None, pos: str = "", wage: str = "", custom: str = "") -> EmployeeDay:
    original, planned, worked = (DayShift(kind, None, Duty.WORK, None) for kind in ShiftKind)
    return EmployeeDay(date(2026, 1, 1), None, "", "", employee, pos, wage, custom, original, planned, worked)


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        (JoinKey.POS, [day(ANA, pos="1053", wage="1057"), day(BEN, pos="1057", wage="1053")]),
        (JoinKey.WAGE, [day(ANA, wage="1053", pos="1057"), day(BEN, wage="1057")]),
        (JoinKey.CUSTOM, [day(ANA, custom="1053", pos="1057"), day(BEN, custom="1057")]),
    ],
)
def test_people_are_joined_by_the_configured_key_alone(key: JoinKey, rows: list[EmployeeDay]) -> None:
    assert join(rows, ["1053", "1057"], key) == Joined({ANA: "1053", BEN: "1057"}, (), ())


def test_somebody_with_many_days_is_one_person_even_where_a_day_lacks_the_key() -> None:
    rows = [day(ANA, pos="1053"), day(ANA), day(ANA, pos="1053")]
    assert join(rows, ["1053"], JoinKey.POS).numbers == {ANA: "1053"}


@pytest.mark.parametrize(
    ("rows", "unjoined"),
    [
        ([day(None, pos="E100"), day(None, pos="E100")], [Unjoined(None, "E100", Why.NO_EMPLOYEE_ID)]),
        ([day(ANA, wage="1053")], [Unjoined(ANA, "", Why.NO_KEY)]),
        ([day(ANA, pos="1053"), day(ANA, pos="1057")], [Unjoined(ANA, "1053", Why.SEVERAL_KEYS)]),
        (
            [day(ANA, pos="1053"), day(BEN, pos="1053")],
            [Unjoined(ANA, "1053", Why.KEY_OF_SEVERAL), Unjoined(BEN, "1053", Why.KEY_OF_SEVERAL)],
        ),
        ([day(ANA, pos="01053")], [Unjoined(ANA, "01053", Why.NOT_IN_REGISTER)]),
    ],
    ids=lambda part: "",
)
def test_whoever_cannot_be_joined_is_listed_with_the_reason(rows: list[EmployeeDay], unjoined: list[Unjoined]) -> None:
    joined = join(rows, ["1053", "1057"], JoinKey.POS)
    assert list(joined.unjoined) == unjoined
    assert joined.numbers == {}
    assert joined.not_in_tamigo == ("1053", "1057")


def test_a_key_is_not_shown_in_the_text_of_a_value() -> None:
    assert "E100" not in repr(Unjoined(ANA, "E100", Why.NO_KEY))


PEOPLE = st.none() | st.sampled_from([UUID(int=number) for number in range(1, 6)])
ROWS = st.lists(st.builds(day, PEOPLE, pos=st.sampled_from(["", "1", "01", "2", "3"])))


@given(ROWS, st.frozensets(st.sampled_from(["1", "2", "3", "4"])))
def test_everybody_is_joined_or_listed_and_no_number_is_given_twice(
    rows: list[EmployeeDay], numbers: frozenset[str]
) -> None:
    joined = join(rows, numbers, JoinKey.POS)
    listed = [unjoined.employee for unjoined in joined.unjoined if unjoined.employee]
    told = {row.employee for row in rows if row.employee}
    assert sorted([*joined.numbers, *listed]) == sorted(told)
    assert len(set(joined.numbers.values())) == len(joined.numbers)
    assert set(joined.numbers.values()) | set(joined.not_in_tamigo) == numbers
    nameless = {row.pos_key for row in rows if row.employee is None}
    assert {unjoined.key for unjoined in joined.unjoined if unjoined.employee is None} == nameless
