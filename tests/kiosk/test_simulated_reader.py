"""`clockpost tap`: a reader in the terminal."""

import subprocess
import sys

import pytest

from kiosk.devices.badge_reader import SerialBadgeReader
from shared.clock import SystemClock
from shared.demo_site import make_site

COMMAND = [sys.executable, "-m", "shared.cli", "tap"]


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path / "site", "http://127.0.0.1:9")


@pytest.fixture
def heard(site):
    """What a kiosk's reader at the configured port hears."""
    reads = []
    reader = SerialBadgeReader(str(site.reader), 9600, "rdm6300", "hex", SystemClock(), 0.2)
    reader.start(lambda read: reads.append(read.number))
    yield reads
    reader.stop()


def _tap(site, *words, typed=""):
    return subprocess.run(
        [*COMMAND, *words, "--config", str(site.config)],
        input=typed,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_badges_given_are_tapped_one_after_another(site, heard):
    done = _tap(site, "0A1B2C3D4E", "0B00C0FFEE", "--every", "0.3")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["tapped 0A1B2C3D4E", "tapped 0B00C0FFEE"]
    assert heard == ["0A1B2C3D4E", "0B00C0FFEE"]


def test_a_number_that_is_no_badge_says_what_one_is(site):
    done = _tap(site, "12")
    assert done.returncode == 1
    assert "10 hexadecimal digits, such as 0A1B2C3D4E" in done.stderr


def test_a_real_device_is_never_replaced(site):
    site.reader.write_text("a device")
    done = _tap(site, "0A1B2C3D4E")
    assert done.returncode == 1
    assert site.reader.read_text() == "a device"
    assert "name another" in done.stderr
