"""Recording, killed at random instants: what was confirmed is there once, and the next start goes on from it.

A worker works through a fixed script of steps, each at its own time of the day, and tells the number of a step through
a pipe once its commit has returned. It is killed at some instant and the next one begins with the first step that was
not confirmed, as people do who saw no confirmation: they tap again.
"""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import pytest

from shared.clocking import claim, left_unanswered
from shared.domain.decision import Ask, Repeated
from shared.domain.model import Kind, Person
from shared.domain.rules import Rules
from shared.domain.tap import Choice, Question, Unidentified
from shared.recording import Outcome
from shared.store import ledger, presence, taps
from shared.store.database import Store
from shared.store.taps import TapState
from shared.voiding import void
from tests.shared.store.gate import MONDAY, Gate, assert_sound, guard

FORKED: Final = multiprocessing.get_context("fork")
LONGEST_LIFE_S: Final = 0.03
LOOKED_AT_WHOLE_EVERY: Final = 40


def tap(gate: Gate, person: Person) -> Outcome:
    """A tap; whoever was asked when the process died says first that they are still here."""
    outcome = gate.tap(person)
    if isinstance(outcome.decision, Ask) and outcome.decision.question is Question.OPEN_TAP:
        return gate.answer(outcome, Choice.STILL_HERE)
    return outcome


def choosing(choice: Choice) -> Callable[[Gate, Person], Outcome]:
    def tap_and_choose(gate: Gate, person: Person) -> Outcome:
        outcome = tap(gate, person)
        return gate.answer(outcome, choice) if isinstance(outcome.decision, Ask) else outcome

    return tap_and_choose


def come_by_mistake(gate: Gate, person: Person) -> Outcome:
    """Somebody clocks in and says at once that it is not right."""
    outcome = tap(gate, person)
    of = outcome.decision.of.event_id if isinstance(outcome.decision, Repeated) else outcome.events[-1].event_id
    void(gate.store, gate.door, person, (of,), gate.around, reason="not right")
    return outcome


def unknown_badge(gate: Gate, person: Person) -> Outcome | None:
    claim(gate.store, gate.door, gate.a_tap(), Unidentified.UNKNOWN_BADGE, f"hash of {person.number}", gate.around)
    return None


Act = Callable[[Gate, Person], Outcome | None]
VISIT: Final[tuple[tuple[int, Act, tuple[Kind, ...]], ...]] = (
    (0, tap, (Kind.CLOCKED_IN,)),
    (10, choosing(Choice.START_BREAK), (Kind.BREAK_STARTED,)),
    (20, tap, (Kind.BREAK_ENDED,)),
    (30, choosing(Choice.START_BREAK), (Kind.BREAK_STARTED,)),
    (180, choosing(Choice.CLOCK_OUT), (Kind.BREAK_ENDED, Kind.CLOCKED_OUT)),
    (190, unknown_badge, ()),
    (200, come_by_mistake, ()),
)
"""What somebody does after so many minutes, and what of it shall stand in the ledger."""
CLAIM_STEP: Final = 5
EVERY_VISIT: Final = timedelta(minutes=240)


def person_of(step: int) -> Person:
    return guard(2000 + step // len(VISIT))


def time_of(step: int) -> datetime:
    visit, part = divmod(step, len(VISIT))
    return MONDAY + visit * EVERY_VISIT + timedelta(minutes=VISIT[part][0])


def work(path: Path, first: int, answer: Connection) -> None:
    """Begin with step `first`, and go on until killed."""
    with Store.open(path) as store:
        gate = Gate(store, Rules())
        left_unanswered(store, gate.door, time_of(first))
        for step in range(first, first + 10_000):
            gate.move_to(time_of(step))
            outcome = VISIT[step % len(VISIT)][1](gate, person_of(step))
            answer.send((step, [event.event_id for event in outcome.events] if outcome else []))


def one_life(path: Path, first: int, dice: random.Random) -> list[tuple[int, list[str]]]:
    """Start a worker, kill it at some instant, and tell what it confirmed."""
    ours, theirs = FORKED.Pipe(duplex=False)
    worker = FORKED.Process(target=work, args=(path, first, theirs))
    worker.start()
    theirs.close()
    # Some die while they open the ledger, most while they record.
    if dice.random() > 0.1:
        ours.poll(30)
    time.sleep(dice.random() * LONGEST_LIFE_S)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(30)
    assert worker.exitcode == -signal.SIGKILL, "it must not have ended by itself"
    confirmed: list[tuple[int, list[str]]] = []
    while True:
        try:
            confirmed.append(ours.recv())
        except EOFError:
            return confirmed


class Judge:
    """Holds what was confirmed against the ledger."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.next_step = 0
        self.confirmed: list[str] = []

    def hear(self, told: list[tuple[int, list[str]]]) -> None:
        assert [step for step, _ in told] == list(range(self.next_step, self.next_step + len(told)))
        self.next_step += len(told)
        self.confirmed += [event_id for _, ids in told for event_id in ids]
        with Store.open(self.path) as store:
            for _, ids in told:
                for event_id in ids:
                    assert ledger.find(store, event_id), f"{event_id} was confirmed and is lost"
            for step in range(max(0, self.next_step - 10), self.next_step + 1):
                self.check_person(store, step)

    def check_person(self, store: Store, step: int) -> None:
        """Everything that this person's confirmed steps were to record stands there once, and nothing besides."""
        number = person_of(step).number
        rows = [row for row in ledger.of_employee(store, number) if row.event and not row.voided]
        standing = [row.event.draft.kind for row in rows if row.event and row.event.about is None]
        first = step - step % len(VISIT)
        done = [kind for _, _, kinds in VISIT[: max(0, self.next_step - first)] for kind in kinds]
        begun = [kind for _, _, kinds in VISIT[: max(0, self.next_step - first) + 1] for kind in kinds]
        unconfirmed_mistake = [*done, Kind.CLOCKED_IN]
        assert standing in (done, begun, unconfirmed_mistake), f"{number} at step {step}"
        assert presence.of(store, number) == presence.rebuild(store, number)

    def look_at_everything(self) -> None:
        with Store.open(self.path) as store:
            store.quick_check()
            assert_sound(store)
            assert len(set(self.confirmed)) == len(self.confirmed)


@pytest.mark.kill
def test_what_was_confirmed_is_there_once_whenever_the_process_dies(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = int(request.config.getoption("--kills", default=200) or 200)
    seed = random.randrange(10**9)
    dice, judge = random.Random(seed), Judge(tmp_path / "ledger.db")
    print(f"seed {seed}")
    for life in range(kills):
        judge.hear(one_life(judge.path, judge.next_step, dice))
        if life % LOOKED_AT_WHOLE_EVERY == 0:
            judge.look_at_everything()
    judge.look_at_everything()
    assert judge.next_step > kills, "they lived too short to record anything"
    with Store.open(judge.path) as store:
        open_taps = taps.listed(store, (TapState.OPEN, TapState.ASKED), limit=10_000)
        claims = taps.listed(store, (TapState.CLAIM,), limit=10_000)
    visits, part = divmod(judge.next_step, len(VISIT))
    confirmed, unconfirmed = visits + (part > CLAIM_STEP), int(part == CLAIM_STEP)
    assert confirmed <= len({claimed.presented for claimed in claims}) <= confirmed + unconfirmed
    assert len(open_taps) <= kills, "a question survives only where its process was killed"
