"""The settings file and the environment over it: what is read, from where, and what is no settings file (10.1)."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.config import ConfigError, load_config
from shared.config.load import config_path
from tests.shared.config.examples import LEAST, TRACKTIK, Load, Mistakes

# What is good


def test_three_settings_are_enough_and_the_rest_are_the_documented_defaults(load: Load) -> None:
    config = load(LEAST)
    assert (config.here.repeat_s, config.here.release_s, config.here.early_window_s) == (120, 57_600, 3600)
    assert (config.here.tap_out, config.here.geofence, config.here.unscheduled) == ("ask", "flag", "omit")
    assert (config.gps.assumed_accuracy_m, config.gps.fix_max_age_s) == (50, 30)
    assert (config.roster.days_ahead, config.roster.refuse_max_age_h) == (14, 24)
    assert (config.sync.delayed_after_s, config.sync.settle_s, config.sync.waiting_h) == (120, 90, 72)
    assert config.upstream.tracktik is None
    assert config.demo is False


def test_relative_paths_are_taken_from_the_settings_own_folder(load: Load, tmp_path: Path) -> None:
    config = load(LEAST + TRACKTIK + '[people]\nsource = "people.csv"\n')
    assert config.store.path == tmp_path / "clockpost.db"
    assert config.people.source == tmp_path / "people.csv"
    assert config.people.badge_key_file is None
    tracktik = config.upstream.tracktik
    assert tracktik is not None
    assert tracktik.client_secret_file == tmp_path / "client.secret"
    assert tracktik.password_file == Path("/run/credentials/password")


def test_a_file_named_relatively_gives_whole_paths_too(load: Load, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(LEAST)
    monkeypatch.chdir(path.parent)
    assert load_config(Path(path.name)).store.path == path.parent / "clockpost.db"


def test_settings_cannot_be_changed_afterwards(load: Load) -> None:
    config = load(LEAST)
    with pytest.raises(ValidationError):
        config.here.name = "Docks"  # type: ignore[misc]


# The environment


def test_the_environment_stands_over_the_file(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOCKPOST_SITE__NAME", "Docks")
    monkeypatch.setenv("CLOCKPOST_SYNC__SETTLE_S", "45")
    monkeypatch.setenv("CLOCKPOST_CONFIG", "/somewhere/else.toml")
    config = load(LEAST)
    assert (config.here.name, config.here.account) == ("Docks", 687)
    assert config.sync.settle_s == 45


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("CLOCKPOST_SITE__NAM", "CLOCKPOST_SITE__NAM: site.nam is not a setting. Did you mean site.name?"),
        ("CLOCKPOST_STIE__NAME", "CLOCKPOST_STIE__NAME is not a setting. Did you mean CLOCKPOST_SITE__NAME?"),
        ("CLOCKPOST_SITE_NAME", "CLOCKPOST_SITE_NAME is not a setting. Did you mean CLOCKPOST_SITE__NAME?"),
        ("CLOCKPOST_SYNC__SETTLE_S", "CLOCKPOST_SYNC__SETTLE_S: sync.settle_s: Input should be a valid number"),
    ],
    ids=["a wrong name", "a wrong section", "one underscore", "a wrong value"],
)
def test_a_mistake_in_the_environment_is_told_by_its_variable(
    mistakes: Mistakes, monkeypatch: pytest.MonkeyPatch, variable: str, said: str
) -> None:
    monkeypatch.setenv(variable, "x")
    (told,) = mistakes(LEAST)
    assert told.startswith(said)


def test_a_whole_section_in_one_variable_is_told_how_to_be_set(
    mistakes: Mistakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOCKPOST_SITE", "Harbour Tower")
    (told,) = mistakes(LEAST)
    assert "site is a whole table" in told
    assert "CLOCKPOST_SITE__NAME" in told


# Files that are no settings


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ConfigError, match="no such settings file"):
            load_config(path)


@pytest.mark.parametrize(
    "content", [b"[site\n", b"name = 'a'\nname = 'b'\n", b"\xff\xfe\x00", "name = 'é'".encode("latin-1")]
)
def test_a_file_that_is_not_toml_says_so(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="not TOML"):
        load_config(path)


def test_a_file_that_may_not_be_read_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(LEAST)

    def refused(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(ConfigError, match="Permission denied; let this user read it"):
        load_config(path)


@pytest.mark.parametrize("text", ["site = 5\n", '[[site]]\nname = "A"\n', ""])
def test_a_site_of_another_shape_is_a_mistake_by_name(mistakes: Mistakes, text: str) -> None:
    assert mistakes(text)[0].startswith("site")


# Which file


@pytest.mark.parametrize(
    ("named", "variable", "expected"),
    [
        (Path("a.toml"), "b.toml", Path("a.toml")),
        (None, "b.toml", Path("b.toml")),
        (None, "", None),
        (None, None, None),
    ],
    ids=["the command line first", "then the variable", "an empty variable", "none"],
)
def test_which_file_is_read(
    monkeypatch: pytest.MonkeyPatch, named: Path | None, variable: str | None, expected: Path | None
) -> None:
    if variable is not None:
        monkeypatch.setenv("CLOCKPOST_CONFIG", variable)
    assert config_path(named) == expected
