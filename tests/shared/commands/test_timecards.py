"""`clockpost timecards` as a person, a program and a spreadsheet read it."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.domain.card_people import CardName, NumberKind
from shared.domain.clock_status import ClockStatus
from shared.domain.model import Person
from shared.domain.tap import Choice
from shared.domain.time_card import Adjustment, CardType
from shared.store import memory, people, time_card_names, time_cards
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.time_cards import ORACLE
from tests.shared.cards import card
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, BEN, Gate

Told = Callable[..., Any]
DAY = date(2026, 3, 2)
ON_DAY = ("--from", "2026-03-02", "--to", "2026-03-02")
SECTION = """
[upstream.oracle]
base_url = "https://oracle.invalid"
auth_url = "https://oracle.invalid"
org = "acme"
client_id = "clockpost"
username = "api"
password_file = "oracle.secret"
location = "L1"
"""
CHANGE = Adjustment(
    7,
    datetime(2026, 3, 2, 22, tzinfo=UTC),
    "J Doe",
    "=Clocked out late",
    datetime(2026, 3, 2, 14, 2, tzinfo=UTC),
    datetime(2026, 3, 2, 21, tzinfo=UTC),
    382,
    1,
)


@pytest.fixture
def settings(settings: Path) -> Path:
    settings.write_text(settings.read_text() + SECTION)
    settings.with_name("oracle.secret").write_text("x\n")
    return settings


@pytest.fixture
def gate(store: Store) -> Gate:
    rows = [RegisterRow(one, "", "", ()) for one in (ANA, BEN, Person("2001", "Sam Roy"))]
    people.replace(store, rows, fingerprint="1", taken_at=datetime(2026, 3, 1, tzinfo=UTC))
    return Gate(store)


def worked(gate: Gate, who: Person, began: datetime, hours: float) -> tuple[datetime, datetime]:
    gate.move_to(began)
    came = gate.tap(who, Choice.CLOCK_IN).events[0].draft.at
    gate.wait(hours=hours)
    return came, gate.tap(who, Choice.CLOCK_OUT).events[0].draft.at


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def changed(gate: Gate) -> Gate:
    """Ana's clock-out was moved by a manager; Sam authorised it; she had an unpaid break."""
    came, left = worked(gate, ANA, at(14), 7)
    cards = (
        card(1, ANA, came, at(17), left_status=ClockStatus.ON_BREAK),
        card(2, ANA, at(17), at(17, 30), card_type=CardType.UNPAID_BREAK),
        card(3, ANA, at(17, 30), left + timedelta(minutes=32), left_by=2001, adjustments=(CHANGE,)),
    )
    time_cards.keep(gate.store, ORACLE, "L1", cards)
    with gate.store.writing():
        sam = [CardName(NumberKind.EMPLOYEE, 2001, "Samuel R", external_payroll_id="2001")]
        time_card_names.replace(gate.store, ORACLE, "L1", NumberKind.EMPLOYEE, sam)
        job = [CardName(NumberKind.JOB_CODE, 382, "Gate 2")]
        time_card_names.replace(gate.store, ORACLE, "L1", NumberKind.JOB_CODE, job)
        memory.remember(gate.store, ORACLE, "state:L1", {"at": "2026-03-02T23:00:00+00:00", "failure": ""})
    return gate


def test_a_program_reads_both_sides_who_authorised_and_every_value_before(changed: Gate, told: Told) -> None:
    (line,) = told("timecards", *ON_DAY)["lines"]
    assert (line["employee"], line["name"], line["found"], line["ended_off_s"]) == (
        ANA.number,
        ANA.name,
        "differs",
        1920,
    )
    assert (line["authorised_in"], line["authorised_out"], line["authorised_out_name"]) == (None, 2001, "Sam Roy")
    assert [(one["started_local"][11:16], one["paid"]) for one in line["breaks"]] == [("12:00", False)]
    assert line["adjusted"] == [
        {
            "at_local": "2026-03-02T17:00:00-05:00",
            "by": "J Doe",
            "why": "=Clocked out late",
            "was_started_local": "2026-03-02T09:02:00-05:00",
            "was_ended_local": "2026-03-02T16:00:00-05:00",
            "was_job_code": 382,
            "was_job_name": "Gate 2",
            "was_revenue_centre": 1,
            "was_revenue_centre_name": "",
        }
    ]
    assert line["cards"] == [1, 3]


