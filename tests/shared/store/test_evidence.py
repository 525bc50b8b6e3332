"""What a decision was made on: whole, replayable, without names, and erasable without breaking the chain."""

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.clock_trust import ClockTrust, TrustLevel
from shared.domain.facts import Argument, Facts, OpenTap, RosterKnowledge
from shared.domain.geofence import Place, PlaceJudgement
from shared.domain.model import (
    Door,
    Kind,
    LastEvent,
    Person,
    PositionOption,
    Presence,
    PresenceState,
    Role,
    Shift,
)
from shared.domain.rules import Geofence, Rules
from shared.domain.tap import Answer, Choice, Tap
from shared.store import evidence, taps
from shared.store.database import Store
from shared.store.taps import TapState
from shared.verify import verify
from tests.shared.store.gate import ACCOUNT, ANA, BEN, CHLOE, MONDAY, SITE, Gate, bytes_of, events

TAP = Tap("a" * 32, MONDAY, Door.KIOSK, "Gate 1", SITE, ACCOUNT)
SHIFT = Shift(9001, ACCOUNT, 382, MONDAY, MONDAY.replace(hour=14))
FULL = Argument(
    replace(TAP, answer=Answer(Choice.CLOCK_IN, 382)),
    Facts(
        Person("1053", "", "fr", Role.SUPERVISOR, ("687", SITE), 7001, date(2026, 1, 1), date(2026, 12, 31)),
        Presence(PresenceState.ON_BREAK, MONDAY, MONDAY, SITE, ACCOUNT, 382, 9001, MONDAY, "w", 55, "KIOSK", 17),
        LastEvent("e", Kind.BREAK_STARTED, MONDAY, MONDAY.replace(microsecond=123456), "0042"),
        MONDAY,
        OpenTap("o", MONDAY),
        (SHIFT, replace(SHIFT, shift_id=9002, position_id=None)),
        (9001, 8999),
        (PositionOption(382, "Main gate"), PositionOption(383, "Quai n° 2")),
        RosterKnowledge(3.25, True, MONDAY, True, True, True, True),
        PlaceJudgement(Place.OUTSIDE, 2412.123456789, 7.5),
        3,
        True,
        True,
        12.0625,
        ClockTrust(TrustLevel.BOUNDED, "rtc", -1.5, 30.0),
    ),
    Rules(geofence=Geofence.BLOCK, radius_m=99.5, default_position_id=3),
)


def kept(store: Store, argument: Argument) -> int:
    with store.writing():
        return evidence.keep(store, argument)[0]


@pytest.mark.parametrize(
    "argument", [FULL, Argument(TAP, Facts(Person("1", "")), Rules())], ids=["everything known", "nothing known"]
)
def test_every_fact_comes_back_as_it_was(store: Store, argument: Argument) -> None:
    assert evidence.argument(store, kept(store, argument)) == argument


def test_a_name_stays_behind(store: Store) -> None:
    named = replace(FULL, facts=replace(FULL.facts, person=replace(FULL.facts.person, name="Ana Ribeiro")))
    evidence_id = kept(store, named)
    (body,) = store.execute("SELECT body FROM evidence")[0]
    assert "Ana" not in body
    assert "Ribeiro" not in body
    assert "name" not in body.replace('"name":"Main gate"', "").replace('"name":"Quai n° 2"', "")
    assert evidence.argument(store, evidence_id) == FULL


def test_rules_are_kept_once_for_all_decisions_under_them(store: Store) -> None:
    first, second = kept(store, FULL), kept(store, FULL)
    other = kept(store, replace(FULL, rules=replace(FULL.rules, repeat_s=7)))
    fingerprints = [row.settings for one in (first, second, other) if (row := evidence.find(store, one))]
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]
    assert len(store.execute("SELECT 1 FROM rule_sets")) == 2
    assert evidence.rules_of(store, fingerprints[2]) == replace(FULL.rules, repeat_s=7)


def test_rules_of_a_rolled_back_decision_are_kept_with_the_next_one(store: Store) -> None:
    def lost() -> None:
        with store.writing():
            evidence.keep(store, FULL)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        lost()
    assert evidence.argument(store, kept(store, FULL)) == FULL


def test_the_same_facts_give_another_digest_each_time(store: Store) -> None:
    with store.writing():
        digests = {evidence.keep(store, FULL)[1] for _ in range(3)}
    assert len(digests) == 3, "without a salt, whoever guesses a position could prove it after it was erased"


def test_every_decision_has_evidence_of_its_own(store: Store) -> None:
    gate = Gate(store, Rules())
    gate.tap(ANA)
    gate.wait(hours=4)
    asked = gate.tap(ANA)
    gate.answer(asked, Choice.START_BREAK)
    decided = [evidence.argument(store, row[0]) for row in store.execute("SELECT id FROM evidence ORDER BY id")]
    answers = [one.tap.answer.choice if one and one.tap.answer else None for one in decided]
    assert answers == [None, None, Choice.START_BREAK], "the question keeps what it was asked on, beside the answer"


def test_a_tap_that_became_no_event_names_its_evidence(store: Store) -> None:
    gate = Gate(store, Rules())
    gate.tap(ANA)
    gate.tap(ANA)
    (tap,) = taps.listed(store, (TapState.REPEAT,))
    assert tap.evidence is not None
    argument = evidence.argument(store, tap.evidence)
    assert argument is not None
    assert argument.tap.tap_id == tap.tap_id


def test_erasing_leaves_the_mark_and_the_chain(gate: Gate) -> None:
    for person in (ANA, BEN, CHLOE):
        gate.tap(person)
    erased = events(gate.store, BEN.number)[0].evidence_id
    assert evidence.erase(gate.store, erased, MONDAY.isoformat(), "1001")
    row = evidence.find(gate.store, erased)
    assert row is not None
    assert (row.salt, row.body, row.erased_by) == (None, None, "1001")
    assert evidence.argument(gate.store, erased) is None
    report = verify(gate.store)
    assert (report.intact, report.erased, report.events) == (True, 1, 3)


def test_what_is_erased_twice_says_so(gate: Gate) -> None:
    erased = gate.tap(ANA).events[0].evidence_id
    assert evidence.erase(gate.store, erased, MONDAY.isoformat(), "1001")
    assert not evidence.erase(gate.store, erased, MONDAY.isoformat(), "1002")
    assert not evidence.erase(gate.store, 99, MONDAY.isoformat(), "1001")
    row = evidence.find(gate.store, erased)
    assert row is not None
    assert row.erased_by == "1001"


@pytest.mark.parametrize("length", [10, 5000], ids=["on one page", "over several pages"])
def test_what_is_erased_is_gone_from_the_files(store: Store, length: int) -> None:
    trace = b"left at 45.50123"
    place = PositionOption(1, "x" * length + trace.decode())
    erased = kept(store, replace(FULL, facts=replace(FULL.facts, positions=(place,))))
    kept(store, FULL)
    assert trace in b"".join(bytes_of(store.path).values())
    assert evidence.erase(store, erased, MONDAY.isoformat(), "1001")
    assert trace not in b"".join(bytes_of(store.path).values())
