"""What was changed is told once, and the answer is a fact of the ledger: agreed, disputed, or not answered."""

import pytest

from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.domain.notice import Notice, NoticeAnswer
from shared.domain.supervision import NotDone, Obstacle
from shared.recording import Outcome
from shared.store import desk
from shared.store.desk import DeskKind
from shared.supervision.clocking_for import clock_for
from shared.supervision.differences import note
from shared.supervision.telling import answer, to_tell
from tests.shared.store.gate import ANA, BEN, assert_sound, events
from tests.shared.supervision.office import IN, Office, whole


@pytest.fixture
def made(office: Office) -> ClockEvent:
    done = clock_for(office.store, office.word(), office.order(ANA, IN))
    assert isinstance(done, Outcome)
    office.wait(hours=8)
    return done.events[0]


def says(office: Office, event: ClockEvent, said: NoticeAnswer) -> Notice:
    done = answer(office.store, office.door, ANA, event.event_id, said, office.around)
    assert isinstance(done, Notice), done
    return done


@pytest.mark.parametrize("said", [NoticeAnswer.AGREED, NoticeAnswer.DISPUTED])
def test_an_answer_is_chained_and_ends_the_telling(office: Office, made: ClockEvent, said: NoticeAnswer) -> None:
    kept = says(office, made, said)
    assert (kept.answer, kept.shown, kept.answered_at) == (said, 1, office.now)
    last = events(office.store)[-1]
    assert last.about is not None
    assert (last.draft.kind, last.about.target, last.about.new, last.about.by) == (
        Kind.CORRECTION_ANSWER,
        made.event_id,
        said,
        ANA.number,
    )
    assert to_tell(office.store, ANA) == []
    again = answer(office.store, office.door, ANA, made.event_id, NoticeAnswer.AGREED, office.around)
    assert again == NotDone(Obstacle.SETTLED)
    assert_sound(office.store)


def test_a_dispute_waits_on_the_desk_until_a_supervisor_has_seen_it(office: Office, made: ClockEvent) -> None:
    says(office, made, NoticeAnswer.DISPUTED)
    (item,) = desk.listed(office.store)
    assert (item.kind, item.employee, item.facts["kind"]) == (DeskKind.CORRECTION_DISPUTED, ANA.number, "clocked")
    assert note(office.store, office.word(), item.item_id) is None
    assert desk.listed(office.store) == []


def test_walking_away_is_no_answer_and_is_told_again(office: Office, made: ClockEvent) -> None:
    for shown in (1, 2):
        assert says(office, made, NoticeAnswer.NOT_ANSWERED).shown == shown
        assert [one.answer for one in to_tell(office.store, ANA)] == [NoticeAnswer.NOT_ANSWERED]
    assert len(events(office.store)) == 1
    assert says(office, made, NoticeAnswer.AGREED).answer == NoticeAnswer.AGREED


def test_nobody_answers_for_somebody_else(office: Office, made: ClockEvent) -> None:
    before = whole(office.store)
    for person, event_id in ((BEN, made.event_id), (ANA, "none")):
        done = answer(office.store, office.door, person, event_id, NoticeAnswer.AGREED, office.around)
        assert done == NotDone(Obstacle.NOT_ANSWERABLE)
    assert whole(office.store) == before
