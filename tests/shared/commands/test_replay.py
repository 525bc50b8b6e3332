"""`clockpost replay`: settings as the file names them, decisions as people read them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.decision import Accepted
from shared.domain.tap import Choice
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, BEN, Gate

BLOCKS = ("--set", "site.minimum_rest_s=3600")


def two_days(gate: Gate) -> None:
    """Ana comes back after half an hour, Ben after a day."""
    for person in (ANA, BEN):
        gate.tap(person, Choice.CLOCK_IN)
        gate.wait(hours=1)
        gate.tap(person, Choice.CLOCK_OUT)
        gate.wait(minutes=30 if person is ANA else 24 * 60)
        gate.tap(person, Choice.CLOCK_IN)


def test_unchanged_everything_is_reproduced(gate: Gate, told: Callable[..., Any]) -> None:
    two_days(gate)
    assert told("replay") == {"decisions": 6, "verdicts": {"same": 6}, "differing": []}


def test_a_changed_setting_shows_who_would_have_been_refused(gate: Gate, told: Callable[..., Any]) -> None:
    two_days(gate)
    found = told("replay", *BLOCKS)
    assert found["verdicts"] == {"same": 5, "differs": 1}
    (one,) = found["differing"]
    assert (one["employee"], one["changes"]) == (ANA.number, "event -> refused (minimum_rest)")


def test_several_settings_count_together(gate: Gate, told: Callable[..., Any]) -> None:
    two_days(gate)
    found = told("replay", *BLOCKS, "--set", "punctuality.minimum_rest=flag")
    assert [one["changes"] for one in found["differing"]] == ["+short_rest"]


def test_decisions_are_chosen_by_day_employee_and_site(gate: Gate, told: Callable[..., Any]) -> None:
    two_days(gate)
    assert told("replay", "--employee", BEN.number)["decisions"] == 3
    assert told("replay", "--to", "2026-03-02")["decisions"] == 5
    assert told("replay", "--from", "2026-03-03")["decisions"] == 1
    assert told("replay", "--site", "Docks")["decisions"] == 0


def test_a_table_for_programs_has_a_line_for_each_that_differs(gate: Gate, clockpost: Clockpost) -> None:
    two_days(gate)
    rows = list(csv.DictReader(io.StringIO(clockpost("replay", *BLOCKS, "--csv").stdout)))
    assert [row["verdict"] for row in rows] == ["differs"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("site.radius=80", "site.radius is not a setting. Did you mean site.radius_m?"),
        ("site.radius_m=wide", "site.radius_m: Input should be a valid number"),
        ("site.radius_m=-1", "site.radius_m: Input should be greater than 0"),
        ("kiosk.idle_s=9", "kiosk.idle_s=9: no decision depends on that setting."),
        ("site", "site: write it like site.radius_m=80."),
        ("demo=true", "demo=true: write it like site.radius_m=80."),
        ("site.timezone=Mars/Base", "site.timezone: is not an IANA time zone"),
    ],
)
def test_a_setting_that_cannot_be_tried_says_why(gate: Gate, clockpost: Clockpost, told: str, said: str) -> None:
    result = clockpost("replay", "--set", told)
    assert result.exit_code == 2
    assert said in result.stderr


def test_every_mistake_is_told_at_once(gate: Gate, clockpost: Clockpost) -> None:
    result = clockpost("replay", "--set", "site.radius=80", "--set", "gps.port=x")
    assert len(result.stderr.strip().splitlines()) == 2


def test_a_decision_that_is_not_reproduced_ends_the_command_with_one(
    gate: Gate, clockpost: Clockpost, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_days(gate)
    monkeypatch.setattr("shared.domain.replay.decide", lambda *_: Accepted(()))
    result = clockpost("replay")
    assert result.exit_code == 1
    assert "a fault" in result.stdout
