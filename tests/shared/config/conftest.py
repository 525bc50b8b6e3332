"""A settings file that can be written in a line, and what is said about a bad one."""

import os
from pathlib import Path

import pytest

from shared.config import Config, ConfigError, load_config
from tests.shared.config.examples import Load, Mistakes


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [one for one in os.environ if one.upper().startswith("CLOCKPOST_")]:
        monkeypatch.delenv(variable)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clockpost.toml"


@pytest.fixture
def load(path: Path) -> Load:
    def loaded(text: str) -> Config:
        path.write_text(text, encoding="utf-8")
        return load_config(path)

    return loaded


@pytest.fixture
def mistakes(path: Path, load: Load) -> Mistakes:
    def told(text: str) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            load(text)
        return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines()]

    return told
