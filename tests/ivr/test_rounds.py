"""The line's rounds: calls whose end nobody told, old calls, and whether the line can record at all."""

import asyncio
import threading

import pytest
import requests

from ivr import rounds
from shared.store import memory
from shared.store.taps import TapState
from tests.ivr.cast import PIN, START
from tests.ivr.conftest import MakeLine
from tests.ivr.full_disk import Disk
from tests.ivr.phone_line import PATIENCE_S, PhoneLine

WAITING = (TapState.ASKED, TapState.OPEN, TapState.CLAIM)


def health(line: PhoneLine) -> requests.Response:
    return requests.get(f"{line.local}/healthz", timeout=PATIENCE_S)


def test_a_call_whose_end_nobody_told_is_left_after_a_quarter_of_an_hour(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} !", status_url="")
    line.clock.advance(minutes=14)
    line.go_round()
    assert [tap.state for tap in line.taps(*WAITING)] == [TapState.ASKED]
    line.clock.advance(minutes=2)
    line.go_round()
    assert [(tap.state, tap.reason, tap.at) for tap in line.taps(*WAITING)] == [(TapState.CLAIM, "hung_up", START)]


def test_on_duty_such_a_call_leaves_an_open_tap(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=8)
    line.call(f"1053 {PIN} !", status_url="")
    line.clock.advance(minutes=16)
    line.go_round()
    assert [tap.state for tap in line.taps(*WAITING)] == [TapState.OPEN]


def test_rounds_leave_alone_what_somebody_chose(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1 !", status_url="")
    line.clock.advance(minutes=16)
    line.go_round()
    assert line.taps(*WAITING) == []
    assert line.kinds("1053") == ["clocked_in"]


def test_a_line_that_can_record_is_well_and_says_what_waits(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1")
    line.go_round()
    answer = health(line)
    assert answer.status_code == 200
    assert answer.json() == {
        "well": True,
        "could_record_s_ago": 0.0,
        "people": 7,
        "events_waiting": 1,
        "error": "",
    }
    assert memory.meta(line.store, "phone_could_record_at") == START.isoformat()


def test_a_full_disk_is_told_and_is_over_with_the_next_round(line: PhoneLine, disk: Disk) -> None:
    line.go_round()
    line.clock.advance(seconds=30)
    disk.fills()
    line.go_round()
    disk.has_room()
    assert health(line).status_code == 503
    assert health(line).json()["error"] != ""
    line.go_round()
    assert health(line).status_code == 200


def test_a_line_whose_rounds_stopped_is_not_well(line: PhoneLine) -> None:
    line.go_round()
    line.clock.advance(seconds=91)
    assert health(line).status_code == 503


def test_a_line_that_knows_nobody_is_not_well(make_line: MakeLine) -> None:
    line = make_line(cast=())
    line.go_round()
    assert health(line).json()["people"] == 0
    assert health(line).status_code == 503


def test_a_round_that_fails_is_followed_by_the_next(line: PhoneLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "EVERY_S", 0.001)
    went = threading.Event()
    tried: list[int] = []

    async def go() -> None:
        tried.append(1)
        if len(tried) == 1:
            raise RuntimeError("no good")
        went.set()

    monkeypatch.setattr(line.rounds, "go", go)
    going = asyncio.run_coroutine_threadsafe(line.rounds.run(), line.server.loop)
    assert went.wait(PATIENCE_S)
    going.cancel()
