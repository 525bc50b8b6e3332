"""A ledger, TrackTik played over real HTTP, and a sync put together as wiring does it, with a clock that tests move.

The cast: guards 2001 and up, who are 7001 and up upstream. All of them may work at Harbour Tower and at Dock 4, without
a rota. A post serves Harbour Tower alone, until a test gives it more sites.
"""

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import structlog

from shared.clock import Reading, SystemClock
from shared.clocking import present
from shared.domain.clock_trust import Witness
from shared.domain.delivery import UNFINISHED, OutboxRow
from shared.domain.event import ClockEvent
from shared.domain.model import Door as DoorKind
from shared.domain.model import Person
from shared.domain.site import Site
from shared.domain.tap import Answer, Choice, Tap
from shared.gather import Surroundings
from shared.recording import Door, Outcome
from shared.sandbox.server import build_app, listen, server_for
from shared.sandbox.tracktik.default_world import default_world
from shared.store import desk, ledger, memory, outbox, presence
from shared.store import people as register
from shared.store.database import Store
from shared.store.desk import DeskItem
from shared.store.group_writer import GroupWriter
from shared.store.people import RegisterRow
from shared.store.sign_in_memory import StoredSignIns
from shared.sync.delivery import Delivery, DeliveryRules, Learnt
from shared.sync.download import Download
from shared.sync.lane import run_lane
from shared.sync.link import Link
from shared.sync.reconcile import Reconcile
from shared.sync.worker import Job, Worker
from shared.upstream.sign_in_record import SignInRecord
from shared.upstream.tracktik.client import TrackTik
from shared.upstream.tracktik.settings import TrackTikSettings
from shared.voiding import void
from tests.shared.sync.places import ACCOUNT, POSITIONS, SITE

TIMEOUT_S = 10
TRACKTIK = "tracktik"
GUARDS = tuple(str(number) for number in range(2001, 2041))


def upstream_id(number: str) -> int:
    """A guard's id upstream differs from the number on the badge."""
    return int(number) + 5000


class SandboxDoor(requests.Session):
    """The sandbox's control requests, and what it remembers."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.trust_env = False

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", TIMEOUT_S)
        answer = super().request(method, f"{self.url}/control{url}", *args, **kwargs)
        assert answer.status_code < 300, answer.text
        return answer

    def reset(self) -> None:
        """Nothing remembered, no fault, every switch at its default, the cast of these tests."""
        for what in ("/faults", "/switches", "/records"):
            self.delete(what)
        self.put("/world", json=_world())

    def turn(self, **switches: Any) -> None:
        """Turn switches."""
        self.put("/switches", json=switches)

    def fault(self, kind: str, *, method: str = "*", path: str = "*", times: int | None = 1, **more: Any) -> None:
        """Arm a fault for the next request that fits."""
        self.post("/faults", json={"kind": kind, "method": method, "path": path, "times": times, **more})

    def sessions(self, number: str = "") -> list[dict[str, Any]]:
        """What upstream holds, of one guard where one is named; times as datetimes."""
        query = {"employee": upstream_id(number)} if number else {}
        rows = super().request("GET", f"{self.url}/control/records", params=query, timeout=TIMEOUT_S).json()["sessions"]
        for row in rows:
            row["startedOn"] = datetime.fromisoformat(row["startedOn"])
            row["endedOn"] = datetime.fromisoformat(row["endedOn"]) if row["endedOn"] else None
        return list(rows)

    def make(self, number: str, **fields: Any) -> int:
        """A session made behind our back; its id."""
        body = {"employee": upstream_id(number), "account": ACCOUNT, **fields}
        return int(self.post("/sessions", json=body).json()["id"])

    def edit(self, session: int, **fields: Any) -> None:
        """A session changed behind our back."""
        self.patch(f"/sessions/{session}", json=fields)

    def requests(self, method: str = "", path: str = "") -> list[dict[str, Any]]:
        """The requests that arrived, oldest first; `path` is how it ends, without the query."""
        log = self.get("/records").json()["requests"]["log"][::-1]
        return [one for one in log if method in ("", one["method"]) and one["path"].partition("?")[0].endswith(path)]


def _world() -> dict[str, Any]:
    world = default_world(SystemClock().now()).model_dump(mode="json", by_alias=True)
    people = [
        {"id": upstream_id(number), "firstName": "Guard", "lastName": number, "customId": number} for number in GUARDS
    ]
    assignments = [{"employee": upstream_id(number), "account": account} for number in GUARDS for account in POSITIONS]
    return {**world, "employees": people, "assignments": assignments, "shifts": []}


class MovedClock:
    """The clocks of this machine, `ahead_s` further on; `wall_off_s` moves the wall clock alone."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self.ahead_s = 0.0
        self.wall_off_s = 0.0
        self.boot_id = ""
        self._booted_s = 0.0

    def read(self) -> Reading:
        now = self._system.read()
        wall = now.wall + timedelta(seconds=self.ahead_s + self.wall_off_s)
        return Reading(wall, now.boottime_s + self.ahead_s - self._booted_s, self.boot_id or now.boot_id)

    def advance(self, seconds: float) -> None:
        """Time passes."""
        self.ahead_s += seconds

    def reboot(self) -> None:
        """Another boot: boot times of before say nothing any more, and those of now begin at none."""
        self._booted_s += self.read().boottime_s
        self.boot_id = f"boot after {self.boot_id or 'the first'}"

    def monotonic(self) -> float:
        """Never below zero, as the real one, also while the clock is moved back."""
        return 1e6 + time.monotonic() + self.ahead_s


