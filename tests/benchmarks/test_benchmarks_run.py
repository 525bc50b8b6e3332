"""Every benchmark runs, in sizes that say nothing about speed, so that none of them rots."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import typer
from twilio.request_validator import RequestValidator

from shared.verify import verify
from tests.benchmarks import long_ledger
from tests.benchmarks.__main__ import BENCHMARKS, main
from tests.benchmarks.installation import guards, install, open_filled
from tests.benchmarks.phone_calls import call_of
from tests.benchmarks.phone_installation import AUTH_TOKEN, PUBLIC_URL
from tests.benchmarks.phone_load import NotServed, as_people_press, one_after_another
from tests.benchmarks.phone_servers import beside_it
from tests.benchmarks.report import Aim, Report, as_difference, as_it_is, as_ratio
from tests.benchmarks.series import Series, drift, side_by_side

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one run of all of them wrote down."""
    folder = tmp_path_factory.mktemp("benchmarks")
    found = folder / "found.json"
    command = [sys.executable, "-m", "tests.benchmarks", "--tiny", "--json", str(found), "--folder", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=150)
    assert done.returncode == 0, done.stdout + done.stderr
    return {one["name"]: one for one in json.loads(found.read_text(encoding="utf-8"))["reports"]}


@pytest.mark.parametrize("name", BENCHMARKS)
def test_it_runs_from_the_checkout_and_finds_numbers(name: str, reports: dict[str, Any]) -> None:
    report = reports[name]
    assert report["findings"]
    assert all(math.isfinite(one["result"]) and one["ours"] >= 0 for one in report["findings"])
    assert any(one["verdict"] in ("met", "not met") for one in report["findings"])
    assert report["baseline_drift"] > 0


def test_a_name_that_is_no_benchmark_is_refused_with_the_names_that_are() -> None:
    with pytest.raises(typer.BadParameter, match="tap-while-draining"):
        main(["lunch"])


def test_the_long_ledger_is_one_that_verify_finds_intact(tmp_path: Path) -> None:
    installation = install(tmp_path, guards(3))
    open_filled(installation).close()
    long_ledger.fill(installation.config.store.path, installation.guards, 50)
    with open_filled(installation) as store:
        report = verify(store)
    assert (report.intact, report.events, report.erased) == (True, 50, 50)


def test_half_are_below_the_median_and_one_of_a_hundred_above_the_99th() -> None:
    series = Series(tuple(float(number) for number in range(1, 201)))
    assert (series.p50, series.p99) == (100.0, 198.0)
    assert Series((7.0,)).p99 == 7.0


def test_two_acts_take_turns_at_going_first() -> None:
    order: list[str] = []

    def act(name: str) -> float:
        order.append(name)
        return 1.0

    side_by_side(2, lambda: act("ours"), lambda: act("beside"))
    assert order == ["ours", "beside", "beside", "ours"]


def test_an_aim_is_met_on_its_own_side() -> None:
    assert as_ratio("a", 3.0, 2.0, "ms", 1, Aim(2, "x")).verdict == "met"
    assert as_ratio("a", 5.0, 2.0, "ms", 1, Aim(2, "x")).verdict == "not met"
    assert as_it_is("a", 7.9, "x", 1, Aim(8, "x", at_least=True)).verdict == "not met"
    assert as_difference("a", 150.0, 115.0, "MB", 1, Aim(40, "MB")).verdict == "met"
    assert as_it_is("a", 1.0, "ms", 1).verdict == ""


def test_a_baseline_that_moved_makes_the_run_noisy() -> None:
    slow, fast = Series((2.0, 2.0)), Series((1.0, 1.0))
    assert Report("a", (), drift(fast, fast)).is_quiet
    assert not Report("a", (), drift(fast, slow)).is_quiet
    assert not Report("a", (), drift(slow, fast)).is_quiet


def test_every_prepared_request_is_signed_as_twilio_signs_and_no_two_calls_are_one() -> None:
    calls = [call_of(one) for one in guards(2)]
    told: list[str] = []
    for request in (one for call in calls for one in call.every_step):
        head, _, body = request.wire.decode("ascii").partition("\r\n\r\n")
        line, *lines = head.split("\r\n")
        headers, fields = dict(one.split(": ") for one in lines), dict(parse_qsl(body, keep_blank_values=True))
        assert len(fields) >= 25
        assert int(headers["Content-Length"]) == len(body)
        address = PUBLIC_URL + line.split(" ")[1]
        assert RequestValidator(AUTH_TOKEN).validate(address, fields, headers["X-Twilio-Signature"])
        told.append(fields["CallSid"])
    assert len(set(told)) == 2


def test_callers_take_only_the_answer_of_their_step_and_each_step_is_told_apart(tmp_path: Path) -> None:
    calls = [call_of(one) for one in guards(3)]
    with beside_it(tmp_path, "guide") as port:
        pressed = as_people_press(port, [(call.menu_again, call.menu_again) for call in calls], gap_s=0.01)
        asked = one_after_another(port, [call.without_pin for call in calls], 2, must_fit=False)
        with pytest.raises(NotServed, match="Off duty"):
            one_after_another(port, [(call.clocks_in,) for call in calls], 2)
    assert [len(one.ms) for one in pressed] == [3, 3]
    assert len(asked.ms) == 12
    assert 0 < asked.own_share <= 1.1
    assert all(0 < ms <= asked.took_s * 1000 for ms in asked.ms)
