"""A supervisor's word makes an event of a claim, at the claim's time, once; and everything else leaves it as it was."""

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, Final

import pytest

from shared import clocking
from shared.accepting import Dismissed, accept, accept_and_store, claims_at, dismiss
from shared.domain.acceptance import NotAccepted, WhyNot
from shared.domain.caller import Caller, CallerMatch
from shared.domain.decision import Accepted, Ask, Refused, Repeated
from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.domain.model import Door as DoorKind
from shared.domain.model import Kind, Person, Role
from shared.domain.rules import Geofence, Rules
from shared.domain.site import Site
from shared.domain.tap import Answer, Choice, Question, Refusal, Tap, Unidentified
from shared.gather import Surroundings
from shared.ports import Fix, Position, PositionState
from shared.recording import Door, Outcome, replayed
from shared.store import desk, evidence, outbox, people, taps
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.store.taps import TapState
from shared.voiding import void
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, TRACKTIK, Gate, assert_sound, events, kinds

FORKED = multiprocessing.get_context("fork")
SAM: Final = Person("2001", "Sam Roy", role=Role.SUPERVISOR, sites=(SITE,))
UMA: Final = Person("2002", "Uma Lind", role=Role.SUPERVISOR, sites=(str(ACCOUNT),))
DOCKER: Final = Person("2003", "Dan Dock", role=Role.SUPERVISOR, sites=("Docks",))
CAST: Final = (ANA, BEN, SAM, UMA, DOCKER)
IN: Final = Answer(Choice.CLOCK_IN)
OUT: Final = Answer(Choice.CLOCK_OUT)
BADGE: Final = "f3" * 32
POSITIONS: Final = [(382, ACCOUNT, "Gate"), (383, ACCOUNT, "Lobby")]


