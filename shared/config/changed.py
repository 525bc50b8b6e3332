"""Trying other settings without a file: `site.radius_m=80` over settings that were read already."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from shared.config.load import ConfigError
from shared.config.sections import Config


def with_changes(config: Config, told: Sequence[str]) -> Config:
    """The settings with these changed, each told as NAME=VALUE. Raises ConfigError with every mistake, one a line."""
    mistakes = []
    for one in told:
        try:
            config = _changed(config, one)
        except ConfigError as error:
            mistakes.append(str(error))
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return config


def _changed(config: Config, told: str) -> Config:
    name, sign, value = (part.strip() for part in told.partition("="))
    path = name.split(".")
    if not sign or len(path) == 1:
        raise ConfigError(f"{told}: write it like site.radius_m=80.")
    section: Any = config
    for part in path[:-1]:
        section = getattr(section, part, None) if isinstance(section, BaseModel) else None
    if not isinstance(section, BaseModel) or path[-1] not in type(section).model_fields:
        close = difflib.get_close_matches(name, list(_names(config, "")), n=1, cutoff=0.5)
        raise ConfigError(f"{name} is not a setting." + (f" Did you mean {close[0]}?" if close else ""))
    if isinstance(getattr(section, path[-1]), BaseModel):
        raise ConfigError(f"{name} is a whole table: name one setting of it.")
    try:
        made: BaseModel = type(section).model_validate({**dict(section), path[-1]: value})
    except ValidationError as error:
        said = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise ConfigError(f"{name}: {said} (it says {value!r}).") from error
    for depth in range(len(path) - 2, -1, -1):
        holder: Any = config
        for part in path[:depth]:
            holder = getattr(holder, part)
        made = holder.model_copy(update={path[depth]: made})
    assert isinstance(made, Config)
    return made


def _names(section: BaseModel, prefix: str) -> Iterator[str]:
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _names(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"
