"""Hours go back to a played tamigo beside a played TrackTik: killed at random, and one in trouble without the other."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import requests

from kiosk.demo.processes import Part, clockpost, until
from shared.clock import Reading, SystemClock
from shared.clocking import make_tap, present
from shared.config import Config, load_config
from shared.demo_site import make_site
from shared.domain.clock_trust import Witness
from shared.domain.delivery import UNFINISHED, OutboxRow, RowState
from shared.domain.model import Kind, Person
from shared.domain.tap import Answer, Choice
from shared.domain.worked_shift import TAMIGO
from shared.gather import Surroundings
from shared.store import ledger, outbox
from shared.store.database import Store
from shared.sync_service import SyncService
from shared.verify import verify
from shared.wiring import TRACKTIK, door_of, open_ledger

KILLS = 40
LONGEST_LIFE_S = 0.5
GUARDS = tuple(str(number) for number in range(2001, 2007))
DEPARTMENT = "dc1a04be-fb08-443f-aa3f-06b0a7bffb28"
FORKED = multiprocessing.get_context("fork")
SYNC = "settle_s = 0.5\nfirst_retry_s = 0.02\ndelayed_after_s = 600\nlanes = 4"
SETTINGS = f"""
[upstream.tamigo]
base_url = "{{url}}/tamigo"
name = "clockpost"
key_file = "tamigo.key"
department = "{DEPARTMENT}"
rota = false
write_back = "worked_shifts"
read_timeout_s = 0.5
"""
FAULTS: dict[str, Any] = {
    "probability": 0.2,
    "kinds": ["answer_lost", "lost_before", "500_before", "500_after", "504_after", "connection_reset", "garbage"],
    "path": "/tamigo/*hifts/*",
}


@dataclass
class Site:
    """One installation with both upstreams."""

    config: Config
    url: str

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.url}/control{path}", json=body, timeout=5)
        answer.raise_for_status()
        return answer.json()

    def worked(self) -> dict[str, list[tuple[datetime, datetime | None]]]:
        """The worked shifts in tamigo, by guard."""
        found: dict[str, list[tuple[datetime, datetime | None]]] = {}
        for one in self.control("GET", "/tamigo/shifts"):
            if one["Kind"] == "actual":
                start, end = (one[name] and datetime.fromisoformat(one[name]) for name in ("StartTime", "EndTime"))
                found.setdefault(one["EmployeeId"], []).append((start.astimezone(UTC), end and end.astimezone(UTC)))
        return {guard: sorted(shifts, key=str) for guard, shifts in found.items()}

    def came_and_left(self, store: Store, guard: str, day: int) -> None:
        """One finished work session of some days ago, recorded now."""
        door, now = door_of(self.config), SystemClock().read()
        for choice, hours in ((Choice.CLOCK_IN, 8), (Choice.CLOCK_OUT, 0)):
            back = timedelta(days=day, hours=hours)
            reading = Reading(now.wall - back, now.boottime_s - back.total_seconds(), now.boot_id)
            told = Witness("rtc", 0.0, 2.0, reading.wall, reading.boottime_s, reading.boot_id)
            tap, person = make_tap(door, reading, Answer(choice, 382)), Person(guard, f"Guard {guard}")
            present(store, door, tap, person, "", Surroundings(reading, local_witnesses=(told,)))


def there(guard: str) -> str:
    """A guard's EmployeeId in tamigo."""
    return str(UUID(int=int(guard) << 64 | 7))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as parts:
        ready = tmp_path / "url"
        part = Part("sandbox", clockpost("sandbox", "--port", "0", "--ready", str(ready)), tmp_path).start()
        parts.callback(part.stop)
        url = until("the sandbox listens", lambda: ready.exists() and ready.read_text()).strip()
        made = make_site(tmp_path / "site", url, sync=SYNC)
        (made.folder / "tamigo.key").write_text("sandbox-key\n", encoding="utf-8")
        made.config.write_text(made.config.read_text(encoding="utf-8") + SETTINGS.format(url=url), encoding="utf-8")
        installed = Site(load_config(made.config), url)
        people = [{"id": int(one), "firstName": "Guard", "lastName": one, "customId": one} for one in GUARDS]
        assigned = [{"employee": int(one), "account": 687} for one in GUARDS]
        installed.control("PUT", "/world", {"employees": people, "assignments": assigned, "shifts": []})
        keys = [{"EmployeeId": there(one), "FirstName": "Guard", "PosKey": one} for one in GUARDS]
        installed.control("PUT", "/tamigo/world", {"Employees": keys, "Shifts": []})
        installed.control("PUT", "/switches", {"ended_on": "taken"})
        yield installed


