"""What an installer copies must work as it stands."""

import re
from pathlib import Path

from shared.badges import make_key_file, read_keys
from shared.config import load_config
from shared.config.sections import Config
from shared.people_file import parse

DEPLOY = Path(__file__).parents[2] / "deploy"


def test_the_example_settings_load() -> None:
    config = load_config(DEPLOY / "clockpost.example.toml")
    assert config.here.name == "Harbour Tower"
    assert config.people.source == DEPLOY / "people.csv"


def test_what_stands_as_a_comment_loads_once_its_marks_are_taken_away(tmp_path: Path) -> None:
    """What stands as a comment is meant to be used by taking the # away."""
    text = (DEPLOY / "clockpost.example.toml").read_text(encoding="utf-8")
    beginning = text.index("# [[sites]]")
    setting = re.compile(r"# (?=\[|[a-z_]+ = )")
    told = "\n".join(setting.sub("", line) for line in text[beginning:].splitlines() if setting.match(line))
    path = tmp_path / "clockpost.toml"
    path.write_text(text[:beginning] + told, encoding="utf-8")
    config = load_config(path)
    assert [site.name for site in config.every_site] == ["Harbour Tower", "Dock 4"]
    assert config.ivr is not None
    assert config.ivr.pin_digits == 4
    assert (config.board.host, config.muster.open, config.chase.by) == ("0.0.0.0", "code", "call")
    assert config.upstream.tamigo is not None


def test_the_example_settings_name_only_defaults_where_they_say_so() -> None:
    example, least = load_config(DEPLOY / "clockpost.example.toml"), Config.model_fields
    assert example.sync == least["sync"].default
    assert example.roster == least["roster"].default
    assert example.time == least["time"].default


def test_the_example_register_is_read_without_a_mistake(tmp_path: Path) -> None:
    make_key_file(tmp_path / "badge.key")
    path = DEPLOY / "people.example.csv"
    parsed = parse(path, path.read_bytes(), read_keys(tmp_path / "badge.key"))
    assert [row.person.number for row in parsed.rows] == ["1053", "1057"]
    assert [lost for row in parsed.rows for _, _, lost in row.badges] == [False, False, True]
