"""What the desk must not say: that something was done which was not, or that nothing was done which was."""

from datetime import timedelta

import pytest

from shared import clocking
from shared.desk_now import desk_now
from shared.domain.delivery import RowState
from shared.domain.desk_entry import DeskAct, Done, Given
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Choice, Unidentified
from shared.store import desk, people
from shared.store.desk import DeskKind
from shared.supervision.desk_acting import act, how_it_will_go
from tests.shared.store.gate import ANA, BEN, MONDAY, SITE, TRACKTIK
from tests.shared.supervision.office import UMA, Office

BADGE = "f3" * 32


def unknown_badge(office: Office, digest: str = BADGE) -> str:
    tap = office.a_tap()
    clocking.claim(office.store, office.door, tap, Unidentified.UNKNOWN_BADGE, digest, office.around)
    office.wait(minutes=5)
    return f"tap:{tap.tap_id}"


def test_a_claim_that_became_somebody_else_s_event_is_settled(office: Office) -> None:
    key = unknown_badge(office)
    act(office.store, office.word(), key, Given(DeskAct.ACCEPT, number=ANA.number, choice=Choice.CLOCK_IN))
    second = Given(DeskAct.ACCEPT, number=BEN.number, choice=Choice.CLOCK_IN)
    answer = act(office.store, office.word(UMA), key, second)
    assert isinstance(answer, NotDone)
    assert answer.obstacle is Obstacle.SETTLED


def test_a_badge_that_was_paired_is_not_told_as_nothing_done(office: Office) -> None:
    office.tap(ANA)
    office.wait(hours=1)
    given = Given(DeskAct.PAIR, number=ANA.number, choice=Choice.CLOCK_IN)
    answer = act(office.store, office.word(), unknown_badge(office), given)
    assert people.holders(office.store, [BADGE])
    assert isinstance(answer, Done)


@pytest.mark.parametrize("edits", [True, False])
@pytest.mark.parametrize("chosen", [DeskAct.OURS, DeskAct.THEIRS, DeskAct.AS_IT_IS])
def test_what_a_settled_difference_does_is_told_before(office: Office, chosen: DeskAct, edits: bool) -> None:
    event, theirs = office.tap(ANA).events[0], MONDAY + timedelta(minutes=1)
    office.move_row(event.event_id, state=RowState.DELIVERED, session_id=7, their_started=theirs)
    facts = {"upstream": TRACKTIK, "theirs": theirs.isoformat()}
    desk.put(
        office.store, DeskKind.TIME_DIFFERS, event.event_id, office.now, employee=ANA.number, site=SITE, facts=facts
    )
    office.wait(hours=1)
    (entry,) = desk_now(office.store, [office.door.site], office.now).entries
    word = office.word(edits=edits)
    told = how_it_will_go(office.store, word, entry.key, Given(chosen, parts=entry.parts))
    answer = act(office.store, word, entry.key, Given(chosen, parts=entry.parts))
    assert told == (answer if isinstance(answer, NotDone) else answer.how)


@pytest.mark.parametrize(("chosen", "session"), [(DeskAct.SAME_AS, 4592), (DeskAct.WAS_CLOCK_OUT, None)])
def test_what_a_remedy_does_is_told_before(office: Office, chosen: DeskAct, session: int | None) -> None:
    event = office.tap(ANA).events[0]
    office.wait(hours=1)
    office.move_row(event.event_id, state=RowState.PARKED, reason="overlap")
    key, given = f"row:{TRACKTIK}:{event.event_id}", Given(chosen, session=session)
    told = how_it_will_go(office.store, office.word(), key, given)
    answer = act(office.store, office.word(), key, given)
    assert isinstance(answer, Done)
    assert told == answer.how


@pytest.mark.parametrize("key", ["", "row:x", "nonsense"])
def test_a_key_that_names_no_delivery_is_no_crash(office: Office, key: str) -> None:
    assert isinstance(how_it_will_go(office.store, office.word(), key, Given(DeskAct.RETRY)), NotDone)


def test_many_old_taps_do_not_hide_a_new_one(office: Office) -> None:
    for number in range(501):
        unknown_badge(office, f"{number:064x}")
    office.wait(hours=72)
    unknown_badge(office)
    assert len(desk_now(office.store, [office.door.site], office.now).entries) == 1
