"""The test call as set-up asks for it; whatever places it is named by an entry point of a distribution."""

import sys
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.config import load_config
from shared.health.set_up import still_open
from shared.wiring import open_ledger
from tests.kiosk.setup.conftest import Setup, site

PHONE = "+15145550188"
LINE = """
[ivr]
public_base_url = "https://clock.example.test"
account_sid = "AC0c10c40c10c40c10c40c10c40c10c400"
auth_token_file = "twilio.token"
"""
Distribution = Callable[[str], Path]


@pytest.fixture
def phone_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Distribution:
    """A distribution whose test call has this outcome; the file in which it keeps the numbers that it rang."""

    def made(outcome: str) -> Path:
        folder, rung = tmp_path / "installed", tmp_path / "rung"
        told = folder / "some_line-1.dist-info"
        told.mkdir(parents=True)
        (told / "METADATA").write_text("Metadata-Version: 2.1\nName: some-line\nVersion: 1\n")
        (told / "entry_points.txt").write_text("[clockpost.test_calls]\nsome = some_line_of_a_test:call\n")
        (folder / "some_line_of_a_test.py").write_text(
            "from shared.domain.health import ok, fault, unknown\n"
            "def call(config, clock, number):\n"
            f"    with open({str(rung)!r}, 'a') as file:\n        file.write(number)\n"
            f"    return {outcome}\n"
        )
        monkeypatch.syspath_prepend(folder)
        # One outcome a test: the module of the test before is another one.
        monkeypatch.delitem(sys.modules, "some_line_of_a_test", raising=False)
        monkeypatch.setattr("kiosk.setup.call_check.entry_points", lambda group: _of(folder, group), raising=True)
        return rung

    return made


def _of(folder: Path, group: str) -> list[object]:
    return [
        point for found in distributions(path=[str(folder)]) for point in found.entry_points if point.group == group
    ]


@pytest.fixture
def with_line(setup: Setup, settings: Path, stick: Path) -> Setup:
    """A site that has a phone line."""
    assert setup(*site(), "-", "-", "off", str(stick)).exit_code == 0
    settings.write_text(settings.read_text() + LINE)
    return setup


def test_a_call_is_placed_to_the_number_that_was_typed_and_told(with_line: Setup, phone_line: Distribution) -> None:
    rung = phone_line("ok('test call', 'It rang, somebody answered, and it has ended.')")
    done = with_line(*[""] * 9 + [""], "514 555", "+1 514 555-0188")
    assert done.exit_code == 0, done.output
    assert "An international number, such as +15145550100." in done.output
    assert "ok  Test call: It rang, somebody answered" in done.output
    assert rung.read_text() == PHONE


def test_what_twilio_answered_is_told_and_kept_for_the_doctor(
    with_line: Setup, phone_line: Distribution, settings: Path
) -> None:
    phone_line("fault('test call', 'Twilio refused to place it.', 'Look at the number.', 'code 21215')")
    done = with_line(*[""] * 10, PHONE)
    assert "!!  Test call: Twilio refused to place it. Twilio says: code 21215" in done.output
    assert "Wrong: Test call." in done.output
    with open_ledger(load_config(settings), SystemClock()) as store:
        assert [(one.what, one.is_wrong) for one in still_open(store)] == [("Test call", True)]
    with_line(options=("--check", "--wait", "0"))
    with open_ledger(load_config(settings), SystemClock()) as store:
        assert [one.what for one in still_open(store)] == ["Test call"]
    assert not any(PHONE.encode() in file.read_bytes() for file in settings.parent.glob("*.*"))


def test_nobody_has_to_be_called(with_line: Setup, phone_line: Distribution) -> None:
    rung = phone_line("ok('test call', '')")
    done = with_line(*[""] * 11)
    assert (done.exit_code, rung.exists()) == (0, False)
    stopped = with_line(*[""] * 10)
    assert (stopped.exit_code, "No test call. The settings are kept." in stopped.output) == (0, True)


def test_a_site_without_a_phone_line_is_not_asked(setup: Setup, stick: Path, phone_line: Distribution) -> None:
    phone_line("ok('test call', '')")
    assert "A test call" not in setup(*site(), "-", "-", "off", str(stick)).output
