"""Delivery and kiosk are killed or hang, and delivery is started twice. Who starts them again is systemd, played."""

import re
import signal
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from kiosk.demo.processes import clockpost, until
from shared import terminals
from shared.clock import SystemClock
from shared.store import lease
from tests.end_to_end.faults.place import Place

SOME_MINUTES = timedelta(minutes=6)


def pass_time(mark: Path) -> None:
    """The terminal's mark is as it will be in some minutes, where nobody renews it."""
    at = terminals.last_sign(mark) - SOME_MINUTES
    mark.write_text(at.isoformat(), encoding="ascii")


def hangs_between_writes(process: "subprocess.Popen[str]", ledger: Path) -> bool:
    """Stop the process where it stands; let it go on where that is within a transaction, which nobody could pass by."""
    process.send_signal(signal.SIGSTOP)
    with closing(driver.connect(str(ledger), timeout=0.2, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except driver.OperationalError:
            process.send_signal(signal.SIGCONT)
            return False
        other.execute("ROLLBACK")
    return True


def test_a_killed_delivery_is_told_and_what_waited_is_delivered_once(place: Place) -> None:
    place.sync.kill()
    place.comes("2002")
    place.idle(statuses="Delivery stopped · 1 waits")
    place.is_told("sync", "fault", told="does not run")
    place.sync.start()
    place.is_upstream("2002")
    place.is_well()
    place.is_healed("sync")


def test_a_delivery_that_hangs_is_told_though_it_holds_its_lease(place: Place) -> None:
    ledger = place.wall.site.ledger
    assert place.sync.process is not None
    until("it gave a sign of life", lambda: lease.silent_s(ledger, SystemClock().boottime_s()) is not None)
    until("it hangs between two writes", lambda: hangs_between_writes(place.sync.process, ledger))
    place.comes("2003")
    lease_file = ledger.with_name(f"{ledger.name}.sync")
    number, told = lease_file.read_text(encoding="ascii").split()
    lease_file.write_text(f"{number} {float(told) - SOME_MINUTES.total_seconds()}", encoding="ascii")
    place.idle(statuses="Delivery stopped · 1 waits")
    place.is_told("sync", "fault", told="hangs")
    # Its watchdog is not fed (`test_watchdog.py`), so systemd aborts it and starts it again.
    place.sync.kill()
    place.sync.start()
    place.is_upstream("2003")
    place.is_well()
    place.is_healed("sync")


def test_a_second_sync_started_by_hand_is_sent_away_and_told_and_nothing_is_doubled(place: Place) -> None:
    place.status_line()
    done = subprocess.run(
        clockpost("sync", config=place.wall.site.config), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert "already served by another sync" in done.stderr
    assert f"process {place.sync.process and place.sync.process.pid})" in done.stderr
    place.is_told("sync", "warning", told="second clockpost sync was sent away")
    assert place.now_shown()["screen"] == "idle"
    until("the kiosk's status line says it", lambda: re.search(r"look at: [^;]*sync", place.status_line()))
    place.comes("2004")
    place.is_upstream("2004")
    note = place.wall.site.ledger.with_name("ledger.db.second-sync")
    long_ago = SystemClock().now() - timedelta(minutes=11)
    note.write_text(long_ago.isoformat(), encoding="ascii")
    place.is_healed("sync")
    place.is_well()


def test_a_killed_kiosk_is_told_and_comes_back_with_everything_it_confirmed(place: Place) -> None:
    place.comes("2005")
    place.kiosk.kill()
    mark = terminals.mark_of(place.wall.site.ledger, "Terminal 1")
    pass_time(mark)
    place.is_told("kiosk", "fault", told="1 of 1 wall terminals do not run")
    place.wall.again()
    place.is_upstream("2005")
    place.comes("2006")
    place.is_upstream("2005", "2006")
    place.is_well()
    place.is_healed("kiosk")


def test_a_kiosk_that_hangs_is_told_and_who_taps_again_after_its_restart_is_recorded_once(place: Place) -> None:
    mark = terminals.mark_of(place.wall.site.ledger, "Terminal 1")
    assert place.kiosk.process is not None
    place.kiosk.process.send_signal(signal.SIGUSR1)
    until("it gives no sign any more", lambda: is_silent(mark))
    place.wall.badge("2007")
    pass_time(mark)
    place.is_told("kiosk", "fault", told="1 of 1 wall terminals do not run")
    # Its watchdog is not fed (`test_watchdog.py`), so systemd aborts it and starts it again.
    place.kiosk.kill()
    place.wall.again()
    assert place.kinds("2007") == [], "nobody was told that it is recorded"
    place.comes("2007")
    place.is_upstream("2007")
    place.is_well()
    place.is_healed("kiosk")


def is_silent(mark: Path) -> bool:
    """No sign for four beats."""
    return SystemClock().now() - terminals.last_sign(mark) > timedelta(seconds=2)
