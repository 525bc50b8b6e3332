"""A file for a ticket: what the doctor found, versions, settings and counts. No secrets, no personal data.

Rule 1: of the settings it tells what is known to be harmless: numbers that are no place, switches, choices out of a
list, and the host of an address. Every other value is only said to be set.
Rule 2: of the checks it tells our own sentences; what others said is left out.
"""

import io
import json
import tarfile
import zipfile
from enum import Enum
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import AnyUrl, BaseModel

from shared.clock import SystemClock
from shared.config import Config
from shared.domain.health import Check, worst
from shared.domain.help_code import code_of
from shared.health.machine import versions
from shared.store.errors import StoreError
from shared.store.health_facts import table_counts
from shared.store.looking import looking_at

SET: Final = "(set)"
PLACES: Final = ("latitude", "longitude")
Files = dict[str, bytes]


class BundleError(Exception):
    """The file cannot be written; the sentence says why."""


def write_bundle(path: Path, config: Config | None, checks: list[Check]) -> None:
    """Write the bundle as its name ends: .zip or .tar, into a new file. Raises BundleError."""
    if path.exists():
        raise BundleError(f"{path} is there already: name a new file")
    files = {name: _json(value) for name, value in _told(config, checks).items()}
    try:
        match path.suffix:
            case ".zip":
                _zip(path, files)
            case ".tar":
                _tar(path, files)
            case _:
                raise BundleError(f"{path}: name it .zip or .tar")
    except OSError as error:
        raise BundleError(f"{path}: {error.strerror}; name a folder that this user may write to") from error


def redacted(section: BaseModel) -> dict[str, Any]:
    """The settings, without whatever might be a secret or speak of a person."""
    told = {}
    for name, field in type(section).model_fields.items():
        told[name] = SET if name in PLACES else _value(getattr(section, name), field.annotation)
    return told


def _told(config: Config | None, checks: list[Check]) -> dict[str, Any]:
    found = [{"name": one.name, "standing": one.standing, "told": one.told, "to_do": one.to_do} for one in checks]
    told: dict[str, Any] = {
        "doctor.json": {
            "made_at": SystemClock().now().isoformat(),
            "standing": worst(checks),
            "code": code_of(checks),
            "checks": found,
        },
        "versions.json": versions(),
    }
    if config is not None:
        told["settings.json"] = redacted(config)
        told["counts.json"] = _counts(config)
    return told


def _counts(config: Config) -> dict[str, Any]:
    try:
        with looking_at(config.store.path, config.store.key_file) as store:
            return dict(table_counts(store))
    except StoreError as error:
        return {"not read": type(error).__name__}


def _value(value: Any, annotation: Any) -> Any:
    """What may be told of one setting."""
    match value:
        case None | bool():
            return value
        case BaseModel():
            return redacted(value)
        case AnyUrl():
            return f"{value.scheme}://{urlsplit(str(value)).hostname}/..."
        case Enum():
            return value.value
        case int() | float():
            return value
        case tuple() | list():
            return [redacted(one) if isinstance(one, BaseModel) else SET for one in value]
        case str() if value in _choices(annotation):
            return value
    return SET if value or value == 0 else value


def _choices(annotation: Any) -> tuple[Any, ...]:
    """The values of a Literal, through `X | None`."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(choice for part in get_args(annotation) for choice in _choices(part))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str).encode()


def _zip(path: Path, files: Files) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def _tar(path: Path, files: Files) -> None:
    with tarfile.open(path, "w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