class Service:
    """One life of a sync process: what it does not write into the ledger is forgotten with it."""

    def __init__(self, post: "Post", **rules: Any) -> None:
        self.post = post
        self.store = post.store
        self.client = TrackTik(post.settings, post.clock, StoredSignIns(post.store, TRACKTIK, SignInRecord))
        self.writer = GroupWriter(post.store)
        self.writer.start()
        self.link = Link(post.clock.monotonic, post.draw, 2.0)
        self.delivery = Delivery(
            upstream=TRACKTIK,
            client=self.client,
            writer=self.writer,
            clock=post.clock,
            rules=DeliveryRules(**{"first_retry_s": 1.0, **post.rules, **rules}),
            link=self.link,
            learnt=Learnt(post.store, self.writer, TRACKTIK),
            sites=post.sites,
            draw=post.draw,
            own_methods={"kiosk": "KIOSK", "phone": "PHONE"},
        )
        self.jobs: list[Job] = []

    def close(self) -> None:
        self.writer.stop()
        self.client.close()

    def lane(self, number: str) -> int:
        """Everything that can be done for one guard now."""
        return run_lane(self.delivery, self.store, number)

    def worker(self) -> Worker[Delivery]:
        """The loop; it can be run once."""
        return Worker(self.delivery, self.store, self.jobs, 4, self.post.clock.monotonic, run_lane)

    def download(self, store: Store | None = None) -> Download:
        return Download(
            TRACKTIK,
            self.client,
            self.client,
            store or self.store,
            self.post.clock,
            self.link,
            self.post.sites,
            days_ahead=2,
        )

    def reconcile(self) -> int:
        return Reconcile(TRACKTIK, self.client, self.store, self.post.clock, self.post.sites).run()


