"""What a process tells of the installation: numbers, a page for watchers, a status line, a heartbeat."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from structlog.testing import capture_logs

from shared import terminals
from shared.clock import Reading, SystemClock
from shared.config import Config
from shared.domain.health_now import status_line
from shared.health.heartbeat import send_heartbeat
from shared.health.loop import Looking
from shared.health.server import served
from shared.health.watch import Watch
from shared.store import health_facts
from shared.store.database import Store
from shared.store.errors import StoreError
from tests.shared.health.conftest import TOKEN, secrets_in


class MovedClock(SystemClock):
    """This machine's clocks, some seconds on."""

    passed_s = 0.0

    def read(self) -> Reading:
        now = super().read()
        return Reading(now.wall + timedelta(seconds=self.passed_s), now.boottime_s + self.passed_s, now.boot_id)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def watch(config: Config, clock: MovedClock) -> Watch:
    return Watch(config, clock)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_the_numbers_are_those_of_the_ledger(watch: Watch, store: Store) -> None:
    watch.look(store)
    told = watch.metrics().decode()
    assert "clockpost_events_waiting 1.0" in told
    assert "clockpost_ledger_events 1.0" in told
    assert "clockpost_people 2.0" in told
    assert "clockpost_sync_running 0.0" in told
    assert 'clockpost_link_up{upstream="tracktik"} 0.0' in told
    assert 'clockpost_check{check="sync"} 2.0' in told
    assert 'clockpost_check{check="people"} 0.0' in told
    assert 'clockpost_check{check="ledger"} 0.0' in told
    assert "clockpost_looked_timestamp_seconds 1." in told


def test_what_is_served_tells_of_nobody(watch: Watch, store: Store) -> None:
    watch.look(store)
    port = free_port()
    with served("127.0.0.1", port, watch) as url:
        assert url == f"http://127.0.0.1:{port}"
        health = requests.get(f"{url}/healthz", timeout=5)
        metrics = requests.get(f"{url}/metrics", timeout=5)
        assert requests.get(f"{url}/ledger", timeout=5).status_code == 404
    assert health.status_code == 503
    assert health.json()["well"] is False
    assert "sync" in health.json()["faults"]
    assert "link" in health.json()["warnings"]
    assert metrics.headers["Content-Type"].startswith("text/plain")
    assert not secrets_in(health.text + metrics.text)


