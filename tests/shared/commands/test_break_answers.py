"""What employees said of their breaks, in `clockpost events` and `clockpost hours`."""

from collections.abc import Callable
from typing import Any

from shared.break_summary import answer, show, to_ask
from shared.domain.break_summary import BreakSaid
from shared.domain.tap import Choice
from shared.voiding import void
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, Gate, events

DAY = ("--from", "2026-03-02", "--to", "2026-03-02")
Told = Callable[..., Any]


def a_day(gate: Gate, said: BreakSaid | None) -> None:
    """A shift with an unmanaged break, told and answered."""
    for choice, hours in (
        (Choice.CLOCK_IN, 2),
        (Choice.START_BREAK, 0.5),
        (Choice.END_BREAK, 3),
        (Choice.CLOCK_OUT, 0.1),
    ):
        gate.tap(ANA, choice)
        gate.wait(hours=hours)
    (question,) = to_ask(gate.store, gate.door.site, ANA.number, gate.now)
    if said is not None:
        assert show(gate.store, gate.door, ANA, question.target, gate.around) is not None
        answer(gate.store, gate.door, ANA, question.target, said, gate.around)


def test_events_tell_what_was_said_in_words(gate: Gate, told: Told, clockpost: Clockpost) -> None:
    a_day(gate, BreakSaid.DISPUTED)
    newest, before = told("events", "--limit", "2")
    left = next(event for event in events(gate.store) if event.draft.kind == "clocked_out")
    assert (newest["kind"], newest["said"], newest["about"]) == ("break_answer", "disputed", left.event_id)
    assert (before["said"], before["because"]) == ("not_answered", None)
    shown = clockpost("events").stdout
    assert "break_answer: disputed" in shown
    assert "break_answer: not answered" in shown


def test_hours_carry_the_newest_answer(gate: Gate, told: Told) -> None:
    a_day(gate, BreakSaid.AGREED)
    [session] = told("hours", *DAY)["sessions"]
    assert session["break_answers"] == [{"about": "summary", "said": "agreed", "because": None, "changed_since": False}]
    ended = next(event for event in events(gate.store) if event.draft.kind == "break_ended")
    void(gate.store, gate.door, ANA, (ended.event_id,), gate.around, reason="test")
    [changed] = told("hours", *DAY)["sessions"]
    assert [one["changed_since"] for one in changed["break_answers"]] == [True]


def test_hours_say_that_nobody_answered_yet(gate: Gate, told: Told) -> None:
    a_day(gate, None)
    [session] = told("hours", *DAY)["sessions"]
    assert [one["said"] for one in session["break_answers"]] == ["not_answered"]