class Post:
    """A terminal's ledger and everything that happens at it."""

    def __init__(self, folder: Path, sandbox: SandboxDoor) -> None:
        self.sandbox = sandbox
        self.clock = MovedClock()
        self.draw = random.Random(7)
        self.rules: dict[str, Any] = {}
        self.sites: tuple[Site, ...] = (SITE,)
        self.break_upstreams: tuple[str, ...] = ()
        self.path = folder / "ledger.db"
        self.store = Store.open(self.path)
        (folder / "secret").write_text("sandbox-secret", encoding="utf-8")
        (folder / "password").write_text("sandbox-password", encoding="utf-8")
        self.settings = TrackTikSettings(
            base_url=f"{sandbox.url}/rest/v1",
            token_url=f"{sandbox.url}/rest/oauth2/access_token",
            client_id="clockpost",
            client_secret_file=folder / "secret",
            username="terminal@example.test",
            password_file=folder / "password",
            read_timeout_s=5.0,
        )

    def be_impatient(self) -> None:
        """From the next service on, an answer that takes longer than this is given up."""
        self.settings = replace(self.settings, read_timeout_s=0.15)

    @contextmanager
    def service(self, **rules: Any) -> Iterator[Service]:
        """One life of a sync process."""
        service = Service(self, **rules)
        try:
            yield service
        finally:
            service.close()

    def sign_in(self) -> None:
        """Have a token, as a terminal that has been running for a while."""
        with self.service() as service:
            service.client.accounts()

    def sync(self, **rules: Any) -> None:
        """`sync --once`, without the downloads."""
        with self.service(**rules) as service:
            service.worker().run(once=True)

    def sync_to_the_end(self, *, most: int = 40, step_s: float = 100.0, pause_s: float = 0.0, **rules: Any) -> None:
        """Pass after pass, `step_s` of the moved clock apart, until nothing is on its way; no more than `most`."""
        for _ in range(most):
            self.sync(**rules)
            if not self.unfinished():
                return
            time.sleep(pause_s)
            self.clock.advance(step_s)
        raise AssertionError(f"still on its way after {most} passes: {self.unfinished()}")

    def clock_in(self, number: str, *, ago_s: float = 0.0, **more: Any) -> ClockEvent:
        """A guard comes to work; the event."""
        return self.tap(number, Choice.CLOCK_IN, ago_s=ago_s, **more).events[-1]

    def clock_out(self, number: str, *, ago_s: float = 0.0, **more: Any) -> ClockEvent:
        """A guard leaves."""
        return self.tap(number, Choice.CLOCK_OUT, ago_s=ago_s, **more).events[-1]

    def tap(
        self,
        number: str,
        choice: Choice,
        *,
        ago_s: float = 0.0,
        hold_s: float = 0.0,
        site: Site = SITE,
        door: DoorKind = DoorKind.KIOSK,
        trusted: bool = True,
        answered_after_s: float = 0.0,
    ) -> Outcome:
        """Record what a guard chose, as if it had happened `ago_s` ago; `answered_after_s` is how long they took."""
        now = self.clock.read()
        reading = Reading(now.wall - timedelta(seconds=ago_s), now.boottime_s - ago_s, now.boot_id)
        at = (reading.wall - timedelta(seconds=answered_after_s)).replace(microsecond=0)
        tap = Tap(
            f"{number}-{random.getrandbits(60):x}",
            at,
            door,
            "Terminal 1",
            site.name,
            site.account_id,
            Answer(choice, POSITIONS[site.account_id]),
        )
        told = Witness("rtc", 0.0, 2.0, reading.wall, reading.boottime_s, reading.boot_id)
        around = Surroundings(reading, local_witnesses=(told,) if trusted else ())
        person = Person(number, f"Guard {number}", sites=(site.name,))
        door_of = Door(site, "Terminal 1", (TRACKTIK,), hold_s, break_upstreams=self.break_upstreams)
        return present(self.store, door_of, tap, person, "", around)

    def take_back(self, event: ClockEvent) -> None:
        """The person says "not right?" about it."""
        door = Door(SITE, "Terminal 1", (TRACKTIK,), 0.0)
        person = Person(event.employee, f"Guard {event.employee}")
        void(self.store, door, person, (event.event_id,), Surroundings(self.clock.read()), reason="not right")

    def row(self, event: ClockEvent) -> OutboxRow:
        """Where an event's delivery stands."""
        found = outbox.find(self.store, event.event_id, TRACKTIK)
        assert found is not None
        return found

    def rows(self) -> list[OutboxRow]:
        """All deliveries, oldest first."""
        return sorted((row for row in outbox.listed(self.store, list(_ALL), 10_000)), key=lambda row: row.seq)

    def unfinished(self) -> list[OutboxRow]:
        """What is still on its way."""
        return outbox.listed(self.store, UNFINISHED, 10_000)

    def change(self, event: ClockEvent, **columns: Any) -> None:
        """Set columns of a row, as another process would."""
        outbox.change(self.store, event.event_id, TRACKTIK, self.clock.read().wall, **columns)

    def desk(self, event: ClockEvent | None = None) -> list[DeskItem]:
        """What waits for a supervisor, about one event where one is named."""
        return [one for one in desk.listed(self.store) if event is None or one.subject == event.event_id]

    def kinds(self, event: ClockEvent | None = None) -> list[str]:
        """The kinds of the desk's items."""
        return sorted(str(item.kind) for item in self.desk(event))

    def learnt(self) -> dict[str, str]:
        return dict(memory.recall(self.store, TRACKTIK, "learnt") or {})

    def presence(self, number: str) -> Any:
        return presence.of(self.store, number).presence

    def ledger_kinds(self, number: str) -> list[str]:
        return [str(row.event.draft.kind) for row in ledger.of_employee(self.store, number) if row.event]


