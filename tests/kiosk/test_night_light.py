"""The panel is dimmed by night while nobody is there, and only then."""

import time as clock
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from kiosk.devices.backlight import PanelLight
from kiosk.night_light import LightRules, NightLight, percent_at
from shared.domain.daily_hours import DailyHours
from tests.kiosk.devices.test_backlight import brightness, panel

MONTREAL = ZoneInfo("America/Montreal")
RULES = LightRules(80, 20, DailyHours(time(22), time(5), MONTREAL), 60)
MIDNIGHT = datetime(2026, 9, 22, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(21, 59, 80), (22, 0, 20), (0, 0, 20), (4, 59, 20), (5, 0, 80), (12, 0, 80)],
)
def test_the_night_is_told_by_the_clock_of_the_site(hour, minute, expected):
    local = datetime(2026, 9, 22, hour, minute, tzinfo=MONTREAL)
    assert percent_at(RULES, local.astimezone(UTC), alone_s=600) == expected


@pytest.mark.parametrize(("alone_s", "expected"), [(0, 80), (59.9, 80), (60, 20)])
def test_whoever_comes_has_light_for_a_while(alone_s, expected):
    assert percent_at(RULES, MIDNIGHT, alone_s) == expected


def test_a_clock_that_nobody_believes_dims_nothing():
    assert percent_at(RULES, None, alone_s=600) == 80


class Night:
    """A terminal at midnight; seconds pass when they are told to."""

    def __init__(self, folder: Path) -> None:
        self.seconds = 1000.0
        self.panel = panel(folder, "10-0045", 100, 100)
        self.light = NightLight(RULES, PanelLight(folder), lambda: MIDNIGHT, lambda: self.seconds)

    def leave_alone(self) -> None:
        """A minute passes; the light looks again, as it would by itself."""
        self.seconds += 60
        self.light._wake.set()

    def is_lit_to(self, percent: int) -> bool:
        return eventually(lambda: brightness(self.panel) == percent)


def eventually(holds: Callable[[], bool]) -> bool:
    give_up = clock.monotonic() + 8
    while clock.monotonic() < give_up:
        try:
            if holds():
                return True
        except ValueError:  # the file is being written
            pass
        clock.sleep(0.005)
    return False


@pytest.fixture
def night(tmp_path):
    built = Night(tmp_path)
    built.light.start()
    yield built
    built.light.stop()


def test_it_is_dimmed_when_nobody_came_and_lit_when_somebody_comes(night):
    assert night.is_lit_to(80)
    night.leave_alone()
    assert night.is_lit_to(20)
    night.light.touched()
    assert night.is_lit_to(80)


def test_what_somebody_reads_is_lit_for_as_long_as_it_stands(night):
    """A muster stands for half an hour, and nobody has a hand free to touch it."""
    night.leave_alone()
    assert night.is_lit_to(20)
    night.light.shows(idle=False)
    assert night.is_lit_to(80)
    (night.panel / "brightness").write_text("99", encoding="ascii")
    night.leave_alone()
    assert night.is_lit_to(80)
    night.light.shows(idle=True)
    night.seconds += 59
    night.light.shows(idle=True)
    (night.panel / "brightness").write_text("99", encoding="ascii")
    night.light._wake.set()
    assert night.is_lit_to(80)
    night.seconds += 1
    night.light._wake.set()
    assert night.is_lit_to(20)


def test_it_is_dimmed_by_itself_once_nobody_was_there_for_the_time(tmp_path):
    light = panel(tmp_path, "10-0045", 100, 100)
    short = LightRules(80, 20, RULES.night, 0.2)
    built = NightLight(short, PanelLight(tmp_path), lambda: MIDNIGHT, clock.monotonic)
    built.start()
    try:
        assert eventually(lambda: brightness(light) == 20)
    finally:
        built.stop()


def test_a_stopped_terminal_leaves_the_panel_as_by_day(night):
    night.leave_alone()
    assert night.is_lit_to(20)
    night.light.stop()
    assert brightness(night.panel) == 80


def test_a_panel_without_a_light_is_told_once_and_the_terminal_goes_on(tmp_path):
    built = NightLight(RULES, PanelLight(tmp_path), lambda: MIDNIGHT, clock.monotonic)
    with capture_logs() as logs:
        built.start()
        built.touched()
        built.stop()
    told = [line for line in logs if line["event"] == "panel.light_not_set"]
    assert [line["error"] for line in told] == ["this panel has no light that the machine can set"]
