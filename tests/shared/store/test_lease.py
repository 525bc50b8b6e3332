"""One sync per ledger."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.store.lease import LeaseTaken, is_running, sync_lease

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
