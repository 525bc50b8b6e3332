"""A terminal whose hours are written back to tamigo, played over real HTTP, with clocks that tests move.

The cast: guards 2001 and up, who have their number as POS key in tamigo, and 2999, whom tamigo does not know.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.clock import Reading, SystemClock
from shared.clocking import present
from shared.domain.clock_trust import Witness
from shared.domain.delivery import UNFINISHED, OutboxRow, RowState
from shared.domain.event import ClockEvent
from shared.domain.model import Person, Role
from shared.domain.remedies import Fix
from shared.domain.supervision import NotDone
from shared.domain.tap import Answer, Choice, Tap
from shared.domain.worked_shift import TAMIGO
from shared.gather import Surroundings
from shared.recording import Door
from shared.store import desk, outbox
from shared.store.database import Store
from shared.store.group_writer import GroupWriter
from shared.store.sign_in_memory import StoredSignIns
from shared.supervision.correcting import correct_time
from shared.supervision.parked import Mending, mend
from shared.supervision.word import Word
from shared.sync.link import Link
from shared.sync.moves import DeliveryRules
from shared.sync.tamigo.follow import follow
from shared.sync.tamigo.joining import Joining
from shared.sync.tamigo.lane import run_shift_lane
from shared.sync.tamigo.shift_moves import Place, ShiftMoves
from shared.sync.worker import Job, Worker
from shared.upstream.sign_in_record import SignInRecord
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.join import JoinKey
from shared.upstream.tamigo.settings import ApplicationLogin, TamigoSettings
from shared.voiding import void
from tests.shared.sync.places import GATE, SITE

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DEPARTMENT = "dc1a04be-fb08-443f-aa3f-06b0a7bffb28"
GUARDS = tuple(str(number) for number in range(2001, 2011))
BOSS = Person("1999", "Bo Boss", role=Role.SUPERVISOR, sites=(SITE.name,))


def employee_id(number: str) -> str:
    """A guard's EmployeeId in tamigo."""
    return str(UUID(int=int(number) << 64 | 7))


def world() -> dict[str, Any]:
    """The company of these tests: one department in Copenhagen, the guards, no rota."""
    people = [
        {"EmployeeId": employee_id(one), "FirstName": "Guard", "PosKey": one, "Departments": [DEPARTMENT]}
        for one in GUARDS
    ]
    departments = [{"DepartmentId": DEPARTMENT, "DepartmentKey": "687", "Name": "Tower", "Zone": "Europe/Copenhagen"}]
    return {"Departments": departments, "Employees": people, "Shifts": [], "ClosedDays": []}