def deliver(config: Config) -> None:
    """Be sync, until killed."""
    section = config.upstream.tracktik
    assert section is not None
    with open_ledger(config, SystemClock()) as store, SyncService(config, section, store) as service:
        service.run()


def one_life(config: Config, seconds: float) -> None:
    worker = FORKED.Process(target=deliver, args=(config,))
    worker.start()
    time.sleep(seconds)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(30)
    assert worker.exitcode == -signal.SIGKILL, "it must not have ended by itself"


def unfinished(store: Store, upstream: str) -> list[OutboxRow]:
    return [row for row in outbox.listed(store, (*UNFINISHED, RowState.PARKED)) if row.upstream == upstream]


def live_until_delivered(site: Site, store: Store, upstream: str) -> None:
    worker = FORKED.Process(target=deliver, args=(site.config,))
    worker.start()
    try:
        until(f"{upstream} has everything", lambda: not unfinished(store, upstream), 60)
    finally:
        worker.kill()
        worker.join(30)


def first_download(config: Config, store: Store) -> None:
    section = config.upstream.tracktik
    assert section is not None
    with SyncService(config, section, store) as service:
        assert service.download(store).everything()


def wanted(store: Store) -> dict[str, list[tuple[datetime, datetime | None]]]:
    """Every work session's times by the ledger, by EmployeeId."""
    events = [row.event for row in ledger.newest(store, 10_000)[::-1] if row.event is not None]
    began = {one.event_id: one.draft.at for one in events if one.draft.kind is Kind.CLOCKED_IN}
    found: dict[str, list[tuple[datetime, datetime | None]]] = {}
    for one in events:
        if one.draft.kind is Kind.CLOCKED_OUT:
            found.setdefault(there(one.employee), []).append((began[one.work_session], one.draft.at))
    return {guard: sorted(shifts, key=str) for guard, shifts in found.items()}


@pytest.mark.kill
@pytest.mark.timeout(300)
def test_every_session_is_one_worked_shift_however_often_sync_dies(site: Site, request: pytest.FixtureRequest) -> None:
    kills = request.config.getoption("--kills") or KILLS
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    dice = random.Random(seed)
    with open_ledger(site.config, SystemClock()) as store:
        first_download(site.config, store)
        site.control("PUT", "/switches", {"random_faults": {**FAULTS, "seed": seed}})
        for life in range(kills):
            if life % 3 == 0:
                site.came_and_left(store, dice.choice(GUARDS), 60 + life // 3)
            one_life(site.config, dice.random() * LONGEST_LIFE_S)
        site.control("PUT", "/switches", {"random_faults": None})
        live_until_delivered(site, store, TAMIGO)
        assert verify(store).intact
        assert site.worked() == wanted(store)


@pytest.mark.parametrize(
    ("path", "delivered", "stuck"), [("/tamigo/*", TRACKTIK, TAMIGO), ("/rest/*", TAMIGO, TRACKTIK)]
)
def test_the_trouble_of_one_upstream_is_not_the_others(site: Site, path: str, delivered: str, stuck: str) -> None:
    with open_ledger(site.config, SystemClock()) as store:
        first_download(site.config, store)
        site.control("POST", "/faults", {"kind": "503", "path": path, "times": None})
        site.came_and_left(store, "2001", 3)
        live_until_delivered(site, store, delivered)
        assert unfinished(store, stuck)
        site.control("DELETE", "/faults")
        live_until_delivered(site, store, stuck)
        assert site.worked() == wanted(store)
