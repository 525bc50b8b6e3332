"""Reading the settings: the file, then the environment (`CLOCKPOST_SITE__NAME` and so on) over it."""

import difflib
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

from pydantic import BaseModel, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsError, TomlConfigSettingsSource

from shared.config.sections import Config

CONFIG_VARIABLE: Final = "CLOCKPOST_CONFIG"
CREDENTIALS_VARIABLE: Final = "CREDENTIALS_DIRECTORY"
PREFIX: Final = "CLOCKPOST_"
_NEVER_SHOWN: Final = ("secret", "password", "key", "token")


class ConfigError(Exception):
    """Every mistake in the settings, one a line, each with its name and what to do."""


OF_THE_MACHINE: Final = Path("/etc/clockpost/clockpost.toml")
"""Where set-up writes without another word, and the package looks."""


def config_path(named: Path | None) -> Path | None:
    """The settings file: named on the command line, else by CLOCKPOST_CONFIG, else the machine's own, else none."""
    if named is not None:
        return named
    from_environment = os.environ.get(CONFIG_VARIABLE)
    if from_environment:
        return Path(from_environment)
    return OF_THE_MACHINE if OF_THE_MACHINE.is_file() else None


def load_config(path: Path) -> Config:
    """The settings in `path`, relative paths in it taken from its folder. Raises ConfigError."""
    if not path.is_file():
        raise ConfigError(f"{path}: no such settings file. Name one with --config FILE or {CONFIG_VARIABLE}.")
    mistakes = list(_unknown_variables())
    try:
        config = _with_file(path)()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; let this user read it") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    except SettingsError as error:
        raise ConfigError(f"{PREFIX}*: {error}. Set single settings, such as {PREFIX}SITE__NAME.") from error
    except ValidationError as error:
        told = [_sentence(path, mistake) for mistake in error.errors()]
        raise ConfigError("\n".join([*told, *mistakes])) from error
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return cast("Config", _anchored(config, path.resolve().parent))


def _unknown_variables() -> Iterator[str]:
    """Variables that look like settings and are none: pydantic reads what it knows and passes over the rest."""
    for variable in sorted(os.environ):
        section = variable.upper().removeprefix(PREFIX).partition("__")[0].lower()
        if not variable.upper().startswith(PREFIX) or variable == CONFIG_VARIABLE or section in Config.model_fields:
            continue
        close = difflib.get_close_matches(variable.upper(), list(_variables(Config, PREFIX)), n=1)
        yield f"{variable} is not a setting." + (f" Did you mean {close[0]}?" if close else "")


def _variables(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield f"{prefix}{name.upper()}"
        for section in _models(field.annotation):
            yield from _variables(section, f"{prefix}{name.upper()}__")


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
            changes[name] = (_credential(value) if name.endswith("_file") else None) or folder / value
        elif isinstance(value, BaseModel):
            changes[name] = _anchored(value, folder)
    return section.model_copy(update=changes)


def _credential(value: Path) -> Path | None:
    """The file in which systemd hands this secret to a service, where it does: LoadCredential= in systemd.exec(5).

    `LoadCredential=secrets:/etc/clockpost/secrets` makes `secrets_x` of the file `secrets/x`.
    """
    folder = os.environ.get(CREDENTIALS_VARIABLE)
    handed = Path(folder) / "_".join(value.parts) if folder else None
    return handed if handed is not None and handed.is_file() else None


def _sentence(path: Path, mistake: Any) -> str:
    place = tuple(str(part) for part in mistake["loc"])
    name = ".".join(place) or "settings"
    variable = PREFIX + "__".join(place).upper()
    where = variable if variable in map(str.upper, os.environ) else path
    match mistake["type"]:
        case "extra_forbidden":
            return f"{where}: {name} is not a setting.{_suggestion(place)}"
        case "missing":
            return f"{where}: {name} is missing; every installation must say it."
        case _ if len(place) == 1 and where == variable and _models(Config.model_fields[name].annotation):
            return f"{variable}: {name} is a whole table. Set single settings, such as {variable}__NAME."
        case _:
            said = str(mistake["msg"]).removeprefix("Value error, ")
            return f"{where}: {name}: {said}{_shown(place, mistake.get('input'))}."


def _shown(place: tuple[str, ...], value: object) -> str:
    """What the setting says now, unless that may hold a secret: a URL can carry a token, and JSON anything."""
    if value is None or isinstance(value, dict | list | tuple):
        return ""
    secret = any(word in part for part in place for word in _NEVER_SHOWN) or not isinstance(value, str | int | float)
    if secret or (isinstance(value, str) and any(sign in value for sign in "@?{")):
        return " (it says something else)"
    return f" (it says {value!r})"


def _suggestion(place: tuple[str, ...]) -> str:
    model: Any = Config
    for part in (part for part in place[:-1] if not part.isdecimal()):
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