_ALL = ("held", "due", "sending", "unknown", "waiting", "delivered", "parked", "handed_over", "dropped")


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    listener = listen("127.0.0.1", 0)
    up = threading.Event()
    urls: list[str] = []

    def announce(url: str) -> None:
        urls.append(url)
        up.set()

    server = server_for(build_app(default_world(SystemClock().now())), listener, announce)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert up.wait(TIMEOUT_S)
    yield urls[0]
    server.should_exit = True
    thread.join(TIMEOUT_S)
    assert not thread.is_alive()


@pytest.fixture
def sandbox(sandbox_url: str) -> Iterator[SandboxDoor]:
    with SandboxDoor(sandbox_url) as door:
        door.reset()
        yield door
        door.delete("/faults")
        door.delete("/switches")


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """Faults are logged on purpose here: without the pictures that structlog draws of them for people."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer(key_order=["event"])]
    )


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: these tests wait for no disk, and kill no power."""
    memory_disk = Path("/dev/shm")
    if not memory_disk.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory_disk) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def ledger_with_roster(sandbox_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that has today's roster and register: made once, copied for every test."""
    with SandboxDoor(sandbox_url) as door:
        door.reset()
        post = Post(tmp_path_factory.mktemp("template"), door)
        with post.service() as service:
            assert service.download().everything()
        people = [RegisterRow(Person(one, f"Guard {one}", sites=(SITE.name,)), "", "", ()) for one in GUARDS]
        register.replace(post.store, people, fingerprint="the cast", taken_at=post.clock.read().wall)
        # A refresh token works only once, and forty that do not work lock this address out.
        post.store.execute("DELETE FROM upstream_memory WHERE name = 'sign_in'")
        post.store.close()
    return post.path


@pytest.fixture
def empty_post(sandbox: SandboxDoor, quick_folder: Path) -> Iterator[Post]:
    """A new terminal that has downloaded nothing yet."""
    post = Post(quick_folder, sandbox)
    yield post
    post.store.close()


@pytest.fixture
def new_post(sandbox: SandboxDoor, quick_folder: Path, ledger_with_roster: Path) -> Iterator[Callable[[], Post]]:
    """Makes terminals with today's roster and register, each with a ledger of its own."""
    made: list[Post] = []

    def make() -> Post:
        folder = quick_folder / f"post {len(made)}"
        folder.mkdir()
        shutil.copy(ledger_with_roster, folder / "ledger.db")
        made.append(Post(folder, sandbox))
        return made[-1]

    yield make
    for post in made:
        post.store.close()


@pytest.fixture
def post(new_post: Callable[[], Post]) -> Post:
    """A terminal with today's roster and register."""
    return new_post()


class Meanwhile:
    """A client in whose next call of a name something else happens first, and of which nothing else is changed."""

    def __init__(self, client: TrackTik, **first: Callable[[], object]) -> None:
        self._client = client
        self._first = first

    def __getattr__(self, name: str) -> Any:
        call, first = getattr(self._client, name), self._first.pop(name, None)

        def both(*args: Any, **kwargs: Any) -> Any:
            if first is not None:
                first()
            return call(*args, **kwargs)

        return both


@pytest.fixture
def meanwhile() -> type[Meanwhile]:
    return Meanwhile
