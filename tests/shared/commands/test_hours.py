"""`clockpost hours`: a sheet for payroll, as CSV and JSON."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.domain.model import Person
from shared.domain.tap import Choice
from shared.store import outbox, people
from shared.store.people import RegisterRow
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, MONDAY, Gate

DAY = ("--from", "2026-03-02", "--to", "2026-03-02")


def a_day(gate: Gate, name: str = "Ana Ribeiro") -> None:
    rows = [RegisterRow(Person(ANA.number, name), "", "", ())]
    people.replace(gate.store, rows, fingerprint="f", taken_at=MONDAY)
    gate.tap(ANA, Choice.CLOCK_IN)
    gate.wait(hours=8)
    gate.tap(ANA, Choice.CLOCK_OUT)


def test_the_sheet_has_a_row_a_session(gate: Gate, clockpost: Clockpost) -> None:
    a_day(gate)
    result = clockpost("hours", *DAY)
    assert result.exit_code == 0, result.stderr
    [row] = csv.DictReader(io.StringIO(result.stdout))
    assert (row["employee"], row["name"], row["worked_s"], row["whole"]) == (
        ANA.number,
        "Ana Ribeiro",
        "28800",
        "complete",
    )
    assert (row["started_utc"], row["started_local"]) == (MONDAY.isoformat(), "2026-03-02T01:00:00-05:00")
    assert row["undelivered"] == "clocked_in:held clocked_out:held"


def test_a_program_gets_lists(gate: Gate, told: Callable[..., Any]) -> None:
    a_day(gate)
    sheet = told("hours", *DAY)
    [session] = sheet["sessions"]
    assert (sheet["from"], session["worked_s"], session["breaks"], session["disputed"]) == (
        "2026-03-02",
        28800,
        [],
        False,
    )
    assert session["ended_utc"] == (MONDAY + timedelta(hours=8)).isoformat()


def test_a_name_is_never_calculated_by_a_spreadsheet(gate: Gate, clockpost: Clockpost) -> None:
    a_day(gate, "=HYPERLINK(0)")
    [row] = csv.DictReader(io.StringIO(clockpost("hours", *DAY).stdout))
    assert row["name"] == "'=HYPERLINK(0)"


def test_an_open_session_has_empty_cells(gate: Gate, clockpost: Clockpost) -> None:
    gate.tap(ANA, Choice.CLOCK_IN)
    [row] = csv.DictReader(io.StringIO(clockpost("hours", *DAY).stdout))
    assert (row["ended_utc"], row["worked_s"], row["whole"]) == ("", "", "no_clock_out")


def test_days_the_wrong_way_round_and_sites_that_are_none_are_told(gate: Gate, clockpost: Clockpost) -> None:
    wrong = clockpost("hours", "--from", "2026-03-02", "--to", "2026-03-01")
    assert (wrong.exit_code, "before" in wrong.stderr) == (2, True)
    nowhere = clockpost("hours", *DAY, "--site", "Docks")
    assert (nowhere.exit_code, "Harbour Tower" in nowhere.stderr) == (2, True)


def test_hours_written_back_are_told_apart_from_what_the_system_of_record_has(
    gate: Gate, told: Callable[..., Any]
) -> None:
    a_day(gate)
    came, left = sorted(outbox.listed(gate.store), key=lambda row: row.seq)
    for row in (came, left):
        outbox.change(gate.store, row.event_id, row.upstream, gate.now, state="delivered", session_id=7)
    outbox.change(gate.store, left.event_id, left.upstream, gate.now, their_ended=left.at)
    outbox.add(gate.store, replace(left, upstream="tamigo"), gate.now)
    [session] = told("hours", *DAY)["sessions"]
    assert (session["upstream_session"], session["upstream_ended_utc"]) == (7, session["ended_utc"])
    assert [(one["upstream"], one["state"]) for one in session["undelivered"]] == [("tamigo", "held")]
