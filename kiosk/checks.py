"""What the doctor asks about a wall terminal: reader, position, screen, and the web page. An entry point names it."""

import errno
import os
import socket
from collections.abc import Iterator
from typing import Final

from kiosk.devices.backlight import PanelLight
from kiosk.setup.position_check import look
from shared.config import Config
from shared.config.board import Board
from shared.domain.health import Check, fault, ok
from shared.domain.health_of_terminal import (
    PortFound,
    TerminalTold,
    judge_light,
    judge_port,
    judge_position,
    judge_renderer,
    judge_running_reader,
)
from shared.health.installation import Installation, Probe
from shared.health.terminal_told import read_told, terminal_runs
from shared.store.errors import StoreError

POSITION_WAIT_S: Final = 6.0
CONNECT_S: Final = 3.0


def probes(installation: Installation) -> list[Probe]:
    """For `clockpost doctor`."""
    return [
        Probe(("screen", "reader"), lambda: _terminal(installation)),
        Probe(("light",), lambda: _light(installation.config)),
        Probe(("position",), lambda: _position(installation), POSITION_WAIT_S + 6),
        Probe(("board",), lambda: _board(installation.config)),
    ]


def _terminal(installation: Installation) -> Iterator[Check]:
    told = _told(installation)
    yield judge_renderer(told)
    if told is not None and terminal_runs(installation.config, installation.clock.now()):
        yield judge_running_reader(told, installation.clock.now())
    else:
        port = installation.config.reader.port
        yield judge_port(_port(port), port)


def _light(config: Config) -> Iterator[Check]:
    light = PanelLight()
    settable = sum(light.may_be_set(one) for one in light.lights())
    yield judge_light(wanted=config.backlight is not None, lights=len(light.lights()), settable=settable)


def _told(installation: Installation) -> TerminalTold | None:
    try:
        with installation.ledger() as store:
            return read_told(store, installation.config.kiosk.terminal)
    except StoreError:
        # What is wrong with the file is another check's matter; the port can be looked at all the same.
        return None


def _port(port: str) -> PortFound:
    if not port:
        return PortFound.NONE_SET
    if "://" in port:
        return PortFound.NOT_TRIED
    try:
        # Without touching its settings: a reader that is held by somebody else reads on.
        os.close(os.open(port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK))
    except OSError as error:
        match error.errno:
            case errno.EACCES | errno.EPERM:
                return PortFound.NOT_ALLOWED
            case errno.EBUSY:
                return PortFound.IN_USE
        return PortFound.MISSING
    return PortFound.OPENS


def _position(installation: Installation) -> Iterator[Check]:
    gps = installation.config.gps
    if gps.source != "gpsd":
        yield ok("position", "The place was measured." if gps.source == "surveyed" else "No receiver is set.")
        return
    fix, satellites, error = look(gps.host, gps.port, installation.clock, POSITION_WAIT_S)
    accuracy_m = fix.accuracy_m if fix is not None else None
    yield judge_position(has_fix=fix is not None, accuracy_m=accuracy_m, satellites=satellites, error=error)


def _board(config: Config) -> Iterator[Check]:
    # Whoever serves the page has set something about it; nothing else tells that it is wanted.
    if config.board == Board() or not config.board.port:
        yield ok("board", "No web page is set up here.")
        return
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.board.host, config.board.host)  # noqa: S104
    try:
        socket.create_connection((host, config.board.port), CONNECT_S).close()
    except OSError as error:
        to_do = "Look at: systemctl status clockpost-board"
        yield fault("board", "The web page for supervisors does not answer.", to_do, str(error))
    else:
        yield ok("board", "The web page for supervisors answers.")
