"""Looking at the machine: disk, backups, processes, versions, and the files that hold secrets."""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel

from shared.badges import BadgeKeyError, read_keys
from shared.config import Config
from shared.domain.health import Check, fault, ok, warning
from shared.domain.health_facts import LedgerFacts
from shared.domain.health_of_machine import SecretFile, judge_badge_key, judge_secrets, judge_sqlite, of_machine
from shared.health.facts import facts_of, machine_facts
from shared.health.installation import Installation, Probe
from shared.store.driver_version import driver_version

OF_MACHINE = ("disk", "log file", "backup", "kiosk", "sync")
PARTS = ("clockpost", "kivy", "starlette", "uvicorn", "requests", "twilio", "sqlite-utils", "sqlcipher3", "gpsd-py3")
NO_SECRETS = ("certificate_file",)


def machine_probes(installation: Installation) -> list[Probe]:
    """Everything that needs neither the ledger's rows nor the network."""
    config = installation.config
    return [
        Probe(OF_MACHINE, lambda: _machine(installation)),
        Probe(("secrets",), lambda: iter((judge_secrets(list(secret_files(config))),))),
        Probe(("badge key",), lambda: _badge_key(config)),
    ]


def versions_probe() -> Probe:
    """What is installed; can be told without any settings."""
    return Probe(("versions",), _versions)


def versions() -> dict[str, str]:
    """Every part that matters, by name; "" for what is not installed."""
    told = {"python": platform.python_version(), "machine": platform.machine(), "kernel": platform.release()}
    sqlite, cipher = driver_version()
    return {
        **told,
        "sqlite": ".".join(map(str, sqlite)),
        "sqlcipher": cipher,
        **{part: _version(part) for part in PARTS},
    }


def secret_files(config: Config) -> Iterator[SecretFile]:
    """Every file of the settings that holds a secret, by the name of its setting."""
    for setting, path in _files(config, ""):
        try:
            mode = path.stat().st_mode & 0o777
        except FileNotFoundError:
            yield SecretFile(setting, None, is_readable=False, path=str(path))
        except OSError as error:
            yield SecretFile(setting, 0, is_readable=False, error=error.strerror or "", path=str(path))
        else:
            yield SecretFile(setting, mode, is_readable=os.access(path, os.R_OK), path=str(path))


def _files(section: BaseModel, place: str) -> Iterator[tuple[str, Path]]:
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _files(value, f"{place}{name}.")
        elif isinstance(value, Path) and name.endswith("_file") and name not in NO_SECRETS:
            yield f"{place}{name}", value


def _machine(installation: Installation) -> Iterator[Check]:
    config = installation.config
    try:
        machine = machine_facts(config, installation.clock.read())
    except OSError as error:
        yield fault("disk", "The ledger's folder cannot be looked at.", "Check store.path", error.strerror or "")
        return
    yield from of_machine(facts_of(LedgerFacts(), machine, config))


def _badge_key(config: Config) -> Iterator[Check]:
    path, error = config.people.badge_key_file, ""
    if path is not None:
        try:
            read_keys(path)
        except BadgeKeyError as problem:
            error = str(problem)
    may_read = path is None or not path.exists() or os.access(path, os.R_OK)
    yield judge_badge_key(error, is_set=path is not None, may_read=may_read)


def _versions() -> Iterator[Check]:
    told = versions()
    sentence = f"clockpost {told['clockpost']}, Python {told['python']}, SQLite {told['sqlite']}."
    if judge_sqlite(driver_version()[0]):
        yield ok("versions", sentence)
    else:
        yield warning(
            "versions",
            f"{sentence} This SQLite can damage a file that several processes write.",
            "Install clockpost with its own SQLite (sqlcipher3)",
        )


def _version(part: str) -> str:
    try:
        return version(part)
    except PackageNotFoundError:
        return ""
