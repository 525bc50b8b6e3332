"""The sandbox as a process: its one line, its ready file, its state file, and the hosts it refuses."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from shared.sandbox.server import SandboxError, refuse_public_host, run
from shared.sandbox.tracktik.default_world import CREDENTIALS

START = """
import sys
from pathlib import Path
from shared.sandbox.server import run
paths = [Path(text) if text else None for text in sys.argv[1:]]
run(port=0, world_file=paths[0], state_file=paths[1], ready_file=paths[2])
"""
Start = Callable[..., tuple[subprocess.Popen[str], str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a sandbox and waits for its line; whatever still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def start_one(*, world: Path | str = "", state: Path | str = "", ready: Path | str = "") -> Any:
        command = [sys.executable, "-c", START, str(world), str(state), str(ready)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    yield start_one
    for process in running:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def url_in(line: str) -> str:
    assert line.startswith("sandbox: http://127.0.0.1:")
    return line.removeprefix("sandbox: ")


def signed_in(url: str) -> dict[str, str]:
    fields = {"grant_type": "password", **CREDENTIALS.model_dump()}
    granted = requests.post(url + "/rest/oauth2/access_token", data=fields, timeout=5).json()
    return {"Authorization": f"Bearer {granted['access_token']}"}


def test_it_says_where_it_listens_and_ends_when_asked(start: Start, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    process, line = start(ready=ready)
    assert ready.read_text(encoding="utf-8") == url_in(line)
    assert requests.get(url_in(line), timeout=5).status_code == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) in (0, -signal.SIGTERM)
    assert list(tmp_path.iterdir()) == [ready]


def test_what_was_answered_survives_a_kill(start: Start, tmp_path: Path, clock_in_body: dict[str, Any]) -> None:
    state = tmp_path / "state.json"
    process, line = start(state=state)
    url = url_in(line)
    token = signed_in(url)
    requests.put(url + "/control/switches", json={"overlap": "400", "geofence": "exception"}, timeout=5)
    world = requests.get(url + "/control/world", timeout=5).json()
    clock_in_body |= {"latitude": 46, "longitude": -73}
    made = requests.post(url + "/rest/v1/work-sessions", json=clock_in_body, headers=token, timeout=5).json()
    before = requests.get(url + "/control/records", timeout=5).json()
    process.kill()
    process.wait()

    url = url_in(start(state=state)[1])
    after = requests.get(url + "/control/records", timeout=5).json()
    assert after["sessions"] == before["sessions"]
    assert after["exceptions"] == before["exceptions"] != []
    assert requests.get(url + "/control/switches", timeout=5).json()["overlap"] == "400"
    assert requests.get(url + "/control/world", timeout=5).json() == world
    path = f"/rest/v1/work-sessions/{made['data']['id']}"
    assert requests.get(url + path, headers=token, timeout=5).json()["data"] == made["data"]
    requests.put(url + "/control/switches", json={"overlap": "allowed"}, timeout=5)
    second = requests.post(url + "/rest/v1/work-sessions", json=clock_in_body, headers=token, timeout=5).json()
    assert second["data"]["id"] == made["data"]["id"] + 1


def test_a_world_file_replaces_the_default_world(start: Start, tmp_path: Path) -> None:
    world = tmp_path / "world.json"
    people = [{"id": 7, "firstName": "Ida", "lastName": "Holm"}]
    world.write_text(json.dumps({"employees": people, "assignments": [], "shifts": []}), encoding="utf-8")
    url = url_in(start(world=world)[1])
    rows = requests.get(url + "/rest/v1/employees", headers=signed_in(url), timeout=5).json()["data"]
    assert [row["name"] for row in rows] == ["Ida Holm"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org", ""])
def test_it_serves_nobody_but_this_machine(host: str) -> None:
    with pytest.raises(SandboxError, match=r"use 127\.0\.0\.1"):
        run(host=host, port=0, world_file=None, state_file=None)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_it_serves_every_name_of_this_machine(host: str) -> None:
    refuse_public_host(host)


def test_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"sessions": 1}', encoding="utf-8")
    with pytest.raises(SandboxError, match=r"the world in .*bad\.json"):
        run(port=0, world_file=bad, state_file=None)
    with pytest.raises(SandboxError, match=r"the state in .*bad\.json"):
        run(port=0, world_file=None, state_file=bad)
    with pytest.raises(SandboxError, match=r"the world in .*missing\.json"):
        run(port=0, world_file=tmp_path / "missing.json", state_file=None)


def test_a_port_that_is_taken_is_named(running_url: str) -> None:
    port = int(running_url.rpartition(":")[2])
    with pytest.raises(SandboxError, match=f"port {port} of 127"):
        run(port=port, world_file=None, state_file=None)
