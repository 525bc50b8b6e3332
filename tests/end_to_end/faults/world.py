"""What is around a site of the tests: guards whom the upstream knows, a receiver that sees the sky, and free ports."""

import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any, Final

import requests

from kiosk.demo.processes import Part
from kiosk.demo.upstream import Sandbox
from kiosk.devices.nmea import Place, Sky, write_nmea
from shared.clock import SystemClock

GUARDS: Final = range(2001, 2061)
HERE: Final = Place(45.5017, -73.5673)


def world() -> dict[str, Any]:
    """One account with sixty guards, and nobody is due."""
    return {
        "accounts": [{"id": 687, "name": "Harbour Tower", "latitude": 45.5017, "longitude": -73.5673, "radius_m": 150}],
        "positions": [{"id": 382, "name": "Gate 2", "account": 687}],
        "employees": [
            {"id": one, "firstName": "Guard", "lastName": str(one), "customId": str(one), "status": "ACTIVE"}
            for one in GUARDS
        ],
        "assignments": [{"employee": one, "account": 687} for one in GUARDS],
        "shifts": [],
    }


def free_port() -> int:
    """A port of this machine that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def make_world(sandbox: Sandbox) -> None:
    """The upstream knows our guards."""
    requests.put(f"{sandbox.url}/control/world", json=world(), timeout=5).raise_for_status()


def receiver(folder: Path, port: int) -> Part:
    """A real gpsd at `port` whose receiver hangs at the site for ten minutes."""
    track = folder / "position.nmea"
    write_nmea(track, HERE, [Sky.FIX_WITH_ERRORS], SystemClock().now(), 600)
    # Four sentences a second of the track, a quarter of a second each: satellite time goes as time does.
    # gpsfake puts gpsd's control socket into TMPDIR and leaves it there.
    place = ["env", f"TMPDIR={folder}"]
    command = [*place, "gpsfake", "-q", "-1", "-n", "-c", "0.25", "-P", str(port), str(track)]
    return Part("gpsd", command, folder)


def clear_away(port: int) -> None:
    """A gpsd started by root cannot remove its own segment of memory once it has become the user gpsd."""
    if ipcrm := shutil.which("ipcrm"):
        subprocess.run([ipcrm, "-M", f"0x4770{port:04X}"], check=False, stderr=subprocess.DEVNULL)