class YardClock:
    """The clocks of this machine, `ahead_s` further on; the wall clock stands `off` from them."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self.ahead_s = 0.0
        self.off = timedelta()

    def read(self) -> Reading:
        now = self._system.read()
        wall = now.wall + timedelta(seconds=self.ahead_s) + self.off
        return Reading(wall, now.boottime_s + self.ahead_s, now.boot_id)

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead_s

    def be(self, at: datetime) -> None:
        """It is this time now."""
        self.off += at - self.read().wall


class Yard:
    """A terminal's ledger, and everything that happens at it."""

    def __init__(self, folder: Path, sandbox: Any, *, whole: bool = True) -> None:
        self.sandbox = sandbox
        self.whole = whole
        self.clock = YardClock()
        self.draw = random.Random(7)
        self.store = Store.open(folder / "ledger.db")
        (folder / "key").write_text("sandbox-key", encoding="utf-8")
        login = ApplicationLogin("clockpost", folder / "key")
        self.settings = TamigoSettings(f"{sandbox.url}/tamigo", login, COPENHAGEN, read_timeout_s=5.0)
        self.rules: dict[str, Any] = {}

    @property
    def door(self) -> Door:
        if self.whole:
            return Door(SITE, "Terminal 1", (), 0.0, shift_upstreams=(TAMIGO,))
        return Door(SITE, "Terminal 1", (TAMIGO,), 0.0)

    def be_impatient(self) -> None:
        """From the next life on, an answer that takes longer than this is given up."""
        self.settings = replace(self.settings, read_timeout_s=0.15)

    @contextmanager
    def life(self) -> Iterator[ShiftMoves]:
        """One life of a sync process: what it does not write into the ledger is forgotten with it."""
        client = Tamigo(self.settings, self.clock, StoredSignIns(self.store, TAMIGO, SignInRecord))
        writer = GroupWriter(self.store)
        writer.start()
        try:
            yield ShiftMoves(
                upstream=TAMIGO,
                client=client,
                writer=writer,
                clock=self.clock,
                rules=DeliveryRules(**{"first_retry_s": 1.0, **self.rules}),
                link=Link(self.clock.monotonic, self.draw, 2.0),
                draw=self.draw,
                joining=Joining(client, JoinKey.POS, self.clock, self.clock.monotonic),
                place_of=lambda _: Place(COPENHAGEN, DEPARTMENT),
                whole=self.whole,
                department_key="687",
            )
        finally:
            writer.stop()
            client.close()

    def sync(self) -> ShiftMoves:
        """`sync --once`."""
        with self.life() as moves:
            jobs = [Job("follow", 1.0, lambda own: follow(moves, own))]
            Worker(moves, self.store, jobs, 4, self.clock.monotonic, run_shift_lane).run(once=True)
            return moves

    def sign_in(self) -> None:
        """Have a token, as a terminal that has been running for a while."""
        with self.life() as moves:
            moves.client.employees()

    def sync_to_the_end(self, *, most: int = 40, step_s: float = 100.0, pause_s: float = 0.0) -> None:
        """Pass after pass, until nothing is on its way; no more than `most`."""
        for _ in range(most):
            self.sync()
            if not self.unfinished():
                return
            time.sleep(pause_s)
            self.clock.ahead_s += step_s
        raise AssertionError(f"still on its way after {most} passes: {self.unfinished()}")

    def tap(self, number: str, choice: Choice, *, trusted: bool = True) -> ClockEvent:
        """Record what a guard chose, now."""
        now = self.clock.read()
        at = now.wall.replace(microsecond=0)
        name = f"{number}-{random.getrandbits(60):x}"
        tap = Tap(name, at, self.door.kind, "Terminal 1", SITE.name, SITE.account_id, Answer(choice, GATE))
        told = Witness("rtc", 0.0, 2.0, now.wall, now.boottime_s, now.boot_id)
        around = Surroundings(now, local_witnesses=(told,) if trusted else ())
        return present(self.store, self.door, tap, self.person(number), "", around).events[-1]

    def worked(self, number: str, start: datetime, end: datetime) -> tuple[ClockEvent, ClockEvent]:
        """A guard comes and leaves at these times; it is a minute after the end then."""
        self.clock.be(start)
        came = self.tap(number, Choice.CLOCK_IN)
        self.clock.be(end)
        left = self.tap(number, Choice.CLOCK_OUT)
        self.clock.ahead_s += 60
        return came, left

    def person(self, number: str) -> Person:
        return Person(number, f"Guard {number}", sites=(SITE.name,))

    def word(self) -> Word:
        now = self.clock.read()
        told = Witness("rtc", 0.0, 2.0, now.wall, now.boottime_s, now.boot_id)
        return Word(BOSS, self.door, Surroundings(now, local_witnesses=(told,)), edits=False)

    def correct(self, event: ClockEvent, new: datetime) -> None:
        """A supervisor says when it was."""
        done = correct_time(self.store, self.word(), event.event_id, new)
        assert not isinstance(done, NotDone), done

    def mend(self, event: ClockEvent, fix: Fix, **more: Any) -> None:
        """A supervisor says what to do about a parked delivery."""
        done = mend(self.store, self.word(), event.event_id, TAMIGO, Mending(fix, **more))
        assert not isinstance(done, NotDone), done

    def take_back(self, *events: ClockEvent, instead: Choice | None = None) -> ClockEvent | None:
        """The person says "not right?" about these; the event that took their place, where one did."""
        ids = tuple(one.event_id for one in events)
        number, now = events[0].employee, self.clock.read()
        tap = None
        if instead is not None:
            name = f"{number}-{random.getrandbits(60):x}"
            at = now.wall.replace(microsecond=0)
            tap = Tap(name, at, self.door.kind, "Terminal 1", SITE.name, SITE.account_id, Answer(instead, GATE))
        around = Surroundings(now)
        done = void(self.store, self.door, self.person(number), ids, around, reason="not right", instead=tap)
        return done.events[-1] if done is not None and done.events else None

    def row(self, event: ClockEvent) -> OutboxRow:
        """Where an event's delivery stands."""
        found = outbox.find(self.store, event.event_id, TAMIGO)
        assert found is not None
        return found

    def rows(self) -> list[OutboxRow]:
        return outbox.listed(self.store, tuple(RowState), 10_000)

    def unfinished(self) -> list[OutboxRow]:
        return outbox.listed(self.store, UNFINISHED, 10_000)

    def kinds(self) -> list[str]:
        """What waits for a supervisor."""
        return sorted(str(item.kind) for item in desk.listed(self.store))

    def shifts(self, number: str) -> list[tuple[datetime, datetime | None]]:
        """The worked shifts that tamigo has of a guard, oldest first."""
        rows = [one for one in self.raw() if one["EmployeeId"] == employee_id(number)]
        told = [(_instant(one["StartTime"]), _instant(one["EndTime"]) if one["EndTime"] else None) for one in rows]
        return sorted(told, key=lambda pair: pair[0])

    def raw(self) -> list[dict[str, Any]]:
        """Every worked shift as the sandbox keeps it."""
        return [one for one in self.sandbox.get("/tamigo/shifts").json() if one["Kind"] == "actual"]

    def make(self, number: str, start: datetime, end: datetime | None) -> str:
        """A worked shift made behind our back; its id."""
        times = {"StartTime": start.isoformat(), "EndTime": end.isoformat() if end else None}
        body = {"Kind": "actual", "EmployeeId": employee_id(number), **times}
        return str(self.sandbox.post("/tamigo/shifts", json=body).json()["ShiftId"])


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
