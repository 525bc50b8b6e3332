"""One sync per ledger."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shared.store.lease import SILENT_AFTER_S, LeaseTaken, hangs, is_running, silent_s, sync_lease, tell_alive

HOLD = """
import sys
from pathlib import Path
from shared.store.lease import sync_lease
with sync_lease(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_sync_is_refused_by_name_until_the_first_has_died(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(ledger)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        assert is_running(ledger)
        with pytest.raises(LeaseTaken, match=f"process {holder.pid}"), sync_lease(ledger):
            raise AssertionError("two hold it")
    finally:
        holder.kill()
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()
    assert not is_running(ledger)
    with sync_lease(ledger):
        assert is_running(ledger)


def test_asking_whether_one_runs_takes_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    assert not is_running(ledger)
    for _ in range(50):
        with sync_lease(ledger):
            assert is_running(ledger)
        assert not is_running(ledger)


def test_a_holder_that_gives_no_sign_of_life_for_two_minutes_hangs(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    with sync_lease(ledger):
        assert silent_s(ledger, 1000.0) is None
        assert not hangs(ledger, 1e9), "one that never told may be just starting"
        for at_s in (99_999.5, 100_000.0):
            tell_alive(ledger, at_s)
            assert silent_s(ledger, at_s + 7) == pytest.approx(7, abs=0.1)
        assert not hangs(ledger, 100_000.0 + SILENT_AFTER_S)
        assert hangs(ledger, 100_001.0 + SILENT_AFTER_S)
        with pytest.raises(LeaseTaken, match=rf"process {os.getpid()}\)"), sync_lease(ledger):
            raise AssertionError("two hold it")
    assert not hangs(ledger, 1e9), "nobody holds it"


def test_whoever_takes_the_lease_does_not_answer_for_the_silence_before(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    with sync_lease(ledger):
        tell_alive(ledger, 5.0)
    with sync_lease(ledger):
        assert not hangs(ledger, 1e9)
