"""Sync killed at random instants with faults upstream: nothing lost, nothing doubled, nothing misdated."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests

from kiosk.demo.processes import Part, clockpost, until
from kiosk.demo.upstream import Sandbox
from shared.clock import Reading, SystemClock
from shared.clocking import make_tap, present
from shared.config import Config, load_config
from shared.demo_site import make_site
from shared.domain.clock_trust import Witness
from shared.domain.delivery import UNFINISHED, RowState
from shared.domain.model import Kind, Person
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.store import ledger, outbox
from shared.store.database import Store
from shared.sync.download import Download
from shared.sync_service import SyncService
from shared.verify import verify
from shared.wiring import door_of, open_ledger

KILLS = 200
LONGEST_LIFE_S = 0.15
GUARDS = tuple(str(number) for number in range(2001, 2013))
FAULTS = {
    "probability": 0.25,
    "kinds": ["answer_lost", "lost_before", "500_before", "500_after", "504_after", "connection_reset", "garbage"],
}
FORKED = multiprocessing.get_context("fork")
SETTINGS = "settle_s = 0.5\nfirst_retry_s = 0.02\ndelayed_after_s = 600\nlanes = 8"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """An upstream with twelve guards that takes the time of a clock-out."""
    with ExitStack() as parts:
        ready = tmp_path / "url"
        part = Part("sandbox", clockpost("sandbox", "--port", "0", "--ready", str(ready)), tmp_path).start()
        parts.callback(part.stop)
        url = until("the sandbox listens", lambda: ready.exists() and ready.read_text()).strip()
        numbers = [int(guard) for guard in GUARDS]
        world = {
            "employees": [
                {"id": number, "firstName": "Guard", "lastName": str(number), "customId": str(number)}
                for number in numbers
            ],
            "assignments": [{"employee": number, "account": 687} for number in numbers],
            "shifts": [],
        }
        requests.put(f"{url}/control/world", json=world, timeout=5).raise_for_status()
        upstream = Sandbox(url)
        upstream.switch(ended_on="taken")
        yield upstream


def came_and_left(store: Store, config: Config, guard: str, day: int) -> None:
    """One finished work session of some days ago, recorded now."""
    door, now = door_of(config), SystemClock().read()
    for choice, hours in ((Choice.CLOCK_IN, 8), (Choice.CLOCK_OUT, 0)):
        back = timedelta(days=day, hours=hours)
        reading = Reading(now.wall - back, now.boottime_s - back.total_seconds(), now.boot_id)
        told = Witness("rtc", 0.0, 2.0, reading.wall, reading.boottime_s, reading.boot_id)
        tap = make_tap(door, reading, Answer(choice, 382))
        present(store, door, tap, Person(guard, f"Guard {guard}"), "", Surroundings(reading, local_witnesses=(told,)))


def deliver(config: Config) -> None:
    """Be sync, until killed."""
    section = config.upstream.tracktik
    assert section is not None
    with open_ledger(config, SystemClock()) as store, SyncService(config, section, store) as service:
        service.worker.jobs.clear()
        service.worker.run()


def one_life(config: Config, dice: random.Random) -> None:
    worker = FORKED.Process(target=deliver, args=(config,))
    worker.start()
    time.sleep(dice.random() * LONGEST_LIFE_S)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(30)
    assert worker.exitcode == -signal.SIGKILL, "it must not have ended by itself"


def to_the_end(config: Config, store: Store) -> None:
    """Let sync live, until nothing is on its way."""
    worker = FORKED.Process(target=deliver, args=(config,))
    worker.start()
    try:
        until("everything is delivered", lambda: not outbox.listed(store, UNFINISHED, 5), 60)
    finally:
        worker.kill()
        worker.join(30)


@pytest.mark.kill
@pytest.mark.timeout(300)
def test_every_event_has_one_session_however_often_sync_dies(
    tmp_path: Path, sandbox: Sandbox, request: pytest.FixtureRequest
) -> None:
    kills = request.config.getoption("--kills") or KILLS
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    dice = random.Random(seed)
    config = load_config(make_site(tmp_path / "site", sandbox.url, sync=SETTINGS).config)
    section = config.upstream.tracktik
    assert section is not None
    with open_ledger(config, SystemClock()) as store:
        with SyncService(config, section, store) as service:
            download: Download = service.download(store)
            assert download.everything()
        sandbox.switch(random_faults={**FAULTS, "seed": seed})
        for life in range(kills):
            if life % 4 == 0:
                came_and_left(store, config, dice.choice(GUARDS), 60 + life // 4)
            one_life(config, dice)
        sandbox.switch(random_faults=None)
        to_the_end(config, store)
        assert verify(store).intact
        judge(store, sandbox)


def judge(store: Store, sandbox: Sandbox) -> None:
    """One session for each work session, with its times to the second; what is parked says why."""
    rows = ledger.newest(store, 100_000)
    events = [row.event for row in rows if row.event is not None]
    ours = {
        (event.employee, event.draft.at): next(
            out.draft.at for out in events if out.draft.kind is Kind.CLOCKED_OUT and out.work_session == event.event_id
        )
        for event in events
        if event.draft.kind is Kind.CLOCKED_IN
    }
    assert outbox.listed(store, (RowState.PARKED,)) == []
    delivered = outbox.listed(store, (RowState.DELIVERED,), 100_000)
    assert {row.found for row in delivered} == {"sent", "adopted"}, "no answer was lost: nothing was put to the proof"
    theirs = [
        (
            (str(one["employee"]), datetime.fromisoformat(one["startedOn"])),
            datetime.fromisoformat(one["endedOn"]),
        )
        for one in sandbox.sessions()
    ]
    assert sorted(theirs) == sorted(ours.items())
