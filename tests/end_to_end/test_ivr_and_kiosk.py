"""Badge and telephone on one ledger, in two processes, with no upstream in reach."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import pytest

from shared.clock import SystemClock
from shared.clocking import make_tap, present
from shared.config import load_config
from shared.domain.model import Door, Kind
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.recording import Outcome
from shared.store import outbox, people
from shared.time_service import own_witnesses
from shared.wiring import door_of, open_ledger
from tests.end_to_end.ivr_installation import Listening, PhoneSite, told_in

FORKED: Final = multiprocessing.get_context("fork")
CALLS: Final = 50
LATER_S: Final = 0.001
BOTH: Final = tuple(str(number) for number in range(2001, 2011))
"""Who uses badge and telephone, each in one test; ten are enough for a close race to go both ways."""
CROWD: Final = tuple(str(number) for number in range(2101, 2176))


@dataclass(frozen=True, slots=True)
class Seen:
    """What the kiosk would show: the decision's name, and the receipts of what it recorded or found recorded."""

    decision: str
    receipts: tuple[str, ...]


def kiosk_at_work(config_file: Path, orders: Connection) -> None:
    """A kiosk's door: present each badge as it is told, answer what was asked as it is told. Ends with None."""
    config, clock = load_config(config_file), SystemClock()
    door, asked = door_of(config), {}
    with open_ledger(config, clock) as store:
        while (order := orders.recv()) is not None:
            number, choice = order
            reading = clock.read()
            tap = asked.pop(number, None) or make_tap(door, reading)
            tap = replace(tap, answer=Answer(choice) if choice else None)
            around = Surroundings(reading, local_witnesses=own_witnesses(reading, "trust", synchronised=None))
            person, _ = people.by_number(store, number)
            outcome = present(store, door, tap, person, "", around)
            if choice is None:
                asked[number] = tap
            orders.send(_seen(outcome))


def _seen(outcome: Outcome) -> Seen:
    of = getattr(outcome.decision, "of", None)
    receipts = [event.receipt for event in outcome.events] or ([of.receipt] if of else [])
    return Seen(type(outcome.decision).__name__, tuple(receipts))


class Kiosk:
    """The test's end of that process."""

    def __init__(self, config_file: Path) -> None:
        self._orders, theirs = FORKED.Pipe()
        self.process = FORKED.Process(target=kiosk_at_work, args=(config_file, theirs))
        self.process.start()
        theirs.close()

    def badge(self, number: str, choice: Choice | None = None) -> Seen:
        """A badge is read, or the question that it led to is answered."""
        self._orders.send((number, choice))
        seen: Seen = self._orders.recv()
        return seen

    def stop(self) -> None:
        """The process ends."""
        self._orders.send(None)
        self.process.join(20)
        assert self.process.exitcode == 0


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PhoneSite, Kiosk]]:
    """A phone line and a kiosk's door; the upstream never answers."""
    with ExitStack() as parts:
        line = PhoneSite(tmp_path_factory.mktemp("doors"), parts, (*BOTH, *CROWD, "2011", "2012", "2013"))
        # Forked before this process has threads.
        kiosk = Kiosk(line.site.config)
        parts.callback(kiosk.stop)
        line.started()
        yield line, kiosk
        line.assert_sound()


def test_in_by_badge_and_out_by_phone_is_one_work_session(doors: tuple[PhoneSite, Kiosk]) -> None:
    line, kiosk = doors
    seen = kiosk.badge("2011")
    assert seen.decision == "Accepted"
    told = line.told("2011", "2")
    came, left = line.events("2011")
    assert (came.draft.kind, left.draft.kind) == (Kind.CLOCKED_IN, Kind.CLOCKED_OUT)
    assert (came.door, left.door) == (Door.KIOSK, Door.PHONE)
    assert left.work_session == came.event_id
    assert came.receipt == seen.receipts[-1]
    assert told.fits(left, line.zone)
    with line.ledger() as store:
        rows = [outbox.of_event(store, event.event_id) for event in (came, left)]
    assert [[row.session_id for row in of] for of in rows] == [[None], [None]], "the upstream was in reach"


