"""What systemd is told, on a real socket, and when it is told nothing."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.watchdog import ROUND_EVERY_S, Watchdog


class Systemd:
    """The other end of NOTIFY_SOCKET."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.socket.setblocking(False)

    def heard(self) -> list[str]:
        """What was said since it was asked last."""
        lines = []
        while True:
            try:
                lines.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                return lines


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Systemd]:
    address = str(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    listening = Systemd(address)
    yield listening
    listening.socket.close()


def test_ready_comes_with_the_last_thing_it_waits_for_and_once(systemd: Systemd) -> None:
    watchdog = Watchdog(ready_after=("ledger", "first frame"), loops=("screen",))
    watchdog.reached("first frame")
    watchdog.reached("first frame")
    assert systemd.heard() == []
    watchdog.reached("ledger")
    assert systemd.heard() == ["READY=1"]
    watchdog.reached("ledger")
    assert systemd.heard() == []


def test_a_loop_that_turns_before_the_rest_is_ready_asks_for_more_time(systemd: Systemd) -> None:
    watchdog = Watchdog(ready_after=("ledger",), loops=("screen", "presenter"))
    watchdog.round("screen")
    assert systemd.heard() == ["EXTEND_TIMEOUT_USEC=60000000"]


def test_the_watchdog_is_fed_only_when_every_loop_came_round(systemd: Systemd) -> None:
    watchdog = Watchdog(ready_after=(), loops=("screen", "presenter"))
    for _ in range(50):
        watchdog.round("screen")
    assert systemd.heard() == []
    watchdog.round("presenter")
    assert systemd.heard() == ["WATCHDOG=1"]
    watchdog.round("presenter")
    assert systemd.heard() == []
    watchdog.round("screen")
    assert systemd.heard() == ["WATCHDOG=1"]


def test_a_turn_that_does_not_come_back_or_fails_feeds_nothing(
    systemd: Systemd, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = systemd.socket.getsockname()

    async def hangs() -> None:
        await asyncio.Event().wait()

    async def fails() -> None:
        raise OSError("the writer has ended")

    async def fed_by(turn) -> list[str]:
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        watchdog = Watchdog(ready_after=(), loops=("line",))
        task = asyncio.create_task(watchdog.feed("line", turn))
        for _ in range(10):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return systemd.heard()

    async def comes_back() -> None: ...

    assert asyncio.run(fed_by(hangs)) == []
    assert asyncio.run(fed_by(fails)) == []
    assert asyncio.run(fed_by(comes_back)) == ["WATCHDOG=1"]


def test_the_end_and_the_state_are_said_in_one_line_each(systemd: Systemd) -> None:
    watchdog = Watchdog(ready_after=(), loops=("line",))
    watchdog.status("3 waiting\nsecond line")
    watchdog.stopping()
    assert systemd.heard() == ["STATUS=3 waiting", "STOPPING=1"]


def test_a_socket_without_a_file_is_reached(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name = f"clockpost-{tmp_path.name}"
    listening = Systemd(f"\0{name}")
    monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
    Watchdog(ready_after=("it",), loops=()).reached("it")
    assert listening.heard() == ["READY=1"]
    listening.socket.close()


def test_nobody_there_disturbs_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    Watchdog(ready_after=("it",), loops=("one",)).reached("it")
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    watchdog = Watchdog(ready_after=(), loops=("one",))
    watchdog.round("one")
    watchdog.stopping()


def test_two_rounds_may_be_lost_before_a_unit_is_restarted() -> None:
    assert ROUND_EVERY_S * 3 <= 30
