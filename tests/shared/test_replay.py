"""Policy replay over random days of taps: unchanged it reproduces everything, changed it shows what and only what."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.clocking import claim, present
from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.decision import Accepted, Ask
from shared.domain.geofence import Place, PlaceJudgement
from shared.domain.rules import Geofence, Rules, TapOut
from shared.domain.tap import Choice, Unidentified
from shared.ports import UpstreamEmployee, UpstreamShift
from shared.replay import Replayed, Verdict, replay
from shared.store import evidence, roster
from shared.store.database import Store
from shared.store.roster import Part
from shared.supervision.clocking_for import clock_for
from shared.supervision.correcting import correct_time
from shared.voiding import void
from tests.shared.store.gate import ACCOUNT, ANA, BEN, CHLOE, EVERY_TAP, MONDAY, SITE, events
from tests.shared.supervision.office import CAST, IN, OUT, Office, register

PEOPLE = (ANA, BEN, CHLOE)
RULES = st.builds(
    Rules,
    tap_out=st.sampled_from(TapOut),
    grace_s=st.sampled_from((0, 300)),
    early_window_blocks=st.booleans(),
    minimum_rest_s=st.sampled_from((0, 3 * 3600)),
    minimum_rest_blocks=st.booleans(),
    other_doors=st.booleans(),
    breaks=st.sampled_from(((), (BreakRule(BreakKind.MEAL, 7200, 1800),))),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("tap", "answer", "void", "claim", "desk", "correct", "leave")),
        st.sampled_from(PEOPLE),
        st.integers(1, 5 * 3600),
        st.integers(0, 7),
    ),
    max_size=25,
)


def planned(office: Office) -> None:
    """Everybody works from 06:00 to 14:00 on this and the next days."""
    people = [UpstreamEmployee(11 + n, one.number, one.name, active=True) for n, one in enumerate(PEOPLE)]
    office.roster(Part.EMPLOYEES, roster.employee_rows(people))
    office.roster(Part.POSITIONS, [(382, ACCOUNT, "Main gate")])
    starts = [MONDAY + timedelta(days=day) for day in range(5)]
    shifts = [
        UpstreamShift(9000 + 10 * day + n, 11 + n, 382, ACCOUNT, at, at + timedelta(hours=8))
        for day, at in enumerate(starts)
        for n in range(len(PEOPLE))
    ]
    office.roster(Part.SHIFTS, roster.shift_rows(shifts), covers_until=starts[-1])


def live(office: Office, steps: list[tuple[str, Any, int, int]]) -> None:
    """What happens at the gate and at the desk, however little sense it makes."""
    asked: Any = None
    for act, person, seconds, number in steps:
        office.wait(seconds=seconds)
        if act == "tap":
            outcome = office.tap(person)
            asked = outcome if isinstance(outcome.decision, Ask) else asked
        elif act == "answer" and asked is not None:
            choices = asked.decision.choices
            office.answer(asked, choices[number % len(choices)])
            asked = None
        elif act == "leave":
            office.tap(person, list(Choice)[number])
        elif act == "void" and events(office.store):
            last = next((one for one in reversed(events(office.store, person.number)) if one.about is None), None)
            if last is not None:
                again = office.a_tap(OUT) if number % 2 else None
                void(office.store, office.door, person, (last.event_id,), office.around, reason="x", instead=again)
        elif act == "claim":
            claim(office.store, office.door, office.a_tap(), Unidentified.UNKNOWN_BADGE, "hash", office.around)
        elif act == "desk":
            clock_for(office.store, office.word(), office.order(person, IN if number % 2 else OUT, minutes=number))
        elif act == "correct" and events(office.store):
            last = events(office.store)[-1]
            correct_time(office.store, office.word(), last.event_id, last.draft.at - timedelta(minutes=number))


def verdicts(store: Store, changed: dict[str, Any] | None = None) -> Counter[Verdict]:
    return Counter(one.verdict for one in replay(store, {SITE: changed or {}}))


def differing(store: Store, changed: dict[str, Any]) -> list[Replayed]:
    return [one for one in replay(store, {SITE: changed}) if one.verdict is not Verdict.SAME]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(RULES, STEPS)
def test_unchanged_every_decision_is_reproduced(
    tmp_path_factory: pytest.TempPathFactory, rules: Rules, steps: list[tuple[str, Any, int, int]]
) -> None:
    with Store.open(tmp_path_factory.mktemp("day") / "ledger.db") as store:
        register(store, *CAST)
        office = Office(store, rules)
        planned(office)
        live(office, steps)
        found = list(replay(store, {}))
    assert [one for one in found if one.verdict is not Verdict.SAME] == []


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        register(opened, *CAST)
        yield opened


@pytest.fixture
def office(store: Store) -> Office:
    made = Office(store, EVERY_TAP)
    planned(made)
    return made


def test_a_smaller_grace_makes_those_late_who_came_within_the_old_one(store: Store, office: Office) -> None:
    for person, seconds in zip(PEOPLE, (60, 60, 180), strict=True):
        office.wait(seconds=seconds)
        office.tap(person)
    assert verdicts(store) == {Verdict.SAME: 3}
    late = differing(store, {"grace_late_in_s": 100})
    assert [(one.employee, "+late_in" in one.changes) for one in late] == [(BEN.number, True), (CHLOE.number, True)]


def test_a_smaller_radius_flags_who_was_outside_it(store: Store, office: Office) -> None:
    rules = replace(EVERY_TAP, geofence=Geofence.FLAG, radius_m=150)
    office.door = replace(office.door, site=replace(office.door.site, rules=rules, judged_by_receiver=True))
    measured = {ANA: PlaceJudgement(Place.INSIDE, 20.0, 5.0), BEN: PlaceJudgement(Place.INSIDE, 100.0, 5.0)}
    for person, place in measured.items():
        present(store, office.door, office.a_tap(), person, "", replace(office.around, place=place))
    assert [(one.employee, one.changes) for one in differing(store, {"radius_m": 80.0})] == [
        (BEN.number, ("+outside_geofence",))
    ]


def test_a_refusal_is_reproduced_and_told_when_other_rules_would_not_refuse(store: Store, office: Office) -> None:
    rules = replace(EVERY_TAP, minimum_rest_s=11 * 3600)
    office.door = replace(office.door, site=replace(office.door.site, rules=rules))
    for _ in range(3):
        office.tap(ANA)
        office.wait(hours=2)
    assert verdicts(store) == {Verdict.SAME: 3}
    (one,) = differing(store, {"minimum_rest_blocks": False})
    assert one.changes == ("refused (minimum_rest) -> event",)


def test_erased_facts_are_counted_and_judge_nothing(store: Store, office: Office) -> None:
    event = office.tap(ANA).events[0]
    evidence.erase(store, event.evidence_id, "2026-03-03T00:00:00+00:00", "2001")
    assert verdicts(store, {"grace_s": 0}) == {Verdict.REMOVED: 1}


def test_a_decision_that_does_not_come_out_as_recorded_is_a_fault(
    store: Store, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.tap(ANA)
    monkeypatch.setattr("shared.domain.replay.decide", lambda *_: Accepted(()))
    (one,) = replay(store, {})
    assert one.verdict is Verdict.NOT_REPRODUCED


def test_nothing_is_written(store: Store, office: Office) -> None:
    office.tap(ANA)
    before = store.change_counter(), store.execute("SELECT count(*) FROM evidence")
    list(replay(store, {SITE: {"grace_s": 0}}))
    assert (store.change_counter(), store.execute("SELECT count(*) FROM evidence")) == before
