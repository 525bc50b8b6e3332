"""The settings file as an installer's tool writes it: what stands there stays, with its comments and its order."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

Tables = Mapping[str, Mapping[str, object]]
"""Settings by table, such as {"upstream.tracktik": {"client_id": "clockpost"}}; None takes a setting out."""


class SettingsFileError(Exception):
    """The file cannot be read or written; the message says why and what to do."""


class SettingsFile:
    """One settings file. Nothing is kept in between: whoever edits the file beside us is not overwritten."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def says(self, table: str, name: str) -> Any:
        """What the file says of this setting, None where nothing. Raises SettingsFileError."""
        found: Any = self._read()
        for part in (*table.split("."), name):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def change(self, tables: Tables) -> bool:
        """Write these settings, leaving all others alone; False where the file says so already.

        Raises SettingsFileError; the file is as it was then.
        """
        document = self._read()
        before = document.as_string()
        for table, told in tables.items():
            _tell(document, table, told)
        return self._write(document.as_string(), before)

    def move(self, site: Mapping[str, object]) -> bool:
        """Make `site` the terminal's own; the one before goes on being served, as one of `sites`."""
        document = self._read()
        before = document.as_string()
        former = document.get("site")
        document["site"] = _table(site)
        if former is not None:
            former.pop("default_position", None)
            every = document.setdefault("sites", tomlkit.aot())
            known = [one for one in every if one.get("account") != site.get("account")]
            document["sites"] = _tables([*known, former])
        return self._write(document.as_string(), before)

    def put_secret(self, name: str, secret: str) -> str:
        """Write a secret into a file of its own beside the settings, for its owner alone; the file's name."""
        path = self.path.with_name(name)
        try:
            path.unlink(missing_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(secret)
        except OSError as error:
            raise SettingsFileError(f"{path}: {error.strerror}; the secret was not written") from error
        return name

    def _read(self) -> TOMLDocument:
        try:
            return tomlkit.parse(self.path.read_text(encoding="utf-8")) if self.path.exists() else tomlkit.document()
        except OSError as error:
            raise SettingsFileError(f"{self.path}: {error.strerror}") from error
        except (TOMLKitError, UnicodeDecodeError) as error:
            raise SettingsFileError(f"{self.path}: not TOML ({error}); mend it, or move it away") from error

    def _write(self, text: str, before: str) -> bool:
        if text == before and self.path.exists():
            return False
        beside = self.path.with_name(f".{self.path.name}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if self.path.exists():
                beside.chmod(self.path.stat().st_mode & 0o777)
            beside.replace(self.path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise SettingsFileError(f"{self.path}: {error.strerror}; it stays as it was") from error
        return True


def _tell(document: TOMLDocument, table: str, told: Mapping[str, object]) -> None:
    place: Any = document
    for part in table.split("."):
        if part not in place:
            place[part] = tomlkit.table()
        place = place[part]
    for name, value in told.items():
        if value is None:
            place.pop(name, None)
        elif place.get(name) != value:
            place[name] = value


def _table(told: Mapping[str, object]) -> Any:
    table = tomlkit.table()
    for name, value in told.items():
        if value is not None:
            table[name] = value
    return table


def _tables(every: list[Any]) -> Any:
    array = tomlkit.aot()
    for one in every:
        array.append(_table(dict(one)))
    return array
