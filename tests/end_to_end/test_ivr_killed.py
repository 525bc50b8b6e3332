"""The phone line is killed at random instants of calls: what a caller heard is kept, and nothing is kept twice."""

import random
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final

import pytest

from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from tests.end_to_end.ivr_installation import Listening, PhoneSite, Told, standing_of, told_in

KILLS: Final = 10
LONGEST_LIFE_S: Final = 0.4
CALLERS: Final = 6
PEOPLE_OF_A_CALLER: Final = 2
DAY: Final = (
    (Kind.CLOCKED_IN, "1", "\n"),
    (Kind.BREAK_STARTED, "3", "On break since"),
    (Kind.BREAK_ENDED, "3", "On duty since"),
    (Kind.CLOCKED_OUT, "2", "\n"),
)
"""What somebody wants one after another, the key for it, and the words at which a break's key must not be pressed."""


@dataclass
class Caller(threading.Thread):
    """One telephone and the people who share it; each wish is called for until it is heard that it is so."""

    line: PhoneSite
    numbers: tuple[str, ...]
    enough: threading.Event
    heard: list[tuple[str, Told]] = field(default_factory=list)
    wishes_done: dict[str, int] = field(default_factory=dict)
    broken: int = 0
    answered_again: int = 0
    fault: BaseException | None = None

    def __post_init__(self) -> None:
        super().__init__(name=f"caller {self.numbers[0]}", daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Call until told that it is enough; what was begun is finished."""
        try:
            for kind, key, unless in cycle(DAY):
                for number in self.numbers:
                    while not self._is_so(number, kind, key, unless):
                        pass
                    self.wishes_done[number] = self.wishes_done.get(number, 0) + 1
                if self.enough.is_set():
                    return
        except BaseException as error:
            self.fault = error
            raise

    def _is_so(self, number: str, kind: Kind, key: str, unless: str) -> bool:
        """One call. Did the caller hear that what they want is so?"""
        assert self.line.is_up.wait(60)
        hand = Listening(number, key, unless)
        transcript = self.line.call(hand)
        told = self._noted(number, transcript.said)
        if transcript.exchanges[-1].status is None:
            self.broken += 1
            assert self.line.is_up.wait(60)
            again = self.line.asks_again(transcript)
            self.answered_again += bool(told_in(again))
            told += self._noted(number, again)
        return hand.was_so or kind in [one.kind for one in told]

    def _noted(self, number: str, said: list[str]) -> list[Told]:
        assert not any("cannot record" in one for one in said), "a line that serves took a message instead"
        told = told_in(said)
        self.heard += [(number, one) for one in told]
        return told


@pytest.mark.kill
@pytest.mark.timeout(900)
def test_what_a_caller_heard_survives_every_kill_and_nothing_is_doubled(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = request.config.getoption("--kills") or KILLS
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    dice, enough = random.Random(seed), threading.Event()
    numbers = tuple(str(2001 + place) for place in range(CALLERS * PEOPLE_OF_A_CALLER))
    with ExitStack() as parts:
        line = PhoneSite(tmp_path, parts, numbers).started()
        shares = [numbers[place::CALLERS] for place in range(CALLERS)]
        callers = [Caller(line, share, enough) for share in shares]
        for caller in callers:
            caller.start()
        try:
            for _ in range(kills):
                time.sleep(dice.uniform(0, LONGEST_LIFE_S))
                one_death(line, callers)
        finally:
            enough.set()
        for caller in callers:
            caller.join(60)
        assert not any(caller.is_alive() for caller in callers), "somebody never hears that what they want is so"
        judge(line, callers, kills)


def one_death(line: PhoneSite, callers: list[Caller]) -> None:
    """The process dies; what was heard until then must be in the file before anybody calls again."""
    assert [caller.fault for caller in callers if caller.fault] == []
    line.killed()
    # At once: the same wish called for again would hide that its first event was lost.
    heard = [one for caller in callers for one in list(caller.heard)]
    assert_kept(line, heard)
    line.again()


def assert_kept(line: PhoneSite, heard: list[tuple[str, Told]]) -> None:
    """Each event that was told stands in the ledger once, with that kind, time and receipt."""
    with line.ledger() as store:
        events = {number: standing_of(store, number) for number in line.numbers}
    for number, told in heard:
        found = [event for event in events[number] if told.fits(event, line.zone)]
        assert len(found) == 1, f"{number} heard {told}; the ledger has {[_short(event) for event in events[number]]}"


def _short(event: ClockEvent) -> str:
    return f"{event.draft.kind} {event.draft.at:%H:%M} {event.receipt}"


def judge(line: PhoneSite, callers: list[Caller], kills: int) -> None:
    """As many events as wishes, in their order, each with a receipt of its own."""
    assert [caller.fault for caller in callers] == [None] * len(callers)
    assert_kept(line, [one for caller in callers for one in caller.heard])
    line.assert_sound()
    order = [kind for kind, _, _ in DAY]
    wishes = {number: done for caller in callers for number, done in caller.wishes_done.items()}
    for number in line.numbers:
        kept = line.events(number)
        assert [event.draft.kind for event in kept] == [order[place % len(order)] for place in range(wishes[number])]
        assert len({event.receipt for event in kept}) == len(kept)
    broken = sum(caller.broken for caller in callers)
    print(
        f"{sum(wishes.values())} events, {broken} calls broken,"
        f" {sum(caller.answered_again for caller in callers)} heard at the second request"
    )
    assert broken >= kills // 2, "the process died while nobody was calling"
