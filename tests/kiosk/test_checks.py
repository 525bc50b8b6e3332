"""What the doctor asks of a wall terminal: real ports, a real gpsd where there is one, and a real page."""

import os
import pty
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.checks import probes
from kiosk.devices.backlight import PanelLight
from shared import terminals
from shared.clock import SystemClock
from shared.config import Config
from shared.domain.health import Check, Standing
from shared.health.asking import ask_all
from shared.health.installation import Installation
from shared.store import health_facts
from shared.store.database import Store
from tests.kiosk.devices.test_backlight import panel

SITE = {"name": "Harbour Tower", "account": 687, "timezone": "America/Montreal"}


def looked_at(folder: Path, **sections: object) -> dict[str, Check]:
    config = Config.model_validate({"site": SITE, "store": {"path": folder / "ledger.db"}, **sections})
    return {check.name: check for check in ask_all(probes(Installation(config, SystemClock())))}


@pytest.fixture
def port() -> Iterator[str]:
    host, device = pty.openpty()
    yield os.ttyname(device)
    os.close(host)
    os.close(device)


def test_without_anything_set_nothing_is_missed(tmp_path: Path) -> None:
    assert {check.standing for check in looked_at(tmp_path).values()} == {Standing.OK}
    assert not list(tmp_path.iterdir())


def test_a_port_that_opens_and_one_that_is_not_there(tmp_path: Path, port: str) -> None:
    assert looked_at(tmp_path, reader={"port": port})["reader"].standing is Standing.OK
    gone = looked_at(tmp_path, reader={"port": str(tmp_path / "ttyUSB9")})["reader"]
    assert gone.standing is Standing.FAULT
    assert "reader.port" in gone.to_do
    assert looked_at(tmp_path, reader={"port": "socket://127.0.0.1:9"})["reader"].standing is Standing.UNKNOWN


def kiosk_runs(folder: Path, **told: object) -> None:
    with Store.open(folder / "ledger.db") as store, store.writing():
        health_facts.tell_of_terminal(store, "Terminal 1", {"version": "0.1.0", **told})
    terminals.mark_of(folder / "ledger.db", "Terminal 1").write_text(SystemClock().now().isoformat())


def test_a_reader_that_the_kiosk_holds_is_told_as_the_kiosk_sees_it(tmp_path: Path) -> None:
    kiosk_runs(tmp_path, reader="reading", renderer="V3D 4.2", last_badge_at=SystemClock().now().isoformat())
    found = looked_at(tmp_path, reader={"port": "/dev/nowhere"})
    assert found["reader"].standing is Standing.OK
    assert "last badge 0 min ago" in found["reader"].told
    assert "V3D" in found["screen"].told


def test_a_reader_that_the_kiosk_lost_is_a_fault_and_software_a_warning(tmp_path: Path) -> None:
    kiosk_runs(tmp_path, reader="unplugged", reader_error="it is gone", renderer="llvmpipe", software=True)
    found = looked_at(tmp_path, reader={"port": "/dev/nowhere"})
    assert found["reader"].standing is Standing.FAULT
    assert found["reader"].detail == "it is gone"
    assert found["screen"].standing is Standing.WARNING
    assert "render" in found["screen"].to_do


def test_what_a_kiosk_said_before_it_stopped_does_not_count(tmp_path: Path, port: str) -> None:
    kiosk_runs(tmp_path, reader="unplugged")
    terminals.mark_of(tmp_path / "ledger.db", "Terminal 1").write_text("2026-03-02T06:00:00+00:00")
    assert looked_at(tmp_path, reader={"port": port})["reader"].standing is Standing.OK


def test_a_gpsd_that_does_not_answer_is_a_fault(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]
    found = looked_at(tmp_path, gps={"source": "gpsd", "port": free})["position"]
    assert found.standing is Standing.FAULT
    assert "gpsd" in found.to_do


def test_a_page_that_is_set_up_must_answer(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert looked_at(tmp_path, board={"port": port})["board"].standing is Standing.OK
    assert looked_at(tmp_path, board={"port": port})["board"].standing is Standing.FAULT


def test_a_light_is_looked_at_only_where_one_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lights = tmp_path / "backlight"
    monkeypatch.setattr("kiosk.checks.PanelLight", lambda: PanelLight(lights))
    assert looked_at(tmp_path)["light"].standing is Standing.OK
    without = looked_at(tmp_path, backlight={})["light"]
    assert (without.standing, "HDMI" in without.to_do) == (Standing.WARNING, True)
    brightness = panel(lights, "10-0045", 255, 255) / "brightness"
    brightness.chmod(0o664)
    assert looked_at(tmp_path, backlight={})["light"].standing is Standing.OK
    brightness.chmod(0o444)
    if os.geteuid() == 0:
        not_ours = looked_at(tmp_path, backlight={})["light"]
        assert (not_ours.standing, "udevadm trigger" in not_ours.to_do) == (Standing.WARNING, True)
