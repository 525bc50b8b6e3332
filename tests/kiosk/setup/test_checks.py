"""What the checks find on a real serial line and a real gpsd."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.nmea import Place, Sky, write_nmea
from kiosk.devices.pty_reader import PtyBadge
from kiosk.setup.checked import Finding
from kiosk.setup.position_check import check_position
from kiosk.setup.reader_check import check_reader
from shared.clock import SystemClock
from shared.config import Config, load_config
from tests.kiosk.devices.conftest import free_port, replay

__all__ = ["free_port", "replay"]


@pytest.fixture
def config(tmp_path: Path) -> Callable[[str], Config]:
    def made(tables: str) -> Config:
        file = tmp_path / "clockpost.toml"
        file.write_text(f'[site]\nname = "Docks"\naccount = 1\ntimezone = "UTC"\n{tables}\n')
        return load_config(file)

    return made


def test_a_reader_that_sends_noise_is_wrong(config: Callable[[str], Config], tmp_path: Path) -> None:
    with PtyBadge(tmp_path / "reader") as badge:
        settings = config(f'[reader]\nport = "{tmp_path / "reader"}"\nprotocol = "rdm6300"')
        said: list[str] = []

        def tell(sentence: str) -> None:
            said.append(sentence)
            badge.tap(b"\x02" + b"not a badge!" * 3 + b"\x03")

        found = check_reader(settings, SystemClock(), 1.0, tell)
    assert (found.finding, "none of it was a badge" in found.told) == (Finding.WRONG, True)
    assert "baudrate" in found.to_do
    assert len(said) == 1


def test_an_open_port_without_a_badge_is_not_checked_yet(config: Callable[[str], Config], tmp_path: Path) -> None:
    with PtyBadge(tmp_path / "reader"):
        settings = config(f'[reader]\nport = "{tmp_path / "reader"}"')
        assert check_reader(settings, SystemClock(), 0.3, lambda _: None).finding is Finding.UNCHECKED


def test_a_receiver_with_a_fix_is_right(config: Callable[[str], Config], replay: Any, tmp_path: Path) -> None:
    log = tmp_path / "montreal.log"
    write_nmea(log, Place(45.5017, -73.5673), [Sky.FIX], SystemClock().now(), 60)
    playing = replay(log)
    settings = config(f'[gps]\nsource = "gpsd"\nport = {playing.port}')
    found = check_position(settings, SystemClock(), 30.0)
    assert found.finding is Finding.RIGHT, found
    assert "45.50" in found.told


def test_no_gpsd_is_wrong(config: Callable[[str], Config], free_port: int) -> None:
    found = check_position(config(f'[gps]\nsource = "gpsd"\nport = {free_port}'), SystemClock(), 0.5)
    assert (found.finding, "systemctl status gpsd" in found.to_do) == (Finding.WRONG, True)
