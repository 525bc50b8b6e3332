"""`clockpost desk ...`: a supervisor's word from a terminal, with number and PIN."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared import clocking
from shared.clock import SystemClock
from shared.domain.delivery import RowState
from shared.domain.model import Person, Role
from shared.domain.tap import Choice, Unidentified
from shared.pins import hash_pin
from shared.store import decisions, desk, one_time_pins, outbox, people, voice_messages
from shared.store.desk import DeskKind
from shared.store.people import RegisterRow
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, SITE, TRACKTIK, Gate, events, kinds

SAM = Person("2001", "Sam Roy", role=Role.SUPERVISOR, sites=(SITE,))
BY = ("--by", SAM.number, "--pin", "4711")
BADGE = "f3" * 32


@pytest.fixture(autouse=True)
def register(gate: Gate) -> None:
    """Time at the gate is that of the machine: the commands read its clocks."""
    gate.move_to(SystemClock().now().replace(microsecond=0) - timedelta(hours=12))
    rows = [RegisterRow(ANA, "", "", ()), RegisterRow(SAM, "", hash_pin("4711"), ())]
    people.replace(gate.store, rows, fingerprint="f", taken_at=gate.now)


def ok(result: Any) -> str:
    assert result.exit_code == 0, result.output
    return str(result.output)


def a_claim(gate: Gate) -> str:
    return clocking.claim(
        gate.store, gate.door, gate.a_tap(), Unidentified.UNKNOWN_BADGE, BADGE, gate.around
    ).tap.tap_id


def local(gate: Gate, **later: float) -> str:
    return (gate.now + timedelta(**later)).isoformat()


@pytest.mark.parametrize(("number", "pin"), [(SAM.number, "0000"), ("9999", "4711"), (ANA.number, "4711")])
def test_without_the_right_pin_nothing_is_changed(gate: Gate, clockpost: Clockpost, number: str, pin: str) -> None:
    tap = a_claim(gate)
    result = clockpost("desk", "dismiss", tap, "--by", number, "--pin", pin)
    assert result.exit_code == 1
    assert "Nothing was changed" in result.stderr
    assert pin not in result.output
    assert decisions.listed(gate.store) == []


def test_a_claim_is_accepted_with_a_reason(gate: Gate, clockpost: Clockpost) -> None:
    tap = a_claim(gate)
    ok(clockpost("desk", "accept", tap, *BY, "--employee", ANA.number, "--because", "no_badge", "--note", "new"))
    assert kinds(gate.store) == ["clocked_in"]
    assert [(one.because, one.note, one.by) for one in decisions.about(gate.store, tap)] == [
        ("no_badge", "new", SAM.number)
    ]
    again = clockpost("desk", "dismiss", tap, *BY)
    assert (again.exit_code, "settled" in again.stderr) == (1, True)


def test_a_claim_is_dismissed(gate: Gate, clockpost: Clockpost) -> None:
    assert "dismissed" in ok(clockpost("desk", "dismiss", a_claim(gate), *BY))


def test_somebody_is_clocked_in_and_out_after_a_yes(gate: Gate, clockpost: Clockpost) -> None:
    no = clockpost("desk", "clock-in", ANA.number, *BY)
    assert (no.exit_code, kinds(gate.store)) == (1, [])
    ok(clockpost("desk", "clock-in", ANA.number, *BY, "--yes", "--at", local(gate)))
    ok(clockpost("desk", "clock-out", ANA.number, *BY, "--yes", "--at", local(gate, hours=8)))
    came, left = events(gate.store)
    assert (came.draft.at, left.draft.at) == (gate.now, gate.now + timedelta(hours=8))
    unknown = clockpost("desk", "clock-in", "9999", *BY, "--yes")
    assert (unknown.exit_code, "nobody" in unknown.stderr) == (1, True)


def test_a_time_is_corrected_and_it_says_how_it_goes_out(gate: Gate, clockpost: Clockpost) -> None:
    came = gate.tap(ANA, Choice.CLOCK_IN).events[0]
    told = ok(clockpost("desk", "correct", came.event_id[:20], *BY, "--yes", "--at", local(gate, minutes=-10)))
    assert "with it" in told
    assert kinds(gate.store) == ["clocked_in", "corrected"]
    wrong = clockpost("desk", "correct", came.event_id, *BY, "--yes", "--at", "yesterday")
    assert (wrong.exit_code, "no time" in wrong.stderr) == (2, True)
    twice = clockpost("desk", "correct", came.event_id, *BY, "--yes", "--at", "2025-11-02T01:30")
    assert (twice.exit_code, "came twice" in twice.stderr, "-05:00" in twice.stderr) == (2, True, True)
    never = clockpost("desk", "correct", came.event_id, *BY, "--yes", "--at", "2026-03-08T02:30")
    assert (never.exit_code, "never came" in never.stderr) == (2, True)


def test_an_i_left_earlier_gets_its_time(gate: Gate, clockpost: Clockpost) -> None:
    gate.tap(ANA, Choice.CLOCK_IN)
    gate.wait(hours=6)
    tap = gate.tap(ANA, Choice.LEFT_EARLIER).tap.tap_id
    at = local(gate, hours=-1)
    ok(clockpost("desk", "left-earlier", tap, *BY, "--at", at))
    assert kinds(gate.store)[-1] == "clocked_out"


def test_a_parked_delivery_is_listed_and_mended(gate: Gate, clockpost: Clockpost, told: Callable[..., Any]) -> None:
    came = gate.tap(ANA, Choice.CLOCK_IN).events[0]
    outbox.change(gate.store, came.event_id, TRACKTIK, gate.now, state=RowState.PARKED, reason="overlap")
    [row] = told("desk", "parked")
    assert (row["event"], row["why"], row["remedies"][0]) == (came.event_id, "overlap", "was_clock_out")
    assert "overlap" in ok(clockpost("desk", "parked"))
    assert "due now" in ok(clockpost("desk", "remedy", came.event_id, "send_anyway", *BY))
    late = clockpost("desk", "remedy", came.event_id, "retry", *BY)
    assert (late.exit_code, "not parked" in late.stderr) == (1, True)


def test_differences_are_listed_and_settled(gate: Gate, clockpost: Clockpost, told: Callable[..., Any]) -> None:
    came = gate.tap(ANA, Choice.CLOCK_IN).events[0]
    theirs = gate.now + timedelta(minutes=4)
    outbox.change(
        gate.store, came.event_id, TRACKTIK, gate.now, state=RowState.DELIVERED, session_id=7, their_started=theirs
    )
    facts = {"upstream": TRACKTIK, "ours": gate.now.isoformat(), "theirs": theirs.isoformat()}
    desk.put(gate.store, DeskKind.LINKED, came.event_id, gate.now, employee=ANA.number, site=SITE, facts=facts)
    [one] = told("desk", "differences")
    assert "theirs (agrees)" in ok(clockpost("desk", "settle", "theirs", one["item"], *BY))
    assert told("desk", "differences") == []
    again = clockpost("desk", "settle", "theirs", one["item"], *BY)
    assert (again.exit_code, "settled" in again.stderr) == (1, True)


def test_items_and_messages_are_taken_off_the_desk(gate: Gate, clockpost: Clockpost, told: Callable[..., Any]) -> None:
    desk.put(gate.store, DeskKind.LOST_BADGE, "tap-1", gate.now, employee=ANA.number, site=SITE)
    with gate.store.writing():
        voice_messages.keep(gate.store, "RE1", call="CA1", called_at=gate.now, now=gate.now, site=SITE)
    item = next(one["item"] for one in told("desk")["items"] if one["kind"] == "lost_badge")
    ok(clockpost("desk", "note", item, *BY))
    ok(clockpost("desk", "heard", "RE1", "nothing", *BY))
    assert told("desk")["items"] == []


def test_a_badge_is_paired_reported_lost_and_found(gate: Gate, clockpost: Clockpost) -> None:
    tap = a_claim(gate)
    ok(clockpost("desk", "pair", tap, ANA.number, *BY, "--as", "clock_in"))
    assert kinds(gate.store) == ["clocked_in"]
    assert BADGE[:8] in ok(clockpost("desk", "badges", ANA.number))
    ok(clockpost("desk", "lost", ANA.number, *BY))
    assert "lost" in ok(clockpost("desk", "badges", ANA.number))
    ok(clockpost("desk", "found", ANA.number, *BY))
    none = clockpost("desk", "lost", SAM.number, *BY)
    assert (none.exit_code, "name one badge" in none.stderr) == (1, True)


def test_a_pin_is_lent_and_a_number_unlocked(gate: Gate, clockpost: Clockpost) -> None:
    told = ok(clockpost("desk", "one-time-pin", ANA.number, *BY))
    pin = told.rsplit(" ", 1)[1].strip()
    assert len(pin) == 6
    assert pin.isdigit()
    assert one_time_pins.valid(gate.store, ANA.number, SystemClock().now())
    ok(clockpost("desk", "unlock", ANA.number, *BY))
    refused = clockpost("desk", "one-time-pin", SAM.number, *BY)
    assert refused.exit_code == 1


def test_a_lent_pin_gives_no_supervisor_s_rights(gate: Gate, clockpost: Clockpost) -> None:
    with gate.store.writing():
        one_time_pins.put(
            gate.store, SAM.number, hash_pin("8822"), gate.now, gate.now + timedelta(hours=24), "somebody"
        )
    result = clockpost("desk", "unlock", ANA.number, "--by", SAM.number, "--pin", "8822")
    assert (result.exit_code, "clocking alone" in result.stderr) == (1, True)
