"""The rota from a played tamigo, the system of record from a played TrackTik, a real sync process and a real ledger.

The cast is the sandbox's: Ana comes on time, Ben is early, Chloé is late, Dev is on vacation now, Emil's night is
nearly over. TrackTik plans nobody.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.demo.processes import Part, answer_of, clockpost, run, until
from kiosk.demo.upstream import Sandbox
from shared.clock import SystemClock
from shared.clocking import make_tap, present
from shared.config import load_config
from shared.demo_site import DemoSite, make_site
from shared.domain.decision import Accepted
from shared.domain.flags import Flag
from shared.domain.model import Kind
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings, shifts_known
from shared.recording import Outcome
from shared.store import desk, people
from shared.store.database import Store
from shared.time_service import own_witnesses
from shared.wiring import door_of

ANA, BEN, CHLOE, DEV, EMIL = "1053", "1054", "1055", "1056", "1057"
DEV_THERE = "38f02810-6ac4-40b4-b238-39236c826118"
VACATION = "376a579a-acc9-4020-b313-d2e826b60b14"
TAMIGO = """
[upstream.tamigo]
base_url = "{url}/tamigo"
name = "clockpost"
key_file = "tamigo.key"
timezone = "America/Montreal"
absence_activities = ["Vacation"]
"""
SYNC = "first_retry_s = 0.2\nsettle_s = 0.5"


class Site:
    """One installation, its played upstreams, and the commands that a person would type."""

    def __init__(self, made: DemoSite, sandbox: Sandbox) -> None:
        self.made, self.sandbox = made, sandbox
        self.config = load_config(made.config)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.sandbox.url}/control{path}", json=body, timeout=5)
        answer.raise_for_status()
        return answer.json()

    def sync(self) -> str:
        """`clockpost sync --once`; what it logged."""
        command = clockpost("sync", "--once", config=self.made.config)
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return done.stderr

    def tap(self, number: str, choice: Choice | None = None, *, ago: timedelta = timedelta()) -> Outcome:
        """Somebody at the kiosk's clocking function, at Gate 2."""
        door, now = replace(door_of(self.config), hold_s=0.0), SystemClock().read()
        reading = replace(now, wall=now.wall - ago, boottime_s=now.boottime_s - ago.total_seconds())
        around = Surroundings(reading, local_witnesses=own_witnesses(reading, "trust", synchronised=None))
        answer = Answer(choice, 382) if choice else None
        with Store.open(self.made.ledger) as store:
            person, _ = people.by_number(store, number)
            return present(store, door, make_tap(door, reading, answer), person, "", around)

    def rows(self) -> dict[str, dict[str, Any]]:
        """The roster's rows of now, by number."""
        (told,) = answer_of("roster", "--json", config=self.made.config)
        return {row["number"]: row for row in told["rows"] if row["is_now"]}

    def problems(self) -> dict[str, Any]:
        (told,) = answer_of("roster", "--problems", "--json", config=self.made.config)
        return dict(told)

    def desk_kinds(self) -> list[str]:
        with Store.open(self.made.ledger) as store:
            return [str(item.kind) for item in desk.listed(store)]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as parts:
        ready = tmp_path / "url"
        part = Part("sandbox", clockpost("sandbox", "--port", "0", "--ready", str(ready)), tmp_path).start()
        parts.callback(part.stop)
        url = until("the sandbox listens", lambda: ready.exists() and ready.read_text()).strip()
        made = make_site(tmp_path / "site", url, sync=SYNC)
        (made.folder / "tamigo.key").write_text("sandbox-key\n", encoding="utf-8")
        made.config.write_text(made.config.read_text(encoding="utf-8") + TAMIGO.format(url=url), encoding="utf-8")
        installed = Site(made, Sandbox(url))
        installed.control("PUT", "/world", {"shifts": []})
        vacation = {"EmployeeId": DEV_THERE, "ShiftActivityId": VACATION, "StartTime": "now-1h", "EndTime": "now+7h"}
        installed.control("POST", "/tamigo/shifts", vacation)
        yield installed


