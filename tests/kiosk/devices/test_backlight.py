"""The panel's light, in files laid as the kernel lays them."""

import os
from pathlib import Path

import pytest

from kiosk.devices.backlight import PanelLight


def panel(folder: Path, name: str, most: int, now: int) -> Path:
    light = folder / name
    light.mkdir(parents=True)
    (light / "max_brightness").write_text(f"{most}\n", encoding="ascii")
    (light / "brightness").write_text(f"{now}\n", encoding="ascii")
    return light


def brightness(light: Path) -> int:
    return int((light / "brightness").read_text(encoding="ascii"))


@pytest.mark.parametrize(("most", "percent", "wanted"), [(255, 100, 255), (255, 20, 51), (31, 5, 2), (7, 5, 1)])
def test_a_percent_is_of_what_the_panel_can_and_never_nothing(tmp_path, most, percent, wanted):
    light = panel(tmp_path, "10-0045", most, most)
    assert PanelLight(tmp_path).show(percent)
    assert brightness(light) == wanted


def test_every_light_of_the_machine_is_set(tmp_path):
    lights = [panel(tmp_path, "10-0045", 255, 255), panel(tmp_path, "rpi_backlight", 100, 100)]
    PanelLight(tmp_path).show(40)
    assert [brightness(light) for light in lights] == [102, 40]


def test_a_light_that_stands_right_is_not_written_to(tmp_path):
    light = panel(tmp_path, "10-0045", 255, 51)
    os.utime(light / "brightness", (0, 0))
    PanelLight(tmp_path).show(20)
    assert (light / "brightness").stat().st_mtime == 0


def test_a_machine_without_one_says_so(tmp_path):
    assert PanelLight(tmp_path).show(20) is False
    assert PanelLight(tmp_path / "no_such_folder").show(20) is False


def test_a_light_that_tells_no_number_is_an_error(tmp_path):
    light = panel(tmp_path, "10-0045", 255, 51)
    (light / "max_brightness").write_text("unknown", encoding="ascii")
    with pytest.raises(ValueError, match="unknown"):
        PanelLight(tmp_path).show(20)


def test_who_may_set_it_is_told_by_the_group(tmp_path):
    light = panel(tmp_path, "10-0045", 255, 51)
    (light / "brightness").chmod(0o644)
    if os.geteuid() == 0:
        assert not PanelLight(tmp_path).may_be_set(light)
    (light / "brightness").chmod(0o664)
    assert PanelLight(tmp_path).may_be_set(light)
