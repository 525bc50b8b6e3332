"""Reading the settings: the file, then the environment (`CLOCKPOST_SITE__NAME` and so on) over it."""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, TomlConfigSettingsSource

from shared.config.sections import Config

CONFIG_VARIABLE = "CLOCKPOST_CONFIG"


class ConfigError(Exception):
    """Every mistake in the settings, one a line, each with its name and what to do."""


def config_path(named: Path | None) -> Path | None:
    """The settings file: the one named on the command line, else by CLOCKPOST_CONFIG, else none."""
    if named is not None:
        return named
    from_environment = os.environ.get(CONFIG_VARIABLE)
    return Path(from_environment) if from_environment else None


def load_config(path: Path) -> Config:
    """The settings in `path`, relative paths in it taken from its folder. Raises ConfigError."""
    if not path.is_file():
        raise ConfigError(f"{path}: no such settings file. Name one with --config FILE or {CONFIG_VARIABLE}.")
    try:
        config = _with_file(path)()
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    except ValidationError as error:
        raise ConfigError("\n".join(_sentence(path, mistake) for mistake in error.errors())) from error
    return cast("Config", _anchored(config, path.resolve().parent))


def _with_file(path: Path) -> type[Config]:
    class FromFile(Config):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return env_settings, TomlConfigSettingsSource(settings_cls, toml_file=path)

    return FromFile


def _anchored(section: BaseModel, folder: Path) -> BaseModel:
    changes: dict[str, Any] = {}
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, Path) and not value.is_absolute():
            changes[name] = folder / value
        elif isinstance(value, BaseModel):
            changes[name] = _anchored(value, folder)
    return section.model_copy(update=changes)


def _sentence(path: Path, mistake: Any) -> str:
    place = tuple(str(part) for part in mistake["loc"])
    name = ".".join(place) or "settings"
    match mistake["type"]:
        case "extra_forbidden":
            return f"{path}: {name} is not a setting.{_suggestion(place)}"
        case "missing":
            return f"{path}: {name} is missing; every installation must say it."
        case _:
            said = str(mistake["msg"]).removeprefix("Value error, ")
            return f"{path}: {name}: {said} (it says {_shown(name, mistake.get('input'))})."


def _shown(name: str, value: object) -> str:
    if "secret" in name or "password" in name or isinstance(value, dict | BaseModel):
        return "something else"
    return repr(value)


def _suggestion(place: tuple[str, ...]) -> str:
    model: Any = Config
    for part in place[:-1]:
        field = model.model_fields.get(part)
        if field is None:
            return ""
        model = next((kind for kind in _models(field.annotation)), None)
        if model is None:
            return ""
    close = difflib.get_close_matches(place[-1], list(model.model_fields), n=1, cutoff=0.5)
    if close:
        return f" Did you mean {'.'.join((*place[:-1], close[0]))}?"
    return f" It knows: {', '.join(sorted(model.model_fields))}."


def _models(annotation: Any) -> list[type[BaseModel]]:
    kinds = getattr(annotation, "__args__", (annotation,))
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
