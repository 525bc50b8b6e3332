"""Initials on the idle screen tell people apart without their names, and never fill the line."""

from datetime import UTC, datetime

import pytest

from kiosk.wording.breaks_due import breaks_due, initials
from shared.break_calls import Called
from shared.domain.break_rules import BreakKind
from shared.domain.breaks import BreakCall, Calls, PlannedBreak
from shared.words import words_for

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def called(number: str, name: str, calls: Calls = Calls.DUE) -> Called:
    return Called(number, name, "w", BreakCall(calls, PlannedBreak(BreakKind.REST, AT, 600, paid=True), AT))


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ([("1053", "Ana Ribeiro")], ["AR"]),
        ([("1053", "Ana Maria da Silva Ribeiro")], ["AR"]),
        ([("1053", "Ana Ribeiro"), ("1054", "Axel Rask")], ["AR53", "AR54"]),
        ([("1053", "Cher")], ["C"]),
        ([("1053", "")], ["53"]),
        ([("1053", ""), ("1054", "")], ["53", "54"]),
        ([("1053", "émile øster")], ["ÉØ"]),
    ],
)
def test_initials(people: list[tuple[str, str]], told: list[str]) -> None:
    assert initials(people) == told


def test_due_and_over_are_told_apart() -> None:
    said = breaks_due(
        words_for("en"),
        [
            called("1", "Ana Ribeiro"),
            called("2", "Ben Okafor", Calls.RUNNING_OVER),
            called("3", "C D", Calls.NOT_TAKEN),
        ],
    )
    assert [status.text for status in said] == ["Break due: AR, CD", "Break over: BO"]


def test_many_are_counted() -> None:
    crowd = [called(str(number), f"{chr(65 + number)} Z") for number in range(9)]
    (status,) = breaks_due(words_for("en"), crowd)
    assert status.text == "Break due: AZ, BZ, CZ, DZ +5"


def test_on_two_lines_each_is_shorter() -> None:
    crowd = [called(str(number), f"{chr(65 + number)} Z", Calls.DUE) for number in range(3)]
    late = [called(str(number), f"{chr(65 + number)} Y", Calls.RUNNING_OVER) for number in range(3, 8)]
    assert [one.text for one in breaks_due(words_for("en"), [*crowd, *late])] == [
        "Break due: AZ, BZ +1",
        "Break over: DY, EY +3",
    ]


def test_nobody_is_nothing() -> None:
    assert breaks_due(words_for("en"), []) == ()
