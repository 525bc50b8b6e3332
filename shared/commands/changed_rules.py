"""Settings that are tried on old decisions, as the rules that they change."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from shared.config import Config, ConfigError
from shared.config.changed import with_changes
from shared.domain.rules import Rules
from shared.wiring import sites_of


def changed_rules(config: Config, told: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By site name: the fields of `Rules` that these settings change. Raises ConfigError.

    A setting that no decision depends on is a mistake too: whoever tries it would read "nothing differs" as an answer.
    """
    with_changes(config, told)
    idle = [one for one in told if not _says_the_same(config, one) and not _differences(config, [one])]
    if idle:
        raise ConfigError("\n".join(f"{one}: no decision depends on that setting." for one in idle))
    return _differences(config, told)


def _says_the_same(config: Config, one: str) -> bool:
    return with_changes(config, [one]) == config


def _differences(config: Config, told: Sequence[str]) -> dict[str, dict[str, Any]]:
    found = {}
    for old, new in zip(sites_of(config), sites_of(with_changes(config, told)), strict=True):
        changed = _changed(old.rules, new.rules)
        if changed:
            found[old.name] = changed
    return found


def _changed(old: Rules, new: Rules) -> dict[str, Any]:
    names = (one.name for one in fields(Rules))
    return {name: getattr(new, name) for name in names if getattr(new, name) != getattr(old, name)}
