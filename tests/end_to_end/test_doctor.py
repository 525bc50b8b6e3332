"""The doctor beside a terminal that runs: it sees what breaks and what heals, spends no token, and changes nothing."""

import json
import subprocess
from typing import Any

import pytest
import requests

from kiosk.demo.processes import clockpost, until
from tests.shared.store.test_looking import state_of

WORLD = {
    "accounts": [{"id": 687, "name": "Harbour Tower", "latitude": 45.5017, "longitude": -73.5673, "radius_m": 150}],
    "positions": [{"id": 382, "name": "Gate 2", "account": 687}],
    "employees": [{"id": 2001, "firstName": "Guard", "lastName": "2001", "customId": "2001", "status": "ACTIVE"}],
    "assignments": [{"employee": 2001, "account": 687}],
    "shifts": [],
}


def looked_at(wall) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The checks by name, and the whole answer."""
    command = clockpost("doctor", "--json", config=wall.site.config)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    told = json.loads(done.stdout)
    worst = {check["standing"] for check in told["checks"]}
    assert done.returncode == (2 if "fault" in worst else 1 if worst - {"ok"} else 0)
    return {check["name"]: check for check in told["checks"]}, told


def standing(wall, name: str) -> str:
    return str(looked_at(wall)[0][name]["standing"])


def asked(sandbox) -> dict[str, int]:
    """How often each thing was asked of the upstream."""
    counts = requests.get(f"{sandbox.url}/control/records", timeout=5).json()["requests"]["counts"]
    return {path: sum(outcomes.values()) for path, outcomes in counts.items() if "token" in path}


@pytest.mark.timeout(150)
def test_what_breaks_is_seen_and_what_heals_is_seen_too(make_wall, sandbox) -> None:
    requests.put(f"{sandbox.url}/control/world", json=WORLD, timeout=5).raise_for_status()
    wall = make_wall(sandbox_url=sandbox.url)
    sync = wall.syncs()
    wall.started()
    wall.badge("2001")
    wall.told(who="Guard 2001")
    until("it is upstream", sandbox.sessions)

    spent = asked(sandbox)
    checks, told = looked_at(wall)
    for name in ("ledger", "chain", "clock", "kiosk", "sync", "reader", "sign-in", "people", "waiting", "versions"):
        assert checks[name]["standing"] == "ok", checks[name]
    assert "The kiosk reads it" in checks["reader"]["told"]
    assert checks["screen"]["standing"] == "warning"
    assert checks["link"]["standing"] == "ok"
    assert checks["phone line"]["standing"] == "fault"
    assert "T" in told["code"].partition("-")[0]
    assert "M" in told["code"].partition("-")[2]
    signed_in = {path: count for path, count in asked(sandbox).items() if count > spent.get(path, 0)}
    assert not {path for path in signed_in if path.startswith("POST")}, "the doctor signed in"

    sandbox.switch(link="down")
    until("the link is seen to be down", lambda: standing(wall, "link") == "fault")
    sandbox.switch(link="up")
    until("the link is seen to be back", lambda: standing(wall, "link") == "ok")

    sync.kill()
    assert standing(wall, "sync") == "fault"
    sync.start()
    until("delivery is back", lambda: standing(wall, "sync") == "ok")


@pytest.mark.timeout(120)
def test_beside_a_killed_terminal_it_changes_nothing(make_wall) -> None:
    wall = make_wall().started()
    wall.badge("2001")
    wall.told(who="Guard 2001")
    wall.part.kill()
    before = state_of(wall.site.folder)
    checks, _ = looked_at(wall)
    assert state_of(wall.site.folder) == before
    assert checks["ledger"]["standing"] == checks["chain"]["standing"] == "ok"
    assert checks["waiting"]["told"].startswith("1 wait")
    wall.again()
    assert wall.kinds("2001") == ["clocked_in"]
