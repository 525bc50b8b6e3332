"""Two times for one event: grouped as they arose, decided alike in one transaction, and told."""

from datetime import timedelta

import pytest

from shared.domain.corrections import GoesOut
from shared.domain.delivery import RowState, Step
from shared.domain.event import ClockEvent
from shared.domain.supervision import NotDone, Obstacle
from shared.store import desk, memory
from shared.store.desk import DeskKind
from shared.supervision.differences import Settle, Settled, groups, note, settle
from tests.shared.store.gate import ANA, BEN, CHLOE, MONDAY, SITE, TRACKTIK, assert_sound
from tests.shared.supervision.office import DAN, SAM, Office

THEIRS = MONDAY + timedelta(hours=9)


@pytest.fixture
def stamped(office: Office) -> list[ClockEvent]:
    """Three left during an outage; the upstream stamped them an hour later."""
    for person in (ANA, BEN, CHLOE):
        office.tap(person)
    office.wait(hours=8)
    left = [office.tap(person).events[0] for person in (ANA, BEN, CHLOE)]
    office.wait(hours=2)
    for event in left:
        office.move_row(event.event_id, state=RowState.DELIVERED, session_id=7, their_ended=THEIRS)
        put(office, event, DeskKind.TIME_DIFFERS, "2026-03-02T15")
    return left


def put(office: Office, event: ClockEvent, kind: DeskKind, grouped_by: str = "") -> None:
    facts = {"upstream": TRACKTIK, "ours": event.draft.at.isoformat(), "theirs": THEIRS.isoformat(), "session": 7}
    desk.put(
        office.store,
        kind,
        event.event_id,
        office.now,
        employee=event.employee,
        site=SITE,
        grouped_by=grouped_by,
        facts=facts,
    )


def items(office: Office) -> list[str]:
    return [item.item_id for one in groups(office.store, [office.door.site]) for item in one.items]


def decide(office: Office, how: Settle, ids: list[str] | None = None, by: object = SAM) -> Settled:
    return settle(office.store, office.word(by), items(office) if ids is None else ids, how)  # type: ignore[arg-type]


def test_differences_are_grouped_as_they_arose(office: Office, stamped: list[ClockEvent]) -> None:
    put(office, stamped[0], DeskKind.CLOSED_BY_OTHERS)
    found = {one.kind: one for one in groups(office.store, [office.door.site])}
    outage, closed = found[DeskKind.TIME_DIFFERS], found[DeskKind.CLOSED_BY_OTHERS]
    assert (outage.kind, outage.grouped_by, len(outage.items)) == (DeskKind.TIME_DIFFERS, "2026-03-02T15", 3)
    assert (closed.kind, closed.grouped_by) == (DeskKind.CLOSED_BY_OTHERS, office.now.strftime("%Y-%m-%dT%H"))


def test_ours_counts_and_their_records_are_edited(office: Office, stamped: list[ClockEvent]) -> None:
    settled = decide(office, Settle.OURS)
    assert (set(settled.done.values()), settled.left) == ({GoesOut.EDIT}, {})
    for event in stamped:
        row = office.row(event.event_id)
        assert (row.state, row.step, row.at) == (RowState.DUE, Step.CORRECT_TIME, event.draft.at)
    assert (office.on_the_desk(), office.told(ANA)) == ([], [])


def test_theirs_counts_and_the_employees_are_told(office: Office, stamped: list[ClockEvent]) -> None:
    settled = decide(office, Settle.THEIRS)
    assert (set(settled.done.values()), settled.left) == ({GoesOut.AGREES}, {})
    for event in stamped:
        row = office.row(event.event_id)
        assert (row.state, row.at) == (RowState.DELIVERED, THEIRS)
    assert office.on_the_desk() == []
    (notice,) = office.told(ANA)
    assert (notice.old_at, notice.new_at) == (stamped[0].draft.at, THEIRS)
    assert_sound(office.store)


def test_both_may_stay_once_a_person_has_seen_them(office: Office, stamped: list[ClockEvent]) -> None:
    decide(office, Settle.AS_IT_IS)
    assert [office.row(event.event_id).state for event in stamped] == [RowState.DELIVERED] * 3
    assert (office.on_the_desk(), office.told(ANA)) == ([], [])


def test_what_cannot_be_decided_alike_is_left_and_told(office: Office, stamped: list[ClockEvent]) -> None:
    office.move_row(stamped[1].event_id, state=RowState.UNKNOWN)
    places = {item.subject: item.item_id for item in desk.listed(office.store)}
    ids = [places[event.event_id] for event in stamped]
    settled = decide(office, Settle.OURS, [*ids, ids[0], "none"])
    assert [settled.left[one].obstacle for one in (ids[1], "none")] == [Obstacle.IN_DELIVERY, Obstacle.NO_SUCH_ITEM]
    assert list(settled.done) == [ids[0], ids[2]]
    again = decide(office, Settle.THEIRS, [ids[0]])
    assert again.left == {ids[0]: NotDone(Obstacle.SETTLED, SAM.number)}


def test_where_no_edit_is_taken_ours_is_not_offered_in_vain(office: Office, stamped: list[ClockEvent]) -> None:
    memory.remember(office.store, TRACKTIK, "learnt", {"edit": "refused"})
    settled = decide(office, Settle.OURS)
    assert {one.obstacle for one in settled.left.values()} == {Obstacle.DOES_NOT_FIT}
    assert office.on_the_desk() == ["time_differs"] * 3


def test_who_may_not_decide_changes_nothing(office: Office, stamped: list[ClockEvent]) -> None:
    settled = decide(office, Settle.OURS, by=DAN)
    assert {one.obstacle for one in settled.left.values()} == {Obstacle.NOT_YOUR_SITE}
    assert office.on_the_desk() == ["time_differs"] * 3


def test_only_what_is_for_reading_is_noted(office: Office, stamped: list[ClockEvent]) -> None:
    (first, *_) = items(office)
    assert note(office.store, office.word(), first) == NotDone(Obstacle.NO_SUCH_ITEM), "this must be decided"
    desk.put(office.store, DeskKind.LOST_BADGE, "tap-1", office.now, employee=ANA.number, site=SITE)
    item = next(one for one in desk.listed(office.store) if one.kind is DeskKind.LOST_BADGE)
    assert note(office.store, office.word(DAN), item.item_id) == NotDone(Obstacle.NOT_YOUR_SITE)
    assert note(office.store, office.word(), item.item_id) is None
    assert note(office.store, office.word(), item.item_id) == NotDone(Obstacle.SETTLED, SAM.number)
