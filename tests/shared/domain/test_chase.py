"""Whether somebody who is late is called, and whom: cases, and what must hold whatever happens."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.chase import MOST_SUPERVISORS, Chased, ChaseRules, next_step
from shared.domain.chase_attempt import COUNTS_NOT, UNSETTLED, Attempt, AttemptState, Callee, Way
from shared.domain.chase_hours import CallingHours
from shared.domain.chase_step import Nothing, Reach, Step, Wait, Why
from shared.domain.model import Shift
from shared.domain.roster_entry import Group, Note, RosterEntry

START: Final = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
SHIFT: Final = Shift(9001, 687, 382, START, START + timedelta(hours=8))
RULES: Final = ChaseRules(
    Way.CALL, 2, timedelta(minutes=15), timedelta(minutes=10), CallingHours(time(0), time(23, 59), ZoneInfo("UTC"))
)
ANA: Final = Callee("1053", consents=True, has_phone=True)
BOSS: Final = Callee("2001", consents=True, has_phone=True)
CHIEF: Final = Callee("2002", consents=True, has_phone=True)
LATE: Final = RosterEntry("1053", Group.LATE, shift=SHIFT)
CASE: Final = Chased(LATE, ANA, (BOSS, CHIEF))
EMPLOYEE: Final = Reach(Way.CALL, "1053", is_employee=True)


def minutes(count: float) -> datetime:
    return START + timedelta(minutes=count)


def tried(callee: str, at: float, state: AttemptState = AttemptState.NO_ANSWER) -> Attempt:
    return Attempt(callee, minutes(at), state)


def step(at: float, rules: ChaseRules = RULES, **changed: Any) -> Step:
    return next_step(replace(CASE, **changed), rules, minutes(at))


def boss(number: str) -> Reach:
    return Reach(Way.CALL, number, is_employee=False)


@pytest.mark.parametrize(
    ("at", "attempts", "expected"),
    [
        (14.9, (), Wait(minutes(15), Why.NOT_YET)),
        (15, (), EMPLOYEE),
        (20, (tried("1053", 15),), Wait(minutes(25), Why.NOT_YET)),
        (25, (tried("1053", 15),), EMPLOYEE),
        (25, (tried("1053", 15, AttemptState.ANSWERED),), EMPLOYEE),
        (35, (tried("1053", 15), tried("1053", 25)), boss("2001")),
        (44, (tried("1053", 15), tried("1053", 25), tried("2001", 35)), Wait(minutes(45), Why.NOT_YET)),
        (45, (tried("1053", 15), tried("1053", 25), tried("2001", 35)), boss("2002")),
        (
            90,
            (tried("1053", 15), tried("1053", 25), tried("2001", 35), tried("2002", 45)),
            Nothing(Why.GIVEN_UP),
        ),
        # What Twilio does not take for this number is not tried again: the next in turn.
        (25, (tried("1053", 15, AttemptState.REFUSED),), boss("2001")),
        # What never left does not count, and is tried again after one minute, two, four.
        (15.5, (tried("1053", 15, AttemptState.NOT_PLACED),), Wait(minutes(16), Why.NOT_YET)),
        (16, (tried("1053", 15, AttemptState.NOT_PLACED),), EMPLOYEE),
        (
            17,
            (tried("1053", 15, AttemptState.NOT_PLACED), tried("1053", 16, AttemptState.NOT_PLACED)),
            Wait(minutes(18), Why.NOT_YET),
        ),
        (16, (tried("1053", 15, AttemptState.WITHDRAWN),), EMPLOYEE),
        # Nothing else happens before it is known what became of an attempt.
        (60, (tried("1053", 15, AttemptState.UNKNOWN),), Wait(None, Why.UNSETTLED)),
        (60, (tried("1053", 15, AttemptState.INTENDED),), Wait(None, Why.UNSETTLED)),
    ],
)
def test_the_employee_first_then_each_supervisor_once(at: float, attempts: tuple[Attempt, ...], expected: Step) -> None:
    assert step(at, attempts=attempts) == expected


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"entry": replace(LATE, group=Group.HERE)}, Why.CLOCKED_IN),
        ({"entry": replace(LATE, group=Group.ON_BREAK)}, Why.CLOCKED_IN),
        ({"entry": replace(LATE, group=Group.GONE)}, Why.CLOCKED_IN),
        ({"entry": replace(LATE, group=Group.DUE)}, Why.NOT_LATE),
        ({"entry": replace(LATE, group=Group.UNKNOWN)}, Why.UNCERTAIN),
        ({"entry": replace(LATE, notes=(Note.AT_OTHER_SITE,))}, Why.AT_OTHER_SITE),
        ({"is_absent": True}, Why.ABSENT),
        ({"is_believed": False}, Why.UNCERTAIN),
        ({"employee": replace(ANA, consents=False), "supervisors": ()}, Why.NO_CONSENT),
        ({"employee": replace(ANA, has_phone=False), "supervisors": ()}, Why.NO_PHONE),
    ],
)
def test_nobody_is_called(changed: dict[str, Any], why: Why) -> None:
    assert step(30, **changed) == Nothing(why)


def test_off_is_off() -> None:
    assert step(30, replace(RULES, way=None)) == Nothing(Why.OFF)


def test_somebody_missing_is_called_until_the_shift_ends() -> None:
    missing = replace(LATE, group=Group.MISSING)
    assert step(479, entry=missing) == EMPLOYEE
    assert step(480, entry=missing) == Nothing(Why.SHIFT_ENDED)
    late_start = replace(RULES, first_after=timedelta(hours=9))
    assert step(30, late_start) == Nothing(Why.SHIFT_ENDED)


def test_whoever_did_not_agree_is_passed_over() -> None:
    refuses = replace(ANA, consents=False)
    assert step(15, employee=refuses, supervisors=(replace(BOSS, consents=False), CHIEF)) == boss("2002")


def test_a_supervisor_who_is_late_is_not_told_of_it_twice() -> None:
    attempts = (tried("1053", 15), tried("1053", 25))
    assert step(60, supervisors=(ANA,), attempts=attempts) == Nothing(Why.GIVEN_UP)


def test_at_most_five_supervisors_are_called() -> None:
    many = tuple(Callee(str(number), consents=True, has_phone=True) for number in range(3000, 3010))
    attempts = tuple(
        tried(one.number, 15 + 10 * place) for place, one in enumerate((ANA, ANA, *many[:MOST_SUPERVISORS]))
    )
    assert step(300, supervisors=many, attempts=attempts[:-1]) == boss(many[MOST_SUPERVISORS - 1].number)
    assert step(300, supervisors=many, attempts=attempts) == Nothing(Why.GIVEN_UP)
    # Whoever is late themselves takes no place among them.
    five = (ANA, *many[:MOST_SUPERVISORS])
    assert step(300, supervisors=five, attempts=attempts[:-1]) == boss(many[MOST_SUPERVISORS - 1].number)


def test_calls_wait_for_the_hours_and_not_past_the_shift() -> None:
    def hours(begins: int, ends: int) -> ChaseRules:
        return replace(RULES, hours=CallingHours(time(begins), time(ends), ZoneInfo("UTC")))

    assert step(30, hours(22, 23)) == Wait(START + timedelta(hours=4), Why.OUTSIDE_HOURS)
    assert step(30, hours(6, 12)) == Nothing(Why.OUTSIDE_HOURS)
    assert step(5, hours(22, 23)) == Wait(START + timedelta(hours=4), Why.OUTSIDE_HOURS)


CALLEES: Final = st.builds(Callee, st.sampled_from(["2001", "2002", "2003"]), st.booleans(), st.booleans())
ENTRIES: Final = st.builds(
    lambda group, notes: replace(LATE, group=group, notes=notes),
    st.sampled_from(Group),
    st.sampled_from([(), (Note.AT_OTHER_SITE,)]),
)
SITUATIONS: Final = st.builds(
    Chased,
    ENTRIES,
    st.builds(Callee, st.just("1053"), st.booleans(), st.booleans()),
    st.lists(CALLEES, unique_by=lambda one: one.number).map(tuple),
    is_believed=st.booleans(),
    is_absent=st.booleans(),
)
HOURS: Final = st.builds(
    CallingHours,
    st.just(time(19)),
    st.sampled_from([time(20), time(3)]),
    st.sampled_from([ZoneInfo("UTC"), ZoneInfo("Asia/Tokyo")]),
)
ENDS: Final = st.sampled_from(AttemptState)


@given(st.data(), st.integers(1, 5), HOURS)
def test_whatever_happens_in_a_shift_nobody_is_called_too_often_unasked_or_at_night(
    data: st.DataObject, calls: int, hours: CallingHours
) -> None:
    """A shift is played minute by minute; what every attempt comes to, and what is known of people, changes at will."""
    rules = replace(RULES, calls=calls, hours=hours)
    attempts: list[Attempt] = []
    now = START
    for _ in range(25):
        now += timedelta(minutes=data.draw(st.integers(0, 40)))
        chased = replace(data.draw(SITUATIONS), attempts=tuple(attempts))
        found = next_step(chased, rules, now)
        if not isinstance(found, Reach):
            continue
        callee = next(one for one in (chased.employee, *chased.supervisors) if one.number == found.callee)
        assert callee.consents
        assert callee.has_phone
        assert hours.contain(now)
        assert chased.is_believed
        assert not chased.is_absent
        assert chased.entry.group in (Group.LATE, Group.MISSING)
        assert START + rules.first_after <= now < SHIFT.ends_at
        assert not any(one.state in UNSETTLED for one in attempts)
        counted = [one for one in attempts if one.state not in COUNTS_NOT]
        assert all(now - one.at >= rules.gap for one in counted)
        assert sum(one.callee == found.callee for one in counted) < (calls if found.is_employee else 1)
        attempts.append(Attempt(found.callee, now, data.draw(ENDS)))
