"""What the machine itself says about its clock: the time service while it is fresh, and a battery-backed clock."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared import time_service
from shared.clock import Reading, SystemClock
from shared.domain.clock_trust import TrustLevel, judge_clock
from shared.time_service import MARK_FRESH_S, heard_now, is_synchronised, own_witnesses, set_from_rtc

READING = Reading(datetime(2026, 3, 2, 6, tzinfo=UTC), 1000.0, "boot-1")


@pytest.fixture(autouse=True)
def no_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a time service and without a battery-backed clock."""
    monkeypatch.setattr(time_service, "SYNCHRONISED_MARK", tmp_path / "synchronized")
    monkeypatch.setattr(time_service, "RTC_MARK", tmp_path / "hctosys")
    monkeypatch.setattr(time_service, "RTC_TIME", tmp_path / "since_epoch")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def touch(path: Path, age_s: float) -> None:
    path.touch()
    touched = SystemClock().now().timestamp() - age_s
    os.utime(path, (touched, touched))


def answering(folder: Path, script: str) -> None:
    """Put a program called timedatectl on the path."""
    program = folder / "bin" / "timedatectl"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_where_nothing_answers_nothing_is_known() -> None:
    assert is_synchronised() is None


@pytest.mark.parametrize(
    ("age_s", "expected"),
    [(0.0, True), (MARK_FRESH_S - 60, True), (MARK_FRESH_S + 60, None), (-MARK_FRESH_S - 60, None)],
    ids=["just now", "at the last poll", "once, long ago", "from the future"],
)
def test_the_mark_of_the_time_service_counts_while_it_is_fresh(
    tmp_path: Path, age_s: float, expected: bool | None
) -> None:
    touch(tmp_path / "synchronized", age_s)
    assert is_synchronised() is expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [("echo yes", True), ("echo no", False), ("echo perhaps", None), ("exit 1", None), ("echo yes; exit 1", True)],
)
def test_else_timedatectl_is_asked(tmp_path: Path, script: str, expected: bool | None) -> None:
    answering(tmp_path, script)
    assert is_synchronised() is expected
    touch(tmp_path / "synchronized", 10 * MARK_FRESH_S)
    assert is_synchronised() is expected


def test_it_is_asked_for_one_property_only(tmp_path: Path) -> None:
    answering(tmp_path, f'echo "$@" > {tmp_path}/asked; echo yes')
    is_synchronised()
    assert (tmp_path / "asked").read_text() == "show --property=NTPSynchronized --value\n"


def test_a_program_that_hangs_or_cannot_be_run_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_service, "ASK_S", 0.2)
    answering(tmp_path, "exec /bin/sleep 30")
    assert is_synchronised() is None
    (tmp_path / "bin" / "timedatectl").write_text("\x7fELF no program at all")
    assert is_synchronised() is None


def chip(folder: Path, *, was_taken: str | None = "1\n", shows: datetime = READING.wall) -> None:
    """A clock chip that shows this time; the kernel took it at boot, or did not."""
    if was_taken is not None:
        (folder / "hctosys").write_text(was_taken)
    (folder / "since_epoch").write_text(f"{int(shows.timestamp())}\n")


@pytest.mark.parametrize(("content", "expected"), [("1\n", True), ("0\n", False), ("", False), (None, False)])
def test_whether_the_time_came_from_a_battery_backed_clock(tmp_path: Path, content: str | None, expected: bool) -> None:
    chip(tmp_path, was_taken=content)
    assert set_from_rtc(READING.wall) is expected


@pytest.mark.parametrize(
    ("shows", "wall"),
    [
        (datetime(1970, 1, 1, 0, 5, tzinfo=UTC), datetime(1970, 1, 1, 0, 5, tzinfo=UTC)),
        (datetime(1970, 1, 1, 0, 5, tzinfo=UTC), READING.wall),
        (READING.wall - timedelta(hours=2), READING.wall),
    ],
    ids=["both begin anew", "the wall clock was moved to the newest file", "a chip that shows local time"],
)
def test_a_chip_whose_battery_is_empty_is_no_witness(tmp_path: Path, shows: datetime, wall: datetime) -> None:
    chip(tmp_path, shows=shows)
    assert not set_from_rtc(wall)


def test_a_chip_that_cannot_be_read_is_no_witness(tmp_path: Path) -> None:
    (tmp_path / "hctosys").write_text("1")
    assert not set_from_rtc(READING.wall)


class ClockSetWhileAsking(SystemClock):
    """Between the question and the answer of the time service somebody sets the wall clock on."""

    def __init__(self, by_s: float) -> None:
        super().__init__()
        self._by_s = by_s
        self._reads = 0

    def read(self) -> Reading:
        self._reads += 1
        now = super().read()
        return Reading(now.wall + timedelta(seconds=self._by_s * (self._reads - 1)), now.boottime_s, now.boot_id)


@pytest.mark.parametrize(("by_s", "sources"), [(0.0, ["ntp"]), (3600.0, []), (-3600.0, [])])
def test_a_clock_that_is_set_while_it_is_asked_about_has_no_word(
    tmp_path: Path, by_s: float, sources: list[str]
) -> None:
    touch(tmp_path / "synchronized", 0.0)
    reading, told = heard_now(ClockSetWhileAsking(by_s).read, "distrust")
    assert [one.source for one in told] == sources
    assert all((one.wall, one.boottime_s) == (reading.wall, reading.boottime_s) for one in told)


@pytest.mark.parametrize(
    ("rtc", "has_rtc", "synchronised", "sources"),
    [
        ("auto", True, True, ["ntp", "rtc"]),
        ("auto", False, True, ["ntp"]),
        ("auto", True, False, ["rtc"]),
        ("auto", False, None, []),
        ("trust", False, None, ["rtc"]),
        ("distrust", True, None, []),
        ("distrust", True, True, ["ntp"]),
    ],
)
def test_the_machines_own_witnesses(
    tmp_path: Path, rtc: str, has_rtc: bool, synchronised: bool | None, sources: list[str]
) -> None:
    chip(tmp_path, was_taken="1" if has_rtc else "0")
    found = own_witnesses(READING, rtc, synchronised=synchronised)
    assert [witness.source for witness in found] == sources
    assert {(one.wall, one.boottime_s, one.boot_id, one.offset_s) for one in found} <= {
        (READING.wall, READING.boottime_s, "boot-1", 0.0)
    }


@pytest.mark.parametrize(
    ("rtc", "synchronised", "level"),
    [
        ("distrust", True, TrustLevel.TRUSTED),
        ("trust", None, TrustLevel.TRUSTED),
        ("auto", None, TrustLevel.BOUNDED),
        ("distrust", None, TrustLevel.UNTRUSTED),
    ],
    ids=["time service", "a clock that is trusted", "a clock that is there", "none"],
)
def test_how_far_each_of_them_makes_the_clock_trusted(
    tmp_path: Path, rtc: str, synchronised: bool | None, level: TrustLevel
) -> None:
    chip(tmp_path)
    witnesses = own_witnesses(READING, rtc, synchronised=synchronised)
    judged = judge_clock(wall=READING.wall, boottime_s=READING.boottime_s, boot_id=READING.boot_id, witnesses=witnesses)
    assert judged.level is level