def test_people_read_the_same_in_words(changed: Gate, clockpost: Clockpost) -> None:
    shown = " ".join(clockpost("timecards", *ON_DAY).stdout.replace("\u2502", " ").split())
    for word in ("Ana", "differs", "09:00 to 16:00", "Sam Roy", "unpaid", "J Doe", "was in"):
        assert word in shown, shown
    assert "no time cards" not in shown


def test_a_sheet_has_every_column_and_no_formula(changed: Gate, clockpost: Clockpost) -> None:
    sam = RegisterRow(Person(ANA.number, "=HYPERLINK(1)"), "", "", ())
    people.replace(changed.store, [sam], fingerprint="2", taken_at=at(0))
    (row,) = csv.DictReader(io.StringIO(clockpost("timecards", *ON_DAY, "--csv").stdout))
    assert row["name"] == "'=HYPERLINK(1)"
    assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())
    assert row["adjusted"] == (
        "2026-03-02T17:00:00-05:00 by J Doe: =Clocked out late"
        " (was in 2026-03-02 09:02, out 2026-03-02 16:00, job Gate 2, revenue centre 1)"
    )
    assert row["breaks"] == "2026-03-02 12:00 to 2026-03-02 12:30 unpaid"
    assert row["authorised_out_name"] == "Samuel R"


def test_nothing_of_pay_tips_or_receipts_is_told(changed: Gate, clockpost: Clockpost) -> None:
    for form in ("--json", "--csv"):
        text = clockpost("timecards", *ON_DAY, form).stdout.lower()
        assert not any(word in text for word in ('pay"', "tips", "rcpt", "receipt", "wage"))


def test_before_the_first_download_it_says_how_to_make_one(gate: Gate, clockpost: Clockpost, told: Told) -> None:
    worked(gate, ANA, at(14), 7)
    result = clockpost("timecards", *ON_DAY)
    assert result.exit_code == 0
    assert "L1: no time cards were downloaded yet. `clockpost sync` does it." in result.stdout
    assert told("timecards", *ON_DAY)["downloads"]["L1"]["at"] is None
    assert told("timecards", *ON_DAY)["lines"][0]["found"] == "missing_there"


def test_a_failure_and_a_card_that_cannot_be_read_are_told(changed: Gate, clockpost: Clockpost) -> None:
    with changed.store.writing():
        memory.remember(changed.store, ORACLE, "state:L1", {"at": "2026-03-02", "failure": "Oracle says no"})
        memory.remember(changed.store, ORACLE, "unread:L1", {"9": "clkInStatus is none of the documented values"})
    shown = clockpost("timecards", *ON_DAY).stdout
    assert "the last download failed at 2026-03-02: Oracle says no" in shown
    assert "card 9 cannot be read and is not compared: clkInStatus" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "yesterday", "--to", "2026-03-02"), "does not match"),
        (("--from", "2026-02-30", "--to", "2026-03-02"), "does not match"),
        (("--from", "2026-03-03", "--to", "2026-03-02"), "--to lies before --from"),
        ((*ON_DAY, "--site", "Nowhere"), "Nowhere: no such site"),
    ],
)
def test_a_mistake_is_named(gate: Gate, clockpost: Clockpost, arguments: tuple[str, ...], said: str) -> None:
    result = clockpost("timecards", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("\u2502", " ").split())


def test_without_a_location_it_names_the_setting(settings: Path, gate: Gate, clockpost: Clockpost) -> None:
    settings.write_text(settings.read_text().replace('location = "L1"\n', ""))
    result = clockpost("timecards", *ON_DAY)
    assert (result.exit_code, "upstream.oracle.location" in result.stderr) == (2, True)


def test_only_what_differs_leaves_out_what_agrees_and_keeps_what_was_changed(changed: Gate, told: Told) -> None:
    came, left = worked(changed, BEN, at(22), 1)
    time_cards.keep(changed.store, ORACLE, "L1", [card(9, BEN, came, left)])
    assert [one["employee"] for one in told("timecards", *ON_DAY)["lines"]] == [ANA.number, BEN.number]
    assert [one["employee"] for one in told("timecards", *ON_DAY, "--differing")["lines"]] == [ANA.number]


