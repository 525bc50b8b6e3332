"""Who an employee number is in tamigo."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.sync.tamigo.joining import FRESH_S, MISSED_AGAIN_S, Joining
from shared.sync.tamigo.shift_moves import ShiftMoves
from shared.upstream.tamigo.join import JoinKey
from tests.shared.sync.tamigo.yard import Yard, employee_id


@pytest.fixture
def moves(yard: Yard) -> Iterator[ShiftMoves]:
    with yard.life() as made:
        yield made


def person(number: str, **keys: Any) -> dict[str, Any]:
    return {"EmployeeId": employee_id(number), "FirstName": "Guard", **keys}


def joining(yard: Yard, moves: ShiftMoves, key: JoinKey) -> Joining:
    return Joining(moves.client, key, yard.clock, yard.clock.monotonic)


def asked(yard: Yard) -> int:
    return len([one for one in yard.sandbox.requests("GET") if one["path"].lower().startswith("/tamigo/employees")])


def test_everybody_is_asked_for_once_and_again_when_that_is_old(yard: Yard, moves: ShiftMoves) -> None:
    who = joining(yard, moves, JoinKey.POS)
    for number in ("2001", "2002"):
        assert who.employee_id(number) == UUID(employee_id(number))
    assert asked(yard) == 1
    yard.clock.ahead_s += FRESH_S + 1
    who.employee_id("2001")
    assert asked(yard) == 2


def test_who_is_missing_is_asked_for_anew_and_not_too_often(yard: Yard, moves: ShiftMoves) -> None:
    who = joining(yard, moves, JoinKey.POS)
    assert [who.employee_id("2999"), who.employee_id("2999")] == [None, None]
    assert asked(yard) == 1
    yard.sandbox.put("/tamigo/world", json={"Employees": [person("2999", PosKey="2999")]})
    yard.clock.ahead_s += MISSED_AGAIN_S + 1
    assert who.employee_id("2999") == UUID(employee_id("2999"))


def test_a_key_of_several_people_is_nobodys(yard: Yard, moves: ShiftMoves) -> None:
    people = [person("2001", PosKey="7"), person("2002", PosKey="7"), person("2003", PosKey="07")]
    yard.sandbox.put("/tamigo/world", json={"Employees": people})
    who = joining(yard, moves, JoinKey.POS)
    assert (who.employee_id("7"), who.employee_id("07")) == (None, UUID(employee_id("2003")))


def test_a_wage_number_is_found_in_the_rota_and_attendance_still_goes_by_the_pos_key(
    yard: Yard, moves: ShiftMoves
) -> None:
    yard.sandbox.put("/tamigo/world", json={"Employees": [person("2001", PosKey="P1", WageNumber="W1")]})
    now = yard.clock.read().wall
    yard.make("2001", now - timedelta(days=3), now - timedelta(days=3, hours=-8))
    who = joining(yard, moves, JoinKey.WAGE)
    assert (who.employee_id("W1"), who.pos_key("W1")) == (UUID(employee_id("2001")), "P1")
    assert (who.employee_id("P1"), who.pos_key("2001")) == (None, "")
