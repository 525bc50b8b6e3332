"""The whole set-up by a typist on a real terminal: a reader on a serial line, gpsd, an upstream, a USB stick."""

import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.nmea import Place, Sky, write_nmea
from kiosk.devices.pty_reader import PtyBadge
from shared.clock import SystemClock
from tests.kiosk.devices.conftest import free_port, replay
from tests.kiosk.setup.conftest import SECRETS
from tests.kiosk.setup.typist import Typist

__all__ = ["free_port", "replay"]

WRONG_PASSWORD = "Wrong-Horse-77"
HAND_WRITTEN = """# Written by hand: {name}
[gps]
port = {port}   # ours
[retention]
names_days = 400

[sync]  # untouched
settle_s = 45
"""


@pytest.fixture
def gpsd_port(replay: Any, tmp_path: Path) -> int:
    log = tmp_path / "montreal.log"
    write_nmea(log, Place(45.5017, -73.5673), [Sky.FIX], SystemClock().now(), 120)
    port: int = replay(log).port
    return port


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file but the ledger's own: content and permissions."""
    return {
        str(file.relative_to(folder)): (file.read_bytes(), stat.S_IMODE(file.stat().st_mode))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(("ledger", ".ledger"))
    }


def first_time(typist: Typist, url: str, reader: Path, stick: Path) -> None:
    """Five questions, with wrong answers to each of them before the right one."""
    typist.answers("Name of the site", "Harbour Tower")
    typist.answers("account number upstream", "six hundred")
    typist.sees("A whole number above 0")
    typist.answers("account number upstream", "999")
    typist.answers("Its time zone", "Montreal")
    typist.sees("Not a time zone. America/Montreal")
    typist.answers("Its time zone", "America/Montreal")
    typist.answers("Telephone of the supervisor", "514 555 0199")
    typist.answers("this terminal is called", "Gate 1")
    typist.answers("Its language", "de")
    typist.sees("One of en, fr, es, da")
    typist.answers("Its language", "fr")
    for password in (WRONG_PASSWORD, SECRETS[1]):
        typist.answers("TrackTik's address", f"{url}/rest/v1")
        typist.answers("Where it gives tokens", f"{url}/rest/oauth2/access_token")
        typist.answers("Client id", "clockpost")
        typist.answers("User name", "terminal@example.test")
        typist.answers("Client secret", SECRETS[0])
        typist.answers("Password", password)
        if password == WRONG_PASSWORD:
            typist.sees("It does not let us in")
            typist.answers("Answer again", "y")
    typist.sees("knows no account 999")
    typist.answers("Answer again", "")
    typist.answers("account number upstream", "687")
    typist.sees("account 687 is 'Harbour Tower' there")
    typist.answers("Its port", "/dev/no-such-reader")
    typist.sees("cannot open the badge reader")
    typist.answers("Answer again", "")
    typist.answers("Its port", str(reader))
    typist.sees("Hold a badge to the reader")
    typist.sees("em4100:0A1B2C3D4E is how")
    typist.answers("From a receiver", "gpsd")
    typist.answers("Latitude", "0")
    typist.answers("Longitude", "0")
    typist.sees("0, 0 lies in the sea")
    typist.answers("Latitude", "north")
    typist.sees("A number, such as")
    typist.answers("Latitude", "45,5017")
    typist.answers("Longitude", "-73.5673")
    typist.answers("in metres", "5")
    typist.sees("Between 20 and 50000 metres")
    typist.answers("in metres", "120")
    typist.sees("gpsd tells 45.50")
    typist.answers("The register", str(stick))
    typist.sees("supervised by Emil")


def test_five_questions_with_every_wrong_answer_and_then_enter_at_each(
    settings: Path, sandbox_url: str, stick: Path, reader: Path, gpsd_port: int
) -> None:
    settings.parent.mkdir()
    by_hand = HAND_WRITTEN.format(name="keep me", port=gpsd_port)
    settings.write_text(by_hand)
    with Typist(settings) as typist:
        first_time(typist, sandbox_url, reader, stick)
        assert typist.ends() == 0, typist.screen
    assert "In service: everything was tried and works." in typist.screen
    assert typist.screen.count("knows no account") == 1
    written = settings.read_text()
    for secret in (*SECRETS, WRONG_PASSWORD):
        assert secret not in typist.screen
        assert secret not in written
    told = tomllib.loads(written)
    assert (told["site"]["account"], told["site"]["radius_m"], told["gps"]["source"]) == (687, 120.0, "gpsd")
    assert all(line in written.splitlines() for line in by_hand.splitlines() if line)
    before = contents(settings.parent)
    secrets = {"tracktik-client.secret", "tracktik-password.secret", "badge.key", "people.csv"}
    assert {name for name, (_, mode) in before.items() if mode == 0o600} >= secrets
    assert set(before) == secrets | {settings.name}
    assert before["badge.key"][0].split()[1].decode() not in typist.screen
    with Typist(settings) as again:
        for asked in ("Name", "account", "zone", "Telephone", "terminal is", "language"):
            again.answers(asked)
        for asked in ("address", "tokens", "Client id", "User name", "Client secret", "Password"):
            again.answers(asked)
        for asked in ("Its port", "receiver", "Latitude", "Longitude", "metres", "register"):
            again.answers(asked)
        assert again.ends() == 0, again.screen
    assert "everything was tried and works" in again.screen
    assert contents(settings.parent) == before


def test_ctrl_c_in_a_prompt_in_a_password_and_in_a_check_leaves_everything_as_it_was(
    settings: Path, sandbox_url: str, tmp_path: Path
) -> None:
    settings.parent.mkdir()
    settings.write_text('[site]\nname = "Docks"\naccount = 1\ntimezone = "UTC"\n[store]\npath = "ledger.db"\n')
    before = contents(settings.parent)
    # As asked, and where Ctrl-C is pressed.
    for stop in ("Its language", "Client secret", "Its port", "Hold a badge"):
        with PtyBadge(tmp_path / "silent"), Typist(settings, "--wait", "60") as typist:
            _answer_until(typist, stop, sandbox_url, tmp_path / "silent")
            assert typist.ends() == 1
        assert "Stopped. The settings are as they were." in typist.screen
        assert "Traceback" not in typist.screen
        assert contents(settings.parent) == before, stop
        assert not list(settings.parent.glob(".setup-*"))


def _answer_until(typist: Typist, stop: str, url: str, port: Path) -> None:
    plan = {
        "Name of": "Elsewhere",
        "account number": "687",
        "zone": "America/Montreal",
        "Telephone": "",
        "terminal is": "Gate 9",
        "Its language": "fr",
        "address": f"{url}/rest/v1",
        "tokens": "",
        "Client id": "clockpost",
        "User name": "terminal@example.test",
        "Client secret": SECRETS[0],
        "Password": SECRETS[1],
        "Its port": str(port),
    }
    for asked, answer in plan.items():
        if asked == stop:
            break
        typist.answers(asked, answer)
    typist.presses_ctrl_c(stop if stop not in plan else f"{stop}[^\n]*: ")