def test_a_tap_matches_the_tamigo_shift_and_tracktik_hears_of_no_such_shift(site: Site) -> None:
    site.sync()
    rows = site.rows()
    assert (rows[ANA]["standing"], rows[CHLOE]["standing"]) == ("due", "late")
    assert rows[ANA]["shift"]["shift"] < 0

    outcome = site.tap(ANA, Choice.CLOCK_IN)
    assert isinstance(outcome.decision, Accepted)
    assert outcome.decision.shift is not None
    (event,) = outcome.events
    assert event.draft.shift_id == rows[ANA]["shift"]["shift"]
    assert not {Flag.NOT_SCHEDULED, Flag.NO_ROTA_FOR_DAY, Flag.NOT_ASSIGNED} & set(event.flags)
    late = site.tap(CHLOE, Choice.CLOCK_IN)
    assert Flag.LATE_IN in late.events[0].flags

    site.sync()
    ana, chloe = sorted(site.sandbox.sessions(), key=lambda one: one["employee"])
    assert (ana["employee"], ana["shift"], ana["position"], ana["status"]) == (1053, None, 382, "OPEN")
    assert chloe["shift"] is None
    rows = site.rows()
    assert (rows[ANA]["standing"], rows[CHLOE]["standing"]) == ("in", "in")
    assert rows[ANA]["shift"]["shift"] == event.draft.shift_id

    # The next download knows the same shift by the same id: it stays used.
    gone = site.tap(ANA, Choice.CLOCK_OUT)
    assert gone.events[-1].draft.kind is Kind.CLOCKED_OUT
    site.sync()
    assert site.rows()[ANA]["standing"] == "gone"


def test_the_phone_tells_the_next_shifts_of_tamigo(site: Site) -> None:
    site.sync()
    now = SystemClock().now()
    with Store.open(site.made.ledger) as store:
        person, _ = people.by_number(store, BEN)
        known = shifts_known(store, person, "Harbour Tower", now)
    (today, tomorrow, *_) = [shift for shift in known if shift.starts_at > now]
    assert tomorrow.starts_at - today.starts_at == timedelta(days=1)
    assert {shift.account_id for shift in known} == {687}


def test_whoever_is_absent_is_not_missed_and_let_in_all_the_same(site: Site) -> None:
    site.sync()
    dev = site.rows()[DEV]
    assert (dev["standing"], dev["announced"], dev["late_by_s"], dev["place"]) == ("absent", True, None, "today")
    told = run("roster", config=site.made.config) + json.dumps(site.rows())
    assert "acation" not in told

    outcome = site.tap(DEV, Choice.CLOCK_IN)
    (event,) = outcome.events
    assert Flag.ABSENT_BY_ROTA in event.flags
    assert Flag.NOT_ASSIGNED not in event.flags
    dev = site.rows()[DEV]
    assert (dev["standing"], dev["announced"]) == ("in", False)
    assert "absent_by_rota" in dev["flags"]


def test_a_rota_that_does_not_come_leaves_the_last_one_and_holds_up_nothing_else(site: Site) -> None:
    site.sync()
    shift = site.rows()[ANA]["shift"]
    site.control("PUT", "/tamigo/switches", {"session_s": 0, "no_session": "401"})
    (site.made.folder / "tamigo.key").write_text("wrong\n", encoding="utf-8")
    site.tap(ANA, Choice.CLOCK_IN)
    log = site.sync()
    assert "rota.failed" in log
    assert "sandbox-key" not in log
    assert [one["employee"] for one in site.sandbox.sessions()] == [1053]
    assert site.rows()[ANA]["shift"] == shift
    told = site.problems()
    assert "sign-in of application clockpost was refused" in told["failure"]
    assert site.desk_kinds() == ["rota_problems"]

    (site.made.folder / "tamigo.key").write_text("sandbox-key\n", encoding="utf-8")
    site.control("DELETE", "/tamigo/switches")
    site.sync()
    assert site.problems()["failure"] == ""
    assert site.desk_kinds() == []


def test_planned_and_worked_stand_beside_our_hours(site: Site) -> None:
    site.sync()
    site.tap(EMIL, Choice.CLOCK_IN, ago=timedelta(hours=2))
    site.tap(EMIL, Choice.CLOCK_OUT, ago=timedelta(minutes=30))
    site.sync()
    today = SystemClock().now()
    first, last = ((today + timedelta(days=days)).date().isoformat() for days in (-2, 1))
    (told,) = answer_of("planned", "--from", first, "--to", last, "--json", config=site.made.config)
    assert datetime.fromisoformat(told["asked_at"]) <= today
    emil = [row for row in told["days"] if row["number"] == EMIL and row["ours_min"]]
    assert [row["ours_min"] for row in emil] == [90]
    assert "Emil" in run("planned", "--from", first, "--to", last, config=site.made.config)
    planned = [row["planned_min"] for row in told["days"] if row["number"] == EMIL and row["planned_min"]]
    assert 450 in planned
    assert not any(row["number"] == DEV and row["planned_min"] for row in told["days"])
