"""What waits on the desk: every topic once, with the acts that fit, in the order in which it is read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared import clocking
from shared.desk_now import SHOWN_ELSEWHERE, TOPIC_OF_KIND, desk_now, events_of, people_of
from shared.domain.decision import Ask
from shared.domain.delivery import RowState
from shared.domain.desk_entry import NEEDS, DeskAct, Entry, Topic
from shared.domain.model import Kind
from shared.domain.remedies import Fix
from shared.domain.rules import Rules
from shared.domain.tap import Choice, Unidentified
from shared.store import desk, people
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.supervision.correcting import correct_time
from shared.voiding import void
from tests.shared.store.gate import ANA, BEN, CHLOE, MONDAY, SITE, TRACKTIK, Gate
from tests.shared.supervision.office import CAST, SAM, Office, register


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def office(store: Store) -> Office:
    register(store, *CAST)
    return Office(store)


def entries(office: Gate) -> list[Entry]:
    return list(desk_now(office.store, [office.door.site], office.now).entries)


def unknown_badge(office: Office) -> None:
    clocking.claim(office.store, office.door, office.a_tap(), Unidentified.UNKNOWN_BADGE, "f3" * 32, office.around)


def put(office: Office, kind: DeskKind, subject: str = "subject", **more: object) -> None:
    facts = {"upstream": TRACKTIK, "ours": MONDAY.isoformat(), "theirs": MONDAY.isoformat(), **more}
    desk.put(office.store, kind, subject, office.now, employee=ANA.number, site=SITE, facts=facts)


def test_an_unknown_badge_can_be_paired_accepted_or_dismissed(office: Office) -> None:
    unknown_badge(office)
    (one,) = entries(office)
    assert (one.topic, one.number, one.acts) == (
        Topic.CLAIM,
        "",
        (DeskAct.PAIR, DeskAct.ACCEPT, DeskAct.DISMISS),
    )


def test_a_typed_number_names_whom_it_may_be_of(office: Office) -> None:
    clocking.claim(office.store, office.door, office.a_tap(), Unidentified.WRONG_PIN, ANA.number, office.around)
    (one,) = entries(office)
    assert (one.topic, one.number, one.name, DeskAct.PAIR in one.acts) == (Topic.CLAIM, ANA.number, ANA.name, False)


def test_a_question_left_open_offers_what_it_asked(store: Store) -> None:
    register(store, *CAST)
    asking = Office(store, Rules())
    asking.tap(ANA, Choice.CLOCK_IN)
    asking.wait(hours=1)
    assert isinstance(asking.tap(ANA).decision, Ask)
    clocking.left_unanswered(store, asking.door, asking.now)
    (one,) = entries(asking)
    assert (one.topic, one.choices) == (Topic.OPEN_TAP, (Choice.CLOCK_OUT, Choice.START_BREAK))


def test_whoever_left_earlier_is_one_entry_that_takes_a_time(office: Office) -> None:
    office.tap(ANA)
    office.wait(hours=1)
    office.tap(ANA, Choice.LEFT_EARLIER)
    (one,) = entries(office)
    assert (one.topic, one.acts) == (Topic.LEFT_EARLIER, (DeskAct.GIVE_TIME, DeskAct.DISMISS))


def test_older_taps_stand_apart(office: Office) -> None:
    unknown_badge(office)
    office.wait(hours=48, seconds=1)
    found = desk_now(office.store, [office.door.site], office.now)
    assert (found.entries, len(found.older)) == ((), 1)


def test_a_parked_delivery_offers_what_mends_it_and_one_in_doubt_nothing(office: Office) -> None:
    event = office.tap(ANA).events[0]
    office.move_row(event.event_id, state=RowState.PARKED, reason="overlap", answer='{"message":"no"}')
    (one,) = entries(office)
    assert (one.topic, one.key, one.name) == (Topic.PARKED, f"row:{TRACKTIK}:{event.event_id}", ANA.name)
    assert one.acts[0] is DeskAct.WAS_CLOCK_OUT
    office.move_row(event.event_id, state=RowState.UNKNOWN)
    (one,) = entries(office)
    assert (one.topic, one.acts) == (Topic.DOUBTFUL, ())


def test_differences_that_arose_together_are_one_entry(office: Office) -> None:
    for subject in ("a", "b"):
        put(office, DeskKind.TIME_DIFFERS, subject)
    (one,) = entries(office)
    assert (one.topic, len(one.parts), one.acts) == (
        Topic.DIFFERENCES,
        2,
        (DeskAct.OURS, DeskAct.THEIRS, DeskAct.AS_IT_IS),
    )


@pytest.mark.parametrize("kind", DeskKind)
def test_every_kind_of_item_is_shown_once(office: Office, kind: DeskKind) -> None:
    assert (kind in TOPIC_OF_KIND) != (kind in SHOWN_ELSEWHERE)
    put(office, kind)
    shown = entries(office)
    is_alone = kind in (DeskKind.PARKED, DeskKind.CLAIM_DISMISSED)
    assert len(shown) == (0 if is_alone else 1)


def test_what_is_read_first_comes_first(office: Office) -> None:
    put(office, DeskKind.LEDGER_REPLACED)
    put(office, DeskKind.CORRECTION_DISPUTED)
    put(office, DeskKind.TIME_DIFFERS)
    office.wait(minutes=1)
    unknown_badge(office)
    assert [one.topic for one in entries(office)] == [Topic.CLAIM, Topic.DIFFERENCES, Topic.DISPUTE, Topic.NEWS]


def test_another_site_s_things_are_not_shown(office: Office) -> None:
    desk.put(office.store, DeskKind.TWO_FOR_ONE, "x", office.now, site="Docks")
    assert entries(office) == []


def test_a_register_that_cannot_be_read_is_told(office: Office) -> None:
    people.note_problem(office.store, "line 3: no name")
    assert desk_now(office.store, [office.door.site], office.now).problem == "line 3: no name"


def test_events_are_told_as_they_count_now_without_what_was_voided(office: Office) -> None:
    came = office.tap(ANA).events[0]
    office.wait(hours=1)
    correct_time(office.store, office.word(), came.event_id, MONDAY - timedelta(minutes=5))
    (one,) = events_of(office.store, ANA.number, office.door.site, office.now)
    assert (one.event_id, one.kind, one.at) == (came.event_id, Kind.CLOCKED_IN, MONDAY - timedelta(minutes=5))
    office.wait(days=15)
    assert events_of(office.store, ANA.number, office.door.site, office.now) == []


def test_whoever_is_here_comes_first_then_the_others_by_name(office: Office) -> None:
    office.tap(CHLOE)
    office.wait(minutes=1)
    found = people_of(office.store, office.door.site, office.now)
    assert found[0] == (CHLOE.number, CHLOE.name)
    assert [name for _, name in found[1:]] == sorted(one.name for one in CAST if one is not CHLOE)
    assert (BEN.number, BEN.name) in found
    assert (SAM.number, SAM.name) in found


def test_every_remedy_is_an_act_and_every_act_says_what_it_needs() -> None:
    assert {DeskAct(fix) for fix in Fix} <= set(DeskAct)
    assert set(NEEDS) == set(DeskAct)


def test_in_a_topic_the_oldest_comes_first_and_sites_are_kept_apart(office: Office) -> None:
    first = office.a_tap()
    for tap in (first, None):
        office.wait(minutes=1)
        shown = tap or office.a_tap()
        clocking.claim(office.store, office.door, shown, Unidentified.UNKNOWN_BADGE, "f3" * 32, office.around)
    assert [one.at for one in entries(office)] == sorted(one.at for one in entries(office))


def test_a_voided_event_and_one_of_another_account_are_not_to_be_corrected(office: Office) -> None:
    event = office.tap(ANA).events[0]
    void(office.store, office.door, ANA, (event.event_id,), office.around, reason="x")
    assert events_of(office.store, ANA.number, office.door.site, office.now) == []
    office.wait(minutes=5)
    office.tap(BEN)
    docks = replace(office.door.site, name="Docks", account_id=4711)
    assert events_of(office.store, BEN.number, docks, office.now) == []


def test_a_parked_delivery_brings_what_the_upstream_answered_and_the_sessions_that_it_may_be(office: Office) -> None:
    event = office.tap(ANA).events[0]
    office.move_row(event.event_id, state=RowState.PARKED, reason="overlap", answer='{"message":"no"}')
    desk.put(
        office.store,
        DeskKind.PARKED,
        event.event_id,
        office.now,
        employee=ANA.number,
        site=SITE,
        facts={"session": 4592},
    )
    (one,) = entries(office)
    assert (one.answer, one.sessions) == ('{"message":"no"}', (4592,))


def test_differences_of_one_person_name_them_and_of_several_nobody(office: Office) -> None:
    put(office, DeskKind.TIME_DIFFERS, "a")
    assert entries(office)[0].number == ANA.number
    facts = {"upstream": TRACKTIK}
    desk.put(office.store, DeskKind.TIME_DIFFERS, "b", office.now, employee=BEN.number, site=SITE, facts=facts)
    assert entries(office)[0].number == ""


def test_an_item_of_no_site_is_everybody_s(office: Office) -> None:
    desk.put(office.store, DeskKind.LEDGER_REPLACED, "x", office.now)
    assert [one.topic for one in entries(office)] == [Topic.NEWS]