def test_in_by_phone_and_out_by_badge_is_one_work_session(doors: tuple[PhoneSite, Kiosk]) -> None:
    line, kiosk = doors
    told = line.told("2012", "1")
    # Within two minutes a badge is a repeat of the call: no second event, the same receipt.
    assert kiosk.badge("2012") == Seen("Repeated", (told.receipt,))
    seen = kiosk.badge("2012", Choice.CLOCK_OUT)
    came, left = line.events("2012")
    assert (came.draft.kind, left.draft.kind) == (Kind.CLOCKED_IN, Kind.CLOCKED_OUT)
    assert (came.door, left.door) == (Door.PHONE, Door.KIOSK)
    assert left.work_session == came.event_id
    assert told.fits(came, line.zone)
    assert seen == Seen("Accepted", (left.receipt,))


def test_a_break_by_badge_ends_by_phone(doors: tuple[PhoneSite, Kiosk]) -> None:
    line, kiosk = doors
    line.told("2013", "1")
    assert kiosk.badge("2013", Choice.START_BREAK).decision == "Accepted"
    told = line.told("2013", "3")
    came, began, ended = line.events("2013")
    assert [began.draft.kind, ended.draft.kind] == [Kind.BREAK_STARTED, Kind.BREAK_ENDED]
    assert told.fits(ended, line.zone)
    assert began.work_session == ended.work_session == came.event_id


def test_badge_and_phone_in_the_same_second_are_one_event(doors: tuple[PhoneSite, Kiosk]) -> None:
    line, kiosk = doors
    for place, number in enumerate(BOTH):
        for key, choice, kind in (("1", None, Kind.CLOCKED_IN), ("2", Choice.CLOCK_OUT, Kind.CLOCKED_OUT)):
            if choice is not None:
                kiosk.badge(number)
            gate = threading.Barrier(2, timeout=20)
            with ThreadPoolExecutor(1) as caller:
                call = caller.submit(line.call, Listening(number, key, before_key=gate.wait))
                gate.wait()
                # A badge is quicker than a webhook: late by a little more each time, it meets the call everywhere.
                time.sleep(place * LATER_S)
                seen = kiosk.badge(number, choice)
                transcript = call.result(20)
            (told,) = told_in(transcript.said)
            (event,) = [event for event in line.events(number) if event.draft.kind is kind]
            assert told.fits(event, line.zone)
            assert seen.receipts == (event.receipt,)
            assert seen.decision == ("Accepted" if event.door is Door.KIOSK else "Repeated")


def test_fifty_calls_and_fifty_badges_at_once_are_all_recorded_once(doors: tuple[PhoneSite, Kiosk]) -> None:
    line, kiosk = doors
    callers, badges = CROWD[:CALLS], CROWD[-CALLS:]
    # Whoever never comes to the menu breaks it for all: a barrier without an end would hold the whole run up.
    gate = threading.Barrier(CALLS + 1, timeout=90)
    with ThreadPoolExecutor(CALLS) as phones:
        hands = {number: Listening(number, "1", before_key=gate.wait) for number in callers}
        # Each from a telephone of their own: of one person's, no more than ten guesses are checked at once.
        calls = {one: phones.submit(line.call, hands[one], caller=f"+1514555{one}") for one in callers}
        gate.wait()
        seen = {number: kiosk.badge(number) for number in badges}
        told = {number: told_in(call.result(60).said) for number, call in calls.items()}
    assert set(callers) & set(badges), "nobody was at both doors"
    for number in CROWD:
        (event,) = line.events(number)
        assert event.draft.kind is Kind.CLOCKED_IN
        assert [one.fits(event, line.zone) for one in told.get(number, [])] == [True] * (number in callers)
        assert number not in badges or seen[number].receipts == (event.receipt,)
