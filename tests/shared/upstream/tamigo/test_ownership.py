from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.tamigo.fields import Misread
from shared.upstream.tamigo.ownership import owned_as_asked, owned_as_told, tells_owners
from shared.upstream.tamigo.shift import ShiftKind, TamigoShift

ANA, BEN, CHLOE = (UUID(int=number) for number in (1, 2, 3))
SIX = datetime(2026, 1, 5, 6, tzinfo=UTC)


def shift(
    hour: int = 0, employee: UUID | None = None, tells: bool = False, shift_id: UUID | None = None
) -> TamigoShift:
    starts_at = SIX + timedelta(hours=hour)
    return TamigoShift(
        ShiftKind.PLANNED, starts_at, starts_at + timedelta(hours=8), shift_id, employee, tells_employee=tells
    )


def test_a_day_tells_owners_only_if_every_shift_does() -> None:
    assert tells_owners([[shift(employee=ANA, tells=True)], [shift(tells=True)], []])
    assert not tells_owners([[shift(employee=ANA, tells=True)], [shift()]])


def test_a_night_shift_that_stands_under_two_days_is_one() -> None:
    night = shift(16, ANA, True)
    assert owned_as_told([[night], [night]]).shifts == (night,)
    numbered = replace(night, shift_id=UUID(int=9))
    assert owned_as_told([[numbered], [replace(numbered, comment="moved")]]).shifts == (numbered,)


def test_two_people_on_the_same_hours_are_two_shifts_and_so_are_two_open_ones() -> None:
    day = [shift(employee=ANA, tells=True), shift(employee=BEN, tells=True), shift(tells=True), shift(tells=True)]
    assert owned_as_told([day, day]).shifts == tuple(day)


def test_what_each_was_given_is_theirs_and_the_rest_is_kept_apart() -> None:
    owned = owned_as_asked([[shift(), shift(), shift(8)], [shift(24)]], {ANA: [shift(), shift(24)], BEN: [shift()]})
    assert [(one.employee, one.starts_at) for one in owned.shifts] == [
        (ANA, SIX),
        (ANA, SIX + timedelta(hours=24)),
        (BEN, SIX),
    ]
    assert all(one.tells_employee for one in owned.shifts)
    assert owned.unowned == (shift(8),)


def test_a_shift_that_stands_under_two_days_is_not_left_over_once_it_was_given() -> None:
    night = shift(16)
    assert owned_as_asked([[night], [night]], {ANA: [night]}).unowned == ()


def test_a_filter_that_was_not_obeyed_is_noticed() -> None:
    day = [shift(), shift(8)]
    with pytest.raises(Misread, match="others"):
        owned_as_asked([day], {ANA: day, BEN: day})


def test_a_shift_that_the_day_did_not_show_is_taken() -> None:
    assert len(owned_as_asked([[]], {ANA: [shift()]}).shifts) == 1


@given(
    st.lists(st.tuples(st.sampled_from([ANA, BEN, CHLOE]), st.integers(0, 4)), unique=True),
    st.sets(st.sampled_from([ANA, BEN])),
)
def test_every_shift_of_the_days_is_owned_or_kept_apart(rota: list[tuple[UUID, int]], joined: set[UUID]) -> None:
    day = [shift(hour) for _employee, hour in rota]
    asked = {employee: [shift(hour) for who, hour in rota if who == employee] for employee in joined}
    owned = owned_as_asked([day], asked)
    assert {(one.employee, one.starts_at) for one in owned.shifts} == {
        (who, shift(hour).starts_at) for who, hour in rota if who in joined
    }
    both = Counter(one.starts_at for one in (*owned.shifts, *owned.unowned))
    assert both == Counter(one.starts_at for one in day)