def test_all_is_well_where_no_check_is_a_fault(watch: Watch, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.health.watch.quick_checks", lambda _: ())
    watch.look(store)
    with served("127.0.0.1", free_port(), watch) as url:
        answer = requests.get(f"{url}/healthz", timeout=5)
    assert (answer.status_code, answer.json()["well"], answer.json()["code"]) == (200, True, "0")


def test_a_look_long_ago_says_nothing_any_more(
    watch: Watch, store: Store, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.health.watch.quick_checks", lambda _: ())
    assert watch.told()["well"] is False
    watch.look(store)
    clock.passed_s = 119
    assert watch.told()["well"] is True
    clock.passed_s = 121
    assert watch.told()["well"] is False


def test_a_ledger_that_cannot_be_read_is_not_well(watch: Watch, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.health.watch.quick_checks", lambda _: ())
    watch.look(store)
    monkeypatch.setattr("shared.health.facts.ledger_facts", _breaks)
    with pytest.raises(StoreError):
        watch.look(store)
    assert watch.told()["well"] is False
    assert 'clockpost_check{check="ledger"} 2.0' in watch.metrics().decode()


def _breaks(*_: object) -> None:
    raise StoreError("torn")


def test_a_port_that_is_taken_stops_nobody(watch: Watch) -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    with taken, capture_logs() as logs, served("127.0.0.1", taken.getsockname()[1], watch) as url:
        assert url == ""
    assert logs[0]["event"] == "health.not_served"


def test_port_0_serves_nothing(watch: Watch) -> None:
    with served("127.0.0.1", 0, watch) as url:
        assert url == ""


def test_the_status_line_names_what_does_not_work_and_is_one_line(watch: Watch, store: Store) -> None:
    lines: list[str] = []
    watch.tell_status = lines.append
    facts = watch.look(store)
    assert lines == [status_line(facts)]
    assert lines[0].startswith("FAULT: ")
    assert "sync" in lines[0]
    assert "1 waiting" in lines[0]
    assert "\n" not in lines[0]
    assert not secrets_in(lines[0])


def test_the_status_line_tells_the_last_delivery(watch: Watch, store: Store) -> None:
    facts = watch.look(store)
    at = SystemClock().now().replace(year=2026, month=3, day=2, hour=6, minute=5)
    assert "last delivery 2026-03-02 06:05Z" in status_line(
        replace(facts, ledger=replace(facts.ledger, last_delivery_at=at))
    )
    assert "last delivery" not in status_line(facts)


def test_a_change_is_logged_once_and_by_names_of_checks_alone(watch: Watch, store: Store) -> None:
    with capture_logs() as logs:
        watch.look(store)
        watch.look(store)
    changes = [log for log in logs if log["event"] == "health.changed"]
    assert len(changes) == 1
    assert "sync" in changes[0]["faults"]
    assert not secrets_in(json.dumps(changes))


def test_the_loop_looks_by_itself_and_ends(watch: Watch, store: Store) -> None:
    looked = threading.Event()
    watch.tell_status = lambda _: looked.set()
    with Looking(watch, store.another):
        assert looked.wait(10)


class Listener(HTTPServer):
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Heard)
        self.heard: list[tuple[str, dict[str, Any]]] = []


class _Heard(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def test_the_heartbeat_tells_how_it_is_and_nothing_of_anybody(
    watch: Watch, store: Store, listener: Listener, tmp_path: Path
) -> None:
    address = tmp_path / "heartbeat"
    address.write_text(f"http://127.0.0.1:{listener.server_port}/ping/{TOKEN}\n")
    watch.look(store)
    assert send_heartbeat(address, watch.told()) is True
    ((path, body),) = listener.heard
    assert path == f"/ping/{TOKEN}"
    assert body["product"] == "clockpost"
    assert body["well"] is False
    assert not secrets_in(json.dumps(body))


@pytest.mark.parametrize("wrong", ["http://127.0.0.1:9/{0}", "no address {0}", "http://[{0}", "ftp://{0}/", ""])
def test_a_heartbeat_that_fails_raises_nothing_and_logs_no_address(wrong: str, tmp_path: Path) -> None:
    address = tmp_path / "heartbeat"
    address.write_text(wrong.format(TOKEN))
    with capture_logs() as logs:
        assert send_heartbeat(address, {}) is False
    assert logs
    assert TOKEN not in json.dumps(logs)


def test_a_refused_heartbeat_and_a_missing_file_are_said(listener: Listener, tmp_path: Path) -> None:
    address = tmp_path / "heartbeat"
    with capture_logs() as logs:
        assert send_heartbeat(address, {}) is False
        address.write_text(f"http://127.0.0.1:{listener.server_port}/{TOKEN}")
        listener.status = 500
        assert send_heartbeat(address, {}) is False
    assert [log["event"] for log in logs] == ["health.no_heartbeat_address", "health.heartbeat_refused"]
    assert TOKEN not in json.dumps(logs)


@pytest.mark.parametrize(
    ("reader", "position", "faults"), [("reading", "fix", []), ("no_port", "no_receiver", ["reader", "position"])]
)
def test_whoever_watches_delivery_hears_of_the_terminals_devices(
    config: Config, watch: Watch, store: Store, reader: str, position: str, faults: list[str]
) -> None:
    told = {"version": "1", "renderer": "V3D", "reader": reader, "position": position, "position_error": "gone"}
    with store.writing():
        health_facts.tell_of_terminal(store, config.kiosk.terminal, told)
    watch.look(store)
    assert "reader" not in watch.metrics().decode(), "a terminal that does not run tells nothing"
    mark = terminals.mark_of(config.store.path, config.kiosk.terminal)
    mark.write_text(SystemClock().now().isoformat())
    watch.look(store)
    assert [one for one in watch.told()["faults"] if one in ("reader", "screen", "position")] == faults
    assert 'check="reader"' in watch.metrics().decode()
