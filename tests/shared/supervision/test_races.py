"""Two supervisors, or a supervisor and delivery, at the same instant: one word counts, and the other is told."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared import clocking
from shared.domain.delivery import RowState
from shared.domain.remedies import Fix
from shared.domain.supervision import NotDone
from shared.domain.tap import Unidentified
from shared.recording import Outcome
from shared.store import decisions, presence
from shared.store.database import Store
from shared.supervision import claims, pairing
from shared.supervision.clocking_for import clock_for
from shared.supervision.correcting import correct_time
from shared.supervision.parked import Mending, mend
from tests.shared.store.gate import ANA, BEN, MONDAY, TRACKTIK, assert_sound, events, kinds
from tests.shared.supervision.office import IN, OUT, SAM, UMA, Office

ROUNDS = range(8)


def at_once(office: Office, *words: Callable[[Store], Any]) -> list[Any]:
    """Each said on a connection of its own, all at the same instant; what was answered, in their order."""
    start, answers = threading.Barrier(len(words), timeout=60), [None] * len(words)

    def say(number: int, word: Callable[[Store], Any]) -> None:
        with office.store.another() as store:
            start.wait()
            answers[number] = word(store)

    threads = [threading.Thread(target=say, args=one) for one in enumerate(words)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def refused(answers: list[Any]) -> int:
    return sum(isinstance(answer, NotDone) for answer in answers)


@pytest.mark.parametrize("_", ROUNDS)
def test_one_time_is_corrected_by_one(office: Office, _: int) -> None:
    came = office.tap(ANA).events[0]
    office.wait(minutes=30)
    news = {by: MONDAY - timedelta(minutes=minutes) for by, minutes in ((SAM, 10), (UMA, 20))}
    words = [
        lambda store, by=by, new=new: correct_time(store, office.word(by), came.event_id, new, expected=MONDAY)
        for by, new in news.items()
    ]
    answers = at_once(office, *words)
    assert refused(answers) == 1
    assert kinds(office.store) == ["clocked_in", "corrected"]
    assert len(office.told(ANA)) == 1
    assert_sound(office.store)


@pytest.mark.parametrize("_", ROUNDS)
def test_one_claim_is_accepted_or_dismissed(office: Office, _: int) -> None:
    tap = clocking.claim(
        office.store, office.door, office.a_tap(), Unidentified.UNKNOWN_BADGE, "f3" * 32, office.around
    ).tap
    answers = at_once(
        office,
        lambda store: claims.accept(store, office.word(SAM), tap.tap_id, ANA, IN),
        lambda store: claims.dismiss(store, office.word(UMA), tap.tap_id),
    )
    assert refused(answers) == 1
    assert len(events(office.store)) == isinstance(answers[0], Outcome)
    assert len(decisions.about(office.store, tap.tap_id)) == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_one_badge_is_paired_with_one(office: Office, _: int) -> None:
    answers = at_once(
        office,
        lambda store: pairing.pair_badge(store, office.word(SAM), "d" * 64, ANA.number),
        lambda store: pairing.pair_badge(store, office.word(UMA), "d" * 64, BEN.number),
    )
    assert refused(answers) == 1
    assert office.store.one("SELECT count(*) FROM badge_pairings") == (1,)


@pytest.mark.parametrize("_", ROUNDS)
def test_one_delivery_is_mended_once(office: Office, _: int) -> None:
    came = office.tap(ANA).events[0]
    office.move_row(came.event_id, state=RowState.PARKED, reason="overlap")
    answers = at_once(
        office,
        lambda store: mend(store, office.word(SAM), came.event_id, TRACKTIK, Mending(Fix.WAS_CLOCK_OUT)),
        lambda store: mend(store, office.word(UMA), came.event_id, TRACKTIK, Mending(Fix.HAND_OVER)),
    )
    assert refused(answers) == 1
    voided = "voided" in kinds(office.store)
    assert (office.row(came.event_id).state is RowState.DROPPED) == voided
    assert_sound(office.store)


@pytest.mark.parametrize("_", ROUNDS)
def test_a_guard_s_tap_and_a_supervisor_s_word_leave_nobody_on_duty(office: Office, _: int) -> None:
    office.tap(ANA)
    office.wait(hours=8)
    order, tap = office.order(ANA, OUT), office.a_tap(OUT)
    at_once(
        office,
        lambda store: clock_for(store, office.word(), order),
        lambda store: clocking.present(store, office.door, tap, ANA, "", office.around),
    )
    assert not presence.of(office.store, ANA.number).presence.on_duty
    assert kinds(office.store)[:2] == ["clocked_in", "clocked_out"]
    assert_sound(office.store)


@pytest.mark.parametrize("_", ROUNDS)
def test_the_same_order_from_two_screens_is_carried_out_once(office: Office, _: int) -> None:
    order = office.order(ANA, IN)
    answers = at_once(office, *[lambda store: clock_for(store, office.word(), order)] * 3)
    assert [isinstance(answer, Outcome) for answer in answers] == [True] * 3
    assert kinds(office.store) == ["clocked_in"]
