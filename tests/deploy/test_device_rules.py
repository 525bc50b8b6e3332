"""The udev rules, read as udev reads them: a key, an operator, a quoted value, and jumps to labels that come later."""

import re
from pathlib import Path

import pytest

RULES = sorted((Path(__file__).parents[2] / "deploy/udev").glob("*.rules"))
PAIR = re.compile(r'(?P<key>[A-Z]+)(?:\{(?P<of>[^}]+)\})?\s*(?P<operator>==|!=|\+=|-=|:=|=)\s*"(?P<value>[^"]*)"')
MATCHING = {"ACTION", "SUBSYSTEM", "KERNEL", "ATTR", "ATTRS"}
SETTING = {"SYMLINK", "GROUP", "MODE", "RUN", "LABEL", "GOTO"}


def lines_of(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def pairs_of(line: str) -> list[re.Match[str]]:
    """Every pair of a rule; nothing but commas may stand between them."""
    found = list(PAIR.finditer(line))
    assert PAIR.sub("", line).replace(",", "").strip() == "", line
    return found


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_every_rule_is_made_of_pairs_that_udev_knows(path: Path) -> None:
    for line in lines_of(path):
        for pair in pairs_of(line):
            key, operator = pair["key"], pair["operator"]
            assert key in MATCHING | SETTING | {"ENV"}, line
            assert (key in MATCHING) <= (operator in ("==", "!=")), line
            assert (key in SETTING) <= (operator in ("=", "+=")), line


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_every_jump_has_its_label_further_down(path: Path) -> None:
    lines = lines_of(path)
    labels = {pair["value"]: at for at, line in enumerate(lines) for pair in pairs_of(line) if pair["key"] == "LABEL"}
    jumps = [(pair["value"], at) for at, line in enumerate(lines) for pair in pairs_of(line) if pair["key"] == "GOTO"]
    assert jumps
    assert all(labels[name] > at for name, at in jumps)


def test_what_is_the_reader_is_decided_before_what_follows_from_it() -> None:
    assert [path.name for path in RULES] == ["61-clockpost-devices.rules", "62-clockpost.rules"]
    # After 60-serial.rules (serial numbers, ports) and 60-gpsd.rules, before 77 and 80-mm-*.rules.
    assert all("60-serial.rules" < path.name < "77-mm" for path in RULES)


@pytest.mark.parametrize("mark", ["CLOCKPOST_READER", "CLOCKPOST_GPS"])
def test_nobody_else_opens_the_serial_lines(mark: str) -> None:
    told = "\n".join(line for line in lines_of(RULES[1]) if f'ENV{{{mark}}}=="1"' in line)
    assert f'SYMLINK+="{mark.lower().replace("_", "-")}"' in told
    for setting in ('ENV{ID_MM_DEVICE_IGNORE}="1"', 'ENV{SYSTEMD_WANTS}=""', 'ENV{BRLTTY_BRAILLE_DRIVER}=""'):
        assert setting in told


def test_a_panel_can_be_dimmed_by_the_kiosks_group() -> None:
    (rule,) = [line for line in lines_of(RULES[1]) if 'SUBSYSTEM=="backlight"' in line]
    assert "chgrp video" in rule
    assert "chmod g+w" in rule
    # What install.sh triggers is a change, not an addition.
    assert "ACTION" not in rule