def register(store: Store, *cast: Person) -> None:
    rows = [RegisterRow(person, "", "", ()) for person in cast]
    people.replace(store, rows, fingerprint=str(len(rows)), taken_at=MONDAY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        register(opened, *CAST)
        yield opened


@pytest.fixture
def gate(store: Store) -> Gate:
    return Gate(store, Rules())


def line_of(gate: Gate) -> Door:
    """The phone line's door of the same site."""
    return Door(gate.door.site, "Phone line", (TRACKTIK,), 20.0, DoorKind.PHONE)


def unknown_badge(gate: Gate, reason: Unidentified = Unidentified.UNKNOWN_BADGE, presented: str = BADGE) -> Tap:
    """Somebody stands at the gate with a badge that nobody holds, or a wrong PIN."""
    return clocking.claim(gate.store, gate.door, gate.a_tap(), reason, presented, gate.around).tap


def strict(gate: Gate) -> None:
    """The rota of today is known, and nobody is on it."""
    gate.roster(Part.EMPLOYEES, [(7001, ANA.number, "Ana", 1)])
    gate.roster(Part.SHIFTS, [], covers_until=MONDAY + timedelta(days=14))
    gate.roster(Part.POSITIONS, [])


def refused(gate: Gate, person: Person = ANA) -> Tap:
    strict(gate)
    outcome = gate.tap(person)
    assert outcome.decision == Refused(Refusal.NOT_ASSIGNED)
    return outcome.tap


def accepts(gate: Gate, tap: Tap, person: Person = ANA, answer: Answer = IN, by: Person = SAM) -> Outcome | NotAccepted:
    return accept(gate.store, line_of(gate), tap.tap_id, person, answer, by, gate.around)


def accepted(*arguments: Any, **named: Any) -> Outcome:
    outcome = accepts(*arguments, **named)
    assert isinstance(outcome, Outcome), outcome
    return outcome


def state_of(gate: Gate, tap: Tap) -> tuple[str, str]:
    found = taps.find(gate.store, tap.tap_id)
    assert found is not None
    return found.state, found.reason


def whole(gate: Gate) -> dict[str, list[Any]]:
    return {
        table: gate.store.execute(f"SELECT * FROM {table}")
        for table in ("ledger", "outbox", "presence", "taps", "desk", "evidence")
    }


# Accepting


def test_an_unknown_badge_becomes_the_event_at_the_claim_s_own_time(gate: Gate) -> None:
    tap = unknown_badge(gate)
    gate.wait(hours=2)
    outcome = accepted(gate, tap)
    (event,) = outcome.events
    assert (event.draft.kind, event.draft.at, event.employee) == (Kind.CLOCKED_IN, MONDAY, ANA.number)
    assert (event.door, event.terminal, event.tap_id) == (DoorKind.KIOSK, "Gate 1", tap.tap_id)
    assert event.recorded_at == MONDAY + timedelta(hours=2)
    assert Flag.ACCEPTED_BY_SUPERVISOR in event.flags
    assert not {Flag.SELF_ACCEPTED, Flag.CLOCK_UNTRUSTED} & set(event.flags)
    found = taps.find(gate.store, tap.tap_id)
    assert found is not None
    assert (found.state, found.event_id) == (TapState.EVENT, event.event_id)
    (row,) = outbox.of_event(gate.store, event.event_id)
    assert row.state is RowState.HELD
    assert_sound(gate.store)


def test_who_accepted_is_kept_with_the_decision(gate: Gate) -> None:
    outcome = accepted(gate, unknown_badge(gate))
    kept = evidence.argument(gate.store, outcome.events[0].evidence_id)
    assert kept is not None
    assert kept.tap.accepted_by == SAM.number
    assert replayed(gate.store, outcome.events[0].evidence_id) == outcome.decision


def test_a_refusal_is_accepted_in_the_same_way(gate: Gate) -> None:
    tap = refused(gate)
    gate.wait(minutes=20)
    outcome = accepted(gate, tap)
    assert isinstance(outcome.decision, Accepted)
    assert outcome.events[0].draft.at == tap.at
    assert Flag.NOT_ASSIGNED in outcome.events[0].flags


def test_an_unanswered_question_is_accepted_in_the_same_way(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(hours=8)
    asked = gate.tap(ANA)
    assert isinstance(asked.decision, Ask)
    gate.wait(minutes=5)
    clocking.left_unanswered(gate.store, gate.door, gate.now)
    gate.wait(hours=1)
    outcome = accepted(gate, asked.tap, answer=OUT)
    assert [event.draft.at for event in outcome.events] == [asked.tap.at]
    assert kinds(gate.store, ANA.number) == ["clocked_in", "clocked_out"]
    assert state_of(gate, asked.tap)[0] == TapState.EVENT
    assert_sound(gate.store)


def test_accepting_twice_records_once(gate: Gate) -> None:
    tap = unknown_badge(gate)
    first = accepted(gate, tap)
    gate.wait(minutes=5)
    for answer in (IN, OUT):
        again = accepted(gate, tap, answer=answer, by=UMA)
        assert isinstance(again.decision, Repeated)
        assert again.decision.of.event_id == first.events[0].event_id
    assert len(events(gate.store)) == 1


def test_the_position_is_asked_where_several_fit_and_nothing_is_stored_by_it(gate: Gate) -> None:
    tap = unknown_badge(gate)
    gate.roster(Part.POSITIONS, POSITIONS)
    before = whole(gate)
    asked = accepted(gate, tap)
    assert isinstance(asked.decision, Ask)
    assert asked.decision.question is Question.WHICH_POSITION
    after = whole(gate)
    assert (after["taps"], after["ledger"], after["desk"]) == (before["taps"], before["ledger"], before["desk"])
    outcome = accepted(gate, tap, answer=Answer(Choice.CLOCK_IN, 383))
    assert outcome.events[0].draft.position_id == 383


def test_a_claim_under_an_unsure_clock_is_held_for_the_clock(gate: Gate) -> None:
    gate.bound_s = 3600.0
    tap = unknown_badge(gate)
    gate.bound_s = 1.0
    gate.wait(minutes=5)
    (event,) = accepted(gate, tap).events
    assert Flag.CLOCK_UNTRUSTED in event.flags
    (row,) = outbox.of_event(gate.store, event.event_id)
    assert (row.state, row.reason) == (RowState.HELD, "clock")


def test_the_supervisor_s_own_place_and_telephone_say_nothing_about_the_claim(gate: Gate) -> None:
    site = replace(gate.door.site, at=(45.5, -73.5), judged_by_receiver=True, rules=Rules(geofence=Geofence.BLOCK))
    tap = unknown_badge(gate)
    reading = gate.around.reading
    far = Position(PositionState.FIX, Fix(10.0, 10.0, 5.0, reading))
    mobile = Caller("+15145550199", CallerMatch.UNKNOWN)
    around = replace(gate.around, position=far, outside_streak=9, caller=mobile)
    line = replace(line_of(gate), site=site)
    outcome = accept(gate.store, line, tap.tap_id, ANA, IN, SAM, around)
    assert isinstance(outcome, Outcome)
    told = {Flag.OUTSIDE_GEOFENCE, Flag.NO_FIX, Flag.POSITION_UNCERTAIN, Flag.CALLER_UNKNOWN}
    assert not told & set(outcome.events[0].flags)
    assert outcome.facts.caller is None


def test_the_claim_s_own_place_stays_with_the_event(gate: Gate) -> None:
    site = replace(gate.door.site, at=(45.5, -73.5), judged_by_receiver=True, rules=Rules(geofence=Geofence.BLOCK))
    gate.door = replace(gate.door, site=site)
    far = Position(PositionState.FIX, Fix(10.0, 10.0, 5.0, gate.around.reading))
    away = replace(gate.around, position=far, outside_streak=9)
    refused = clocking.present(gate.store, gate.door, gate.a_tap(), ANA, "", away)
    assert refused.decision == Refused(Refusal.OUTSIDE_GEOFENCE)
    outcome = accept(gate.store, replace(line_of(gate), site=site), refused.tap.tap_id, ANA, IN, SAM, gate.around)
    assert isinstance(outcome, Outcome)
    assert Flag.OUTSIDE_GEOFENCE in outcome.events[0].flags


def test_the_claim_s_own_caller_stays_with_the_event(gate: Gate) -> None:
    mobile = Caller("+15145550199", CallerMatch.UNKNOWN)
    line = line_of(gate)
    tap = clocking.make_tap(line, gate.around.reading)
    around = Surroundings(gate.around.reading, local_witnesses=gate.around.local_witnesses, caller=mobile)
    clocking.claim(gate.store, line, tap, Unidentified.WRONG_PIN, ANA.number, around)
    outcome = accepted(gate, tap)
    assert outcome.facts.caller == mobile
    assert outcome.events[0].door is DoorKind.PHONE
    assert Flag.CALLER_UNKNOWN in outcome.events[0].flags


def test_what_the_desk_had_open_about_the_tap_is_closed_by_the_supervisor(gate: Gate) -> None:
    lost = gate.a_tap()
    clocking.claim(gate.store, gate.door, lost, Unidentified.LOST_BADGE, BADGE, gate.around, BEN)
    assert [item.kind for item in desk.listed(gate.store)] == [DeskKind.LOST_BADGE]
    accepted(gate, lost)
    assert desk.listed(gate.store) == []
    (item,) = desk.listed(gate.store, include_closed=True)
    assert item.closed_by == SAM.number


def test_an_accepted_event_that_was_voided_cannot_be_accepted_again(gate: Gate) -> None:
    tap = unknown_badge(gate)
    (event,) = accepted(gate, tap).events
    void(gate.store, gate.door, ANA, (event.event_id,), gate.around, reason="not right")
    assert accepts(gate, tap) == NotAccepted(WhyNot.SETTLED)


# Who may


def test_a_supervisor_named_by_the_site_s_account_may(gate: Gate) -> None:
    assert accepted(gate, unknown_badge(gate), by=UMA).events


@pytest.mark.parametrize(
    "by",
    [
        BEN,
        DOCKER,
        replace(BEN, sites=(SITE,)),
        replace(SAM, valid_until=(MONDAY - timedelta(days=1)).date()),
        replace(SAM, valid_from=(MONDAY + timedelta(days=1)).date()),
    ],
    ids=["an employee", "of another site", "an employee of the site", "no longer", "not yet"],
)
def test_nobody_else_may(gate: Gate, by: Person) -> None:
    tap = unknown_badge(gate)
    before = whole(gate)
    assert accepts(gate, tap, by=by) == NotAccepted(WhyNot.NOT_YOUR_SITE)
    assert dismiss(gate.store, gate.door.site, tap.tap_id, by, gate.now) == NotAccepted(WhyNot.NOT_YOUR_SITE)
    assert whole(gate) == before


def test_rights_count_by_the_site_s_own_calendar(gate: Gate) -> None:
    # Noon in Kiritimati on Tuesday is ten in the evening of Monday in UTC.
    site = replace(gate.door.site, rules=Rules(timezone="Pacific/Kiritimati"))
    gate.door = replace(gate.door, site=site)
    gate.wait(hours=16)
    tap = unknown_badge(gate)
    until_monday = replace(SAM, valid_until=MONDAY.date())
    assert accepts(gate, tap, by=until_monday) == NotAccepted(WhyNot.NOT_YOUR_SITE)


def test_nobody_authorises_their_own_event(gate: Gate) -> None:
    tap = unknown_badge(gate)
    assert accepts(gate, tap, SAM) == NotAccepted(WhyNot.OWN_EVENT)
    assert accepted(gate, tap, SAM, by=UMA).events


@pytest.mark.parametrize(
    "others",
    [(DOCKER,), (ANA,), (replace(UMA, valid_until=(MONDAY - timedelta(days=1)).date()),)],
    ids=["another site's", "an employee", "one who has left"],
)
def test_the_only_supervisor_of_a_site_may_and_it_is_flagged(gate: Gate, others: tuple[Person, ...]) -> None:
    register(gate.store, SAM, *others)
    flags = accepted(gate, unknown_badge(gate), SAM).events[0].flags
    assert {Flag.SELF_ACCEPTED, Flag.ACCEPTED_BY_SUPERVISOR} <= set(flags)


# What may not


def test_what_is_no_claim_stays_as_it_is(gate: Gate) -> None:
    tap = unknown_badge(gate)
    assert accepts(gate, replace(tap, tap_id="no such tap")) == NotAccepted(WhyNot.NO_SUCH_CLAIM)
    elsewhere = replace(line_of(gate), site=Site("Docks", 688, Rules()))
    refusal = accept(gate.store, elsewhere, tap.tap_id, ANA, IN, DOCKER, gate.around)
    assert refusal == NotAccepted(WhyNot.OTHER_SITE)
    assert events(gate.store) == []


@pytest.mark.parametrize("choice", [Choice.LEFT_EARLIER, Choice.LEFT_THEN, Choice.STILL_HERE, Choice.NOT_ME])
def test_only_choices_that_record_something_can_be_accepted(gate: Gate, choice: Choice) -> None:
    tap = unknown_badge(gate)
    assert accepts(gate, tap, answer=Answer(choice)) == NotAccepted(WhyNot.NO_EVENT)
    assert state_of(gate, tap)[0] == TapState.CLAIM


def test_the_claim_of_somebody_identified_is_nobody_else_s_event(gate: Gate) -> None:
    tap = refused(gate)
    assert accepts(gate, tap, BEN) == NotAccepted(WhyNot.OTHER_PERSON)
    assert accepted(gate, tap, ANA).events


def test_i_left_earlier_needs_a_time_that_the_claim_does_not_have(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(hours=9)
    asked = gate.tap(ANA)
    gate.answer(asked, Choice.LEFT_EARLIER)
    assert accepts(gate, asked.tap, answer=OUT) == NotAccepted(WhyNot.NEEDS_A_TIME)
    assert kinds(gate.store, ANA.number) == ["clocked_in"]


def test_a_claim_older_than_the_person_s_newest_event_stays_on_the_desk_as_it_was(gate: Gate) -> None:
    tap = unknown_badge(gate)
    gate.wait(minutes=10)
    gate.tap(ANA)
    before = whole(gate)
    assert accepts(gate, tap) == NotAccepted(WhyNot.OVERTAKEN)
    assert whole(gate) == before
    assert state_of(gate, tap) == (TapState.CLAIM, Unidentified.UNKNOWN_BADGE)


def test_three_claims_of_one_arrival_are_one_clock_in(gate: Gate) -> None:
    attempts = []
    for _ in range(3):
        attempts.append(unknown_badge(gate))
        gate.wait(minutes=4)
    accepted(gate, attempts[0])
    assert [accepts(gate, tap) for tap in attempts[1:]] == [NotAccepted(WhyNot.ALREADY_SO)] * 2
    assert kinds(gate.store, ANA.number) == ["clocked_in"]


def test_somebody_on_duty_at_another_site_is_not_on_duty_twice(gate: Gate) -> None:
    docks = Gate(gate.store)
    docks.door = replace(docks.door, site=Site("Docks", 688, Rules()))
    docks.tap(ANA)
    gate.wait(hours=1)
    tap = unknown_badge(gate)
    assert accepts(gate, tap) == NotAccepted(WhyNot.AT_OTHER_SITE)
    outcome = accepted(gate, tap, answer=Answer(Choice.MOVE_HERE))
    assert [event.draft.kind for event in outcome.events] == [Kind.CLOCKED_OUT, Kind.CLOCKED_IN]
    assert_sound(gate.store)


def test_yesterday_s_forgotten_clock_out_does_not_hold_today_s_claim_back(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(hours=24)
    tap = unknown_badge(gate)
    assert Flag.FORGOTTEN_CLOCK_OUT in accepted(gate, tap).events[0].flags


# Dismissing


def test_a_dismissed_claim_is_no_event_and_says_by_whom(gate: Gate) -> None:
    tap = unknown_badge(gate)
    told = dismiss(gate.store, gate.door.site, tap.tap_id, SAM, gate.now)
    assert isinstance(told, Dismissed)
    assert state_of(gate, tap) == (TapState.DISMISSED, Unidentified.UNKNOWN_BADGE)
    assert events(gate.store) == []
    assert desk.listed(gate.store) == []
    (item,) = desk.listed(gate.store, include_closed=True)
    assert (item.kind, item.subject, item.closed_by) == (DeskKind.CLAIM_DISMISSED, tap.tap_id, SAM.number)
    assert item.site == SITE


def test_what_is_dismissed_stays_so(gate: Gate) -> None:
    tap = unknown_badge(gate)
    dismiss(gate.store, gate.door.site, tap.tap_id, SAM, gate.now)
    assert accepts(gate, tap, by=UMA) == NotAccepted(WhyNot.SETTLED)
    assert dismiss(gate.store, gate.door.site, tap.tap_id, UMA, gate.now) == NotAccepted(WhyNot.SETTLED)
    (item,) = desk.listed(gate.store, include_closed=True)
    assert item.closed_by == SAM.number


def test_what_is_accepted_or_not_there_cannot_be_dismissed(gate: Gate) -> None:
    tap = unknown_badge(gate)
    accepted(gate, tap)
    site = gate.door.site
    assert dismiss(gate.store, site, tap.tap_id, SAM, gate.now) == NotAccepted(WhyNot.SETTLED)
    assert dismiss(gate.store, site, "no such tap", SAM, gate.now) == NotAccepted(WhyNot.NO_SUCH_CLAIM)
    other = Site("Docks", 688, Rules())
    assert dismiss(gate.store, other, tap.tap_id, DOCKER, gate.now) == NotAccepted(WhyNot.OTHER_SITE)
    assert len(events(gate.store)) == 1


def test_i_left_earlier_can_be_dismissed_and_leaves_the_desk(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(hours=9)
    asked = gate.tap(ANA)
    gate.answer(asked, Choice.LEFT_EARLIER)
    assert len(desk.listed(gate.store)) == 1
    dismiss(gate.store, gate.door.site, asked.tap.tap_id, SAM, gate.now)
    assert desk.listed(gate.store) == []


# The list


def test_what_waits_is_listed_oldest_first_with_who_it_is(gate: Gate) -> None:
    gate.wait(minutes=1)
    wrong_pin = unknown_badge(gate, Unidentified.WRONG_PIN, ANA.number)
    gate.wait(minutes=1)
    no_number = unknown_badge(gate, Unidentified.UNKNOWN_NUMBER, "9999")
    gate.wait(minutes=1)
    badge = unknown_badge(gate)
    gate.wait(minutes=1)
    told = refused(gate, BEN)
    waiting = claims_at(gate.store, [gate.door.site])
    assert [(one.tap.tap_id, one.number, one.person, one.wanted) for one in waiting] == [
        (wrong_pin.tap_id, ANA.number, ANA, None),
        (no_number.tap_id, "9999", None, None),
        (badge.tap_id, "", None, None),
        (told.tap_id, BEN.number, BEN, IN),
    ]
    assert [one.tap.tap_id for one in claims_at(gate.store, [gate.door.site], limit=2)] == [
        wrong_pin.tap_id,
        no_number.tap_id,
    ]


def test_what_a_caller_wished_before_they_were_refused_is_told(gate: Gate) -> None:
    strict(gate)
    gate.present(ANA, replace(gate.a_tap(), door=DoorKind.PHONE, wish=Choice.CLOCK_IN))
    gate.wait(minutes=1)
    gate.present(BEN, gate.a_tap(Answer(Choice.CLOCK_IN, 383)))
    assert [one.wanted for one in claims_at(gate.store, [gate.door.site])] == [IN, Answer(Choice.CLOCK_IN, 383)]


def test_questions_left_open_are_listed_and_those_on_a_screen_are_not(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(hours=8)
    asked = gate.tap(ANA)
    assert claims_at(gate.store, [gate.door.site]) == []
    clocking.left_unanswered(gate.store, gate.door, gate.now)
    (one,) = claims_at(gate.store, [gate.door.site])
    assert (one.tap.tap_id, one.person, one.wanted) == (asked.tap.tap_id, ANA, None)


def test_each_supervisor_sees_the_claims_of_the_sites_asked_for(gate: Gate) -> None:
    docks = replace(gate.door, site=Site("Docks", 688, Rules()))
    there = clocking.make_tap(docks, gate.around.reading)
    clocking.claim(gate.store, docks, there, Unidentified.UNKNOWN_BADGE, BADGE, gate.around)
    here = unknown_badge(gate)
    assert [one.tap.tap_id for one in claims_at(gate.store, [docks.site])] == [there.tap_id]
    both = claims_at(gate.store, [docks.site, gate.door.site])
    assert {one.tap.tap_id for one in both} == {there.tap_id, here.tap_id}
    assert claims_at(gate.store, []) == []


# One transaction


def test_an_acceptance_is_recorded_whole_or_not_at_all(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    tap = unknown_badge(gate)
    before = whole(gate)

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(desk, "close", fails)
    with pytest.raises(ZeroDivisionError):
        accepts(gate, tap)
    assert whole(gate) == before
    with pytest.raises(ZeroDivisionError):
        dismiss(gate.store, gate.door.site, tap.tap_id, SAM, gate.now)
    assert whole(gate) == before


def test_several_can_be_accepted_in_one_transaction(gate: Gate) -> None:
    first, second = unknown_badge(gate), unknown_badge(gate)
    line = line_of(gate)
    with gate.store.writing():
        for tap, person in ((first, ANA), (second, BEN)):
            accept_and_store(gate.store, line, tap.tap_id, person, IN, SAM, gate.around)
    assert len(events(gate.store)) == 2


def _accept_in_another_process(path: Path, start: Barrier, tap: Tap, by: Person, answer: Answer) -> None:
    with Store.open(path) as store:
        gate = Gate(store, Rules())
        gate.wait(minutes=5)
        start.wait()
        outcome = accepts(gate, tap, answer=answer, by=by)
        assert isinstance(outcome, Outcome), outcome


def _dismiss_in_another_process(path: Path, start: Barrier, tap: Tap, by: Person, _answer: Answer) -> None:
    with Store.open(path) as store:
        gate = Gate(store, Rules())
        gate.wait(minutes=5)
        start.wait()
        dismiss(store, gate.door.site, tap.tap_id, by, gate.now)


def _at_once(path: Path, tap: Tap, *hands: Callable[..., None]) -> None:
    start = FORKED.Barrier(len(hands), timeout=60)
    pairs = ((SAM, IN), (UMA, OUT))
    processes = [
        FORKED.Process(target=hand, args=(path, start, tap, by, answer))
        for hand, (by, answer) in zip(hands, pairs, strict=True)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0, 0]


def test_two_supervisors_who_accept_at_once_make_one_event(tmp_path: Path) -> None:
    for turn in range(5):
        path = tmp_path / f"{turn}.db"
        with Store.open(path) as store:
            register(store, *CAST)
            tap = unknown_badge(Gate(store, Rules()))
        _at_once(path, tap, _accept_in_another_process, _accept_in_another_process)
        with Store.open(path) as store:
            assert len(events(store)) == 1
            found = taps.find(store, tap.tap_id)
            assert found is not None
            assert (found.state, found.event_id) == (TapState.EVENT, events(store)[0].event_id)
            assert_sound(store)


def test_one_who_accepts_and_one_who_dismisses_at_once_settle_it_one_way(tmp_path: Path) -> None:
    for turn in range(5):
        path = tmp_path / f"{turn}.db"
        with Store.open(path) as store:
            register(store, *CAST)
            tap = unknown_badge(Gate(store, Rules()))
        _at_once(path, tap, _accept_or_lose, _dismiss_in_another_process)
        with Store.open(path) as store:
            found = taps.find(store, tap.tap_id)
            assert found is not None
            dismissals = desk.listed(store, include_closed=True)
            settled = (found.state, len(events(store)), len(dismissals))
            assert settled in ((TapState.EVENT, 1, 0), (TapState.DISMISSED, 0, 1))


def _accept_or_lose(path: Path, start: Barrier, tap: Tap, by: Person, answer: Answer) -> None:
    with Store.open(path) as store:
        gate = Gate(store, Rules())
        gate.wait(minutes=5)
        start.wait()
        accepts(gate, tap, answer=answer, by=by)
