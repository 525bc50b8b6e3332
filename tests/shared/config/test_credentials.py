"""Secrets that systemd hands to a service are found under the names that the settings use for their files."""

from pathlib import Path

import pytest

from shared.config import Config, load_config

SETTINGS = """
[site]
name = "A"
account = 1
timezone = "UTC"
[store]
path = "ledger.db"
key_file = "secrets/ledger.key"
[people]
source = "secrets/people.csv"
badge_key_file = "badge.key"
"""


def settings_in(folder: Path) -> Config:
    folder.mkdir(exist_ok=True)
    (folder / "clockpost.toml").write_text(SETTINGS)
    return load_config(folder / "clockpost.toml")


@pytest.fixture
def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "credentials"
    folder.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return folder


def test_a_secret_that_was_handed_over_is_taken_from_there(tmp_path: Path, credentials: Path) -> None:
    (credentials / "secrets_ledger.key").write_text("k")
    (credentials / "badge.key").write_text("b")
    config = settings_in(tmp_path / "etc")
    assert config.store.key_file == credentials / "secrets_ledger.key"
    assert config.people.badge_key_file == credentials / "badge.key"


def test_what_was_not_handed_over_stays_beside_the_settings(tmp_path: Path, credentials: Path) -> None:
    config = settings_in(tmp_path / "etc")
    assert config.store.key_file == tmp_path / "etc/secrets/ledger.key"
    assert config.people.badge_key_file == tmp_path / "etc/badge.key"


def test_only_secrets_are_looked_for_there(tmp_path: Path, credentials: Path) -> None:
    (credentials / "ledger.db").write_text("")
    (credentials / "secrets_people.csv").write_text("")
    config = settings_in(tmp_path / "etc")
    assert config.store.path == tmp_path / "etc/ledger.db"
    assert config.people.source == tmp_path / "etc/secrets/people.csv"


def test_an_absolute_path_says_where_it_is(tmp_path: Path, credentials: Path) -> None:
    (credentials / "badge.key").write_text("b")
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "clockpost.toml").write_text(SETTINGS.replace('"badge.key"', '"/elsewhere/badge.key"'))
    assert load_config(folder / "clockpost.toml").people.badge_key_file == Path("/elsewhere/badge.key")
