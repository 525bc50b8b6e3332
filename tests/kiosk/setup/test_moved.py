"""A terminal that goes to another site: what happened at the old one stays there, on its way and upstream."""

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from shared.clock import Reading, SystemClock
from shared.clocking import make_tap, present
from shared.config import Config, load_config
from shared.domain.clock_trust import Witness
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.store import people
from shared.wiring import door_of, open_ledger
from tests.kiosk.setup.conftest import REGISTER, Setup, site, upstream
from tests.kiosk.setup.typist import CLOCKPOST

PATROL, TOWER, DOCK_4 = 383, 687, 688
DEV = "1056"
MINUTE = timedelta(minutes=1)


def clock_in_a_minute_ago(config: Config, number: str) -> None:
    """A tap at this terminal, whose screen has closed since."""
    now = SystemClock().read()
    reading = Reading(now.wall - MINUTE, now.boottime_s - MINUTE.total_seconds(), now.boot_id)
    vouched = Witness("ntp", 0.0, 1.0, reading.wall, reading.boottime_s, reading.boot_id)
    with open_ledger(config, SystemClock()) as store:
        known = people.by_number(store, number)
        assert known is not None
        door = door_of(config)
        tap = make_tap(door, reading, Answer(Choice.CLOCK_IN))
        present(store, door, tap, known[0], "", Surroundings(reading, local_witnesses=(vouched,)))


def sessions_of(url: str, number: str) -> list[dict[str, Any]]:
    records = requests.get(f"{url}/control/records", timeout=10).json()
    return [one for one in records["sessions"] if one["employee"] == int(number)]


@pytest.fixture
def stick(stick: Path) -> Path:
    """Dev is on no rota at the old site; Emil supervises both."""
    told = REGISTER.replace("supervisor,Harbour Tower", "supervisor,Harbour Tower;Dock 4")
    stick.write_text(f"{told}{DEV},Dev Patel,employee,Harbour Tower,,\n", encoding="utf-8")
    return stick


def test_what_waits_goes_out_to_the_old_account_and_position_and_who_is_clocked_in_is_told(
    setup: Setup, settings: Path, sandbox_url: str, stick: Path
) -> None:
    assert setup(*site(), *upstream(sandbox_url), "-", "surveyed", "45.5", "-73.5", "", str(stick)).exit_code == 0
    by_hand = settings.read_text().replace("account = 687", f"account = 687\ndefault_position = {PATROL}  # ours")
    settings.write_text(by_hand)
    clock_in_a_minute_ago(load_config(settings), DEV)
    moved = setup("Dock 4", str(DOCK_4), *[""] * 11, "surveyed", "45.6", "-73.6", "", "", options=("--move",))
    assert moved.exit_code == 0, moved.output
    assert "1 event waits and goes out to the account of the site where it happened" in moved.output
    assert "Still clocked in at Harbour Tower: Dev Patel (1056)." in moved.output
    config = load_config(settings)
    assert [(one.name, one.latitude) for one in config.every_site] == [("Dock 4", 45.6), ("Harbour Tower", 45.5)]
    # A process of its own: it sets up a log, for good.
    sync = [str(CLOCKPOST), "sync", "--once", "--config", str(settings)]
    subprocess.run(sync, check=True, capture_output=True, timeout=60)
    (session,) = sessions_of(sandbox_url, DEV)
    assert (session["account"], session["position"]) == (TOWER, PATROL)


def test_another_account_without_move_is_refused_once_there_are_events(
    setup: Setup, settings: Path, sandbox_url: str, stick: Path
) -> None:
    assert setup(*site(), "-", "-", "off", str(stick)).exit_code == 0
    clock_in_a_minute_ago(load_config(settings), "1053")
    before = settings.read_bytes()
    stopped = setup(*site("Dock 4", DOCK_4))
    assert "this ledger belongs to account 687, the settings say 688" in stopped.output
    assert "clockpost setup --move" in stopped.output
    assert (stopped.exit_code, settings.read_bytes()) == (1, before)


def test_a_mistyped_address_binds_no_ledger_and_an_empty_one_gives_way(
    setup: Setup, settings: Path, sandbox_url: str, stick: Path
) -> None:
    assert setup(*site(), *upstream("http://127.0.0.1:9"), "-", "off", str(stick)).exit_code == 0
    right = (f"{sandbox_url}/rest/v1", f"{sandbox_url}/rest/oauth2/access_token", *[""] * 4)
    mended = setup(*[""] * 6, *right, *[""] * 3)
    assert mended.exit_code == 0, mended.output
    assert "ledger-2.db is the new one" in mended.output
    assert "account 687 is 'Harbour Tower' there" in mended.output
    assert load_config(settings).store.path.name == "ledger-2.db"
    with open_ledger(load_config(settings), SystemClock()) as store:
        assert people.register(store).count == 3


MOVED = ("", "", "", "", *[""] * 4, "n")


def test_moving_again_changes_nothing_that_is_right(setup: Setup, settings: Path, stick: Path) -> None:
    assert setup(*site(), "-", "-", "off", str(stick)).exit_code == 0
    settings.write_text(settings.read_text().replace("[site]", "[site]\nradius_m = 80"))
    setup("Dock 4", "688", *MOVED, options=("--move",))
    once = settings.read_bytes()
    setup("Dock 4", "688", *MOVED, options=("--move",))
    assert settings.read_bytes() == once
    back = setup("Harbour Tower", "687", *MOVED[:-1], options=("--move",))
    assert back.exit_code == 0, back.output
    config = load_config(settings)
    assert [one.name for one in config.every_site] == ["Harbour Tower", "Dock 4"]
    assert config.here.radius_m == 80


def test_a_number_that_was_mistyped_while_moving_is_put_right_by_moving_again(
    setup: Setup, settings: Path, stick: Path
) -> None:
    assert setup(*site(), "-", "-", "off", str(stick)).exit_code == 0
    setup("Dock 4", "6888", *MOVED, options=("--move",))
    setup("Dock 4", "688", *MOVED, options=("--move",))
    assert [(one.name, one.account) for one in load_config(settings).every_site] == [
        ("Dock 4", 688),
        ("Harbour Tower", 687),
    ]
