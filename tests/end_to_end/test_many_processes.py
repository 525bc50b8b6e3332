"""Ten processes on one ledger: a kiosk, a sync that marks rows, and eight more doors for the same people."""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, Final

from shared.clock import SystemClock
from shared.clocking import make_tap, present
from shared.domain.clock_trust import Witness
from shared.domain.delivery import RowState
from shared.domain.model import Kind, Person
from shared.domain.rules import Rules, TapOut
from shared.domain.site import Site
from shared.gather import Surroundings
from shared.recording import Door, Outcome
from shared.store import ledger, outbox, presence
from shared.store.database import Store
from shared.store.group_writer import GroupWriter
from tests.shared.store.gate import ACCOUNT, SITE, TRACKTIK, assert_sound, guard

FORKED: Final = multiprocessing.get_context("fork")
WORK_S: Final = 3.0
PEOPLE: Final = [guard(2000 + number) for number in range(12)]
"""Few, so that the doors want the same person all the time."""
EVERY_TAP: Final = Rules(tap_out=TapOut.ALWAYS, no_instant_out_s=0, repeat_s=0)
Told = dict[str, Any]


def tap(store: Store, terminal: str, person: Person) -> Outcome:
    """A tap at the real time of this machine."""
    reading = SystemClock().read()
    witness = Witness("ntp", 0.0, 1.0, reading.wall, reading.boottime_s, reading.boot_id)
    door = Door(Site(SITE, ACCOUNT, EVERY_TAP), terminal, (TRACKTIK,))
    around = Surroundings(reading, local_witnesses=(witness,))
    return present(store, door, make_tap(door, reading), person, "", around)


def a_door(path: Path, number: int, go: Event, answer: Connection) -> None:
    """Tap whoever comes, one after another; tell every event that was confirmed."""
    dice, confirmed = random.Random(number), []
    with Store.open(path) as store:
        go.wait()
        until = time.monotonic() + WORK_S
        while time.monotonic() < until:
            outcome = tap(store, f"Gate {number}", dice.choice(PEOPLE))
            confirmed += [event.event_id for event in outcome.events]
            # A door has a person in front of it; without a rest the lock would go to whoever spins fastest.
            time.sleep(dice.random() * 0.004)
    answer.send({"confirmed": confirmed})


def the_sync(path: Path, go: Event, answer: Connection) -> None:
    """Mark what waits as sending, then as delivered, through the group writer."""
    delivered = 0
    with Store.open(path) as store:
        writer = GroupWriter(store)
        writer.start()
        go.wait()
        until = time.monotonic() + WORK_S
        while time.monotonic() < until:
            for state, then in ((RowState.HELD, RowState.SENDING), (RowState.SENDING, RowState.DELIVERED)):
                rows = outbox.listed(store, (state,), limit=30)
                for row in rows:
                    writer.write(_marking(row.event_id, then))
                delivered += len(rows) if then is RowState.DELIVERED else 0
        writer.stop()
    answer.send({"delivered": delivered})


def _marking(event_id: str, state: RowState) -> Callable[[Store], None]:
    return lambda store: outbox.change(store, event_id, TRACKTIK, SystemClock().now(), state=state)


def test_ten_processes_share_one_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Store.open(path).close()
    told = at_work(path)
    confirmed = [event_id for one in told for event_id in one.get("confirmed", [])]
    with Store.open(path) as store:
        assert_sound(store)
        assert Counter(confirmed) == Counter(row.event_id for row in ledger.newest(store, 1_000_000))
        for person in PEOPLE:
            assert_they_came_and_left_in_turn(store, person)
        states = outbox.counts(store)
    assert all(one["confirmed"] for one in told if "confirmed" in one), "a door never had its turn"
    (delivered,) = [one["delivered"] for one in told if "delivered" in one]
    assert states.get("delivered", 0) == delivered > 0
    assert sum(states.values()) == len(confirmed)


def at_work(path: Path) -> list[Told]:
    """What each process tells after its work; one that failed tells nothing."""
    go = FORKED.Event()
    pipes = [FORKED.Pipe(duplex=False) for _ in range(10)]
    workers = [FORKED.Process(target=a_door, args=(path, number, go, pipes[number][1])) for number in range(9)]
    workers.append(FORKED.Process(target=the_sync, args=(path, go, pipes[9][1])))
    for worker, (_, theirs) in zip(workers, pipes, strict=True):
        worker.start()
        theirs.close()
    go.set()
    told = [_heard(ours) for ours, _ in pipes]
    for worker in workers:
        worker.join(30)
    assert [worker.exitcode for worker in workers] == [0] * len(workers)
    return told


def _heard(ours: Connection) -> Told:
    try:
        told: Told = ours.recv()
    except EOFError:
        return {}
    return told


def assert_they_came_and_left_in_turn(store: Store, person: Person) -> None:
    """Whoever decided on a presence that was already old would have let somebody in twice."""
    rows = reversed(ledger.newest(store, 1_000_000, employee=person.number))
    found = [row.event for row in rows if row.event]
    assert [event.draft.kind for event in found] == ([Kind.CLOCKED_IN, Kind.CLOCKED_OUT] * len(found))[: len(found)]
    sessions = [event.work_session for event in found]
    assert sessions[1::2] == sessions[::2][: len(sessions[1::2])]
    receipts = [event.receipt for event in found]
    assert len(set(receipts)) == len(receipts)
    standing = presence.of(store, person.number)
    assert standing == presence.rebuild(store, person.number)


def test_a_tap_holds_the_lock_for_a_handful_of_statements(tmp_path: Path) -> None:
    with Store.open(tmp_path / "ledger.db") as store:
        tap(store, "Gate 1", PEOPLE[0])
        statements: list[str] = []
        execute = store.execute

        def counted(sql: str, parameters: Any = ()) -> Any:
            statements.append(sql)
            return execute(sql, parameters)

        take_the_lock = store._take_the_lock

        def locked() -> None:
            statements.append("BEGIN IMMEDIATE")
            take_the_lock()

        store.execute = counted  # type: ignore[method-assign]
        store._take_the_lock = locked  # type: ignore[method-assign]
        tap(store, "Gate 1", PEOPLE[0])
    assert statements[0] == "BEGIN IMMEDIATE", "whatever is read before it may be old"
    assert statements[-1] == "COMMIT"
    assert len(statements) <= 12, statements
