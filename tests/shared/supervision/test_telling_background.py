"""Who changed something, by name, and the position that a moved clock-in counts for."""

from datetime import timedelta

import pytest

from shared.domain.event import ClockEvent
from shared.domain.model import Shift
from shared.domain.notice import Background, NoticeAnswer, NoticeKind
from shared.store import people
from shared.store.roster import Part
from shared.supervision.correcting import correct_place, correct_time
from shared.supervision.telling import answer, background, to_tell
from tests.shared.store.gate import ACCOUNT, ANA, MONDAY
from tests.shared.supervision.office import CAST, Office, register


@pytest.fixture
def came(office: Office) -> ClockEvent:
    """Ana came at six; it is half past."""
    register(office.store, *CAST)
    event = office.tap(ANA).events[0]
    office.wait(minutes=30)
    return event


def test_a_moved_clock_in_names_the_position_it_counts_for(office: Office, came: ClockEvent) -> None:
    office.roster(Part.POSITIONS, [(382, ACCOUNT, "Gate"), (383, ACCOUNT, "Lobby")])
    shift = Shift(9001, ACCOUNT, 383, MONDAY, MONDAY + timedelta(hours=8))
    correct_place(office.store, office.word(), came.event_id, 383, shift)
    (notice,) = to_tell(office.store, ANA)
    assert notice.kind is NoticeKind.PLACED
    assert background(office.store, notice, office.door.site) == Background("Sam Roy", "Lobby")
    assert background(office.store, notice, None) == Background("Sam Roy")


def test_a_supervisor_whom_the_register_dropped_is_a_number(office: Office, came: ClockEvent) -> None:
    correct_time(office.store, office.word(), came.event_id, MONDAY - timedelta(minutes=9))
    people.replace(office.store, [], fingerprint="empty", taken_at=MONDAY)
    (notice,) = to_tell(office.store, ANA)
    assert background(office.store, notice, office.door.site) == Background("2001")


def test_what_was_shown_is_answered_in_that_showing(office: Office, came: ClockEvent) -> None:
    correct_time(office.store, office.word(), came.event_id, MONDAY - timedelta(minutes=9))
    (notice,) = to_tell(office.store, ANA)
    shown = []
    for said in (NoticeAnswer.NOT_ANSWERED, NoticeAnswer.NOT_ANSWERED, NoticeAnswer.AGREED):
        kept = answer(office.store, office.door, ANA, notice.event_id, said, office.around)
        shown.append(kept.shown)
    assert shown == [1, 2, 2]
