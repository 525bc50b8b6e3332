"""`clockpost events`."""

from collections.abc import Callable
from typing import Any

from shared.domain.delivery import Found, RowState
from shared.domain.model import Kind
from shared.domain.notice import Notice, NoticeAnswer, NoticeKind
from shared.domain.rules import Rules
from shared.domain.tap import Choice
from shared.store import ledger, notices, outbox
from shared.supervision.telling import answer
from shared.voiding import void
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ACCOUNT, ANA, BEN, SITE, TRACKTIK, Gate, body_with

Told = Callable[..., Any]


def test_events_are_told_newest_first_with_where_they_stand(gate: Gate, told: Told) -> None:
    first = gate.tap(ANA).events[0]
    gate.tap(BEN)
    there = {"session_id": 9001, "their_method": "KIOSK", "their_started": gate.now, "found": Found.SENT, "reason": ""}
    outbox.change(gate.store, first.event_id, TRACKTIK, gate.now, state=RowState.DELIVERED, **there)
    newest, oldest = told("events")
    assert (newest["employee"], oldest["employee"]) == (BEN.number, ANA.number)
    assert oldest["id"] == first.event_id
    assert (oldest["seq"], oldest["kind"], oldest["site"], oldest["account"]) == (1, "clocked_in", SITE, ACCOUNT)
    assert (oldest["receipt"], oldest["voided"], oldest["at"]) == (first.receipt, False, gate.now.isoformat())
    assert oldest["outbox"] == [
        {
            "upstream": TRACKTIK,
            "state": "delivered",
            "session": 9001,
            "method": "KIOSK",
            "their_started": gate.now.isoformat(),
            "their_ended": None,
            "found": "sent",
            "reason": "",
        }
    ]


def test_one_employee_s_events_can_be_asked_for_and_only_so_many(gate: Gate, told: Told) -> None:
    for person in (ANA, BEN, ANA, BEN):
        gate.tap(person)
        gate.wait(seconds=10)
    assert [one["employee"] for one in told("events", "--employee", BEN.number)] == [BEN.number] * 2
    assert [one["seq"] for one in told("events", "--limit", "3")] == [4, 3, 2]


def test_a_table_for_people_says_the_same(gate: Gate, clockpost: Clockpost) -> None:
    gate.tap(ANA)
    result = clockpost("events")
    assert result.exit_code == 0
    for word in ("1 clock events", "clocked_in", ANA.number, "roster_missing", "tracktik held"):
        assert word in result.stdout


def test_what_was_taken_back_is_marked(gate: Gate, told: Told, clockpost: Clockpost) -> None:
    event = gate.tap(ANA).events[0]
    void(gate.store, gate.door, ANA, (event.event_id,), gate.around, reason="not right")
    voided, taken_back = told("events")
    assert (voided["kind"], voided["about"]) == ("voided", event.event_id)
    assert taken_back["voided"] is True
    assert "clocked_in (voided)" in clockpost("events").stdout


def test_an_event_of_a_newer_version_is_shown_and_stops_nothing(gate: Gate, told: Told, clockpost: Clockpost) -> None:
    gate.tap(ANA)
    (body,) = gate.store.execute("SELECT body FROM ledger")[0]
    newer = body_with(body, id="f" * 32, kind="meal_started")
    head = ledger.head(gate.store)
    gate.store.execute(
        "INSERT INTO ledger SELECT 2, ?, ?, ?, ?, 'meal_started', employee, site, work_session, at, 1 FROM ledger",
        ("f" * 32, newer, head.row_hash, ledger.chained(head.row_hash, newer)),
    )
    newest, _ = told("events")
    assert (newest["kind"], newest["body"]) == ("unknown", newer)
    result = clockpost("events")
    assert result.exit_code == 0
    assert "a newer version knows it" in result.stdout


def test_words_in_brackets_are_words(gate: Gate, clockpost: Clockpost) -> None:
    event = Gate(gate.store, Rules(), terminal="Gate [/a]", upstreams=("[/b]",)).tap(ANA, Choice.CLOCK_IN).events[0]
    outbox.change(gate.store, event.event_id, "[/b]", gate.now, state=RowState.PARKED, reason="[POST /x] :smile: [/c]")
    assert "[/b] parked" in clockpost("events").stdout
    assert "[POST /x] :smile: [/c]" in clockpost("outbox", "list").stdout


def test_no_ledger_yet_is_told_with_what_makes_one(clockpost: Clockpost) -> None:
    result = clockpost("events")
    assert result.exit_code == 1
    assert "no ledger yet" in result.stderr
    assert "clockpost kiosk" in result.stderr


def test_what_an_employee_said_to_a_correction_is_listed(gate: Gate, told: Told, clockpost: Clockpost) -> None:
    event = gate.tap(ANA, Choice.CLOCK_IN).events[0]
    kinds, at = (NoticeKind.CORRECTED, event.event_id, Kind.CLOCKED_IN), event.draft.at
    notices.put(gate.store, Notice("n1", ANA.number, *kinds, at, at, "forgot", "2001", SITE, at))
    answer(gate.store, gate.door, ANA, "n1", NoticeAnswer.DISPUTED, gate.around)
    said = [(one["kind"], one["said"]) for one in told("events")]
    assert said == [("correction_answer", "disputed"), ("clocked_in", None)]
    assert "correction_answer: disputed" in clockpost("events").stdout