def test_a_card_of_nobody_is_listed_and_a_list_of_theirs_can_join_it(
    gate: Gate, told: Told, clockpost: Clockpost
) -> None:
    unknown = card(5, ANA, at(14), at(21), external_payroll_id="", employee_num=88)
    time_cards.keep(gate.store, ORACLE, "L1", [unknown])
    assert [one["empNum"] for one in told("timecards", *ON_DAY)["unjoined"]] == [88]
    assert "check upstream.oracle.join_by" in clockpost("timecards", *ON_DAY).stdout
    with gate.store.writing():
        listed = [CardName(NumberKind.EMPLOYEE, 88, "A R", external_payroll_id=ANA.number)]
        time_card_names.replace(gate.store, ORACLE, "L1", NumberKind.EMPLOYEE, listed)
    answer = told("timecards", *ON_DAY)
    assert (answer["unjoined"], [one["employee"] for one in answer["lines"]]) == ([], [ANA.number])


def test_a_night_over_midnight_stands_under_the_day_that_they_say(gate: Gate, told: Told) -> None:
    """02:00 to 10:00 UTC is a night of 21:00 to 05:00: here of Monday, and they may say that it is Tuesday's."""
    came, left = worked(gate, ANA, at(2, day=3), 8)
    for theirs in (DAY, DAY + timedelta(days=1)):
        time_cards.keep(gate.store, ORACLE, "L1", [card(1, ANA, came, left, business_date=theirs, updated_at=left)])
        for asked in (DAY, DAY + timedelta(days=1)):
            lines = told("timecards", "--from", asked.isoformat(), "--to", asked.isoformat())["lines"]
            assert [one["found"] for one in lines] == (["agrees"] if asked == theirs else [])


def test_work_after_midnight_belongs_to_their_day_before(gate: Gate, told: Told) -> None:
    came, left = worked(gate, ANA, at(6, 30, day=3), 5)  # 01:30 of Tuesday; their day begins at four
    time_cards.keep(gate.store, ORACLE, "L1", [card(1, ANA, came, left)])
    assert [one["found"] for one in told("timecards", *ON_DAY)["lines"]] == ["agrees"]
    assert told("timecards", "--from", "2026-03-03", "--to", "2026-03-03")["lines"] == []


@pytest.mark.parametrize(
    ("began", "hours", "shown", "day"),
    [
        (datetime(2026, 3, 8, 3, tzinfo=UTC), 8, "22:00 to 07:00 +1", "2026-03-07"),  # an hour is left out
        (datetime(2026, 11, 1, 2, tzinfo=UTC), 9, "22:00 to 06:00 +1", "2026-10-31"),  # an hour comes twice
        (datetime(2026, 11, 1, 2, tzinfo=UTC), 3.5, "22:00 to 01:30 EDT +1", "2026-10-31"),
        (datetime(2026, 11, 1, 2, tzinfo=UTC), 4.5, "22:00 to 01:30 EST +1", "2026-10-31"),
    ],
    ids=["spring", "autumn", "before the change", "after the change"],
)
def test_the_nights_that_the_clocks_change(
    gate: Gate, told: Told, clockpost: Clockpost, began: datetime, hours: float, shown: str, day: str
) -> None:
    came, left = worked(gate, ANA, began, hours)
    made = card(1, ANA, came, left, business_date=date.fromisoformat(day))
    time_cards.keep(gate.store, ORACLE, "L1", [made])
    (line,) = told("timecards", "--from", day, "--to", day)["lines"]
    assert (line["found"], line["started_off_s"], line["ended_off_s"]) == ("agrees", 0, 0)
    assert datetime.fromisoformat(line["ended_local"]) - datetime.fromisoformat(line["started_local"]) == timedelta(
        hours=hours
    )
    told_words = " ".join(clockpost("timecards", "--from", day, "--to", day).stdout.replace("\u2502", " ").split())
    assert told_words.count(shown) == 2, told_words
