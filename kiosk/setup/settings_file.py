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
        """Make `site` the terminal's own; the one before goes on being served, as one of `sites`.

        One that it was at before is taken up again with what is said of it. Again with the same site changes nothing.
        """
        document = self._read()
        before = document.as_string()
        former = document.get("site")
        served = list(document.get("sites", ()))
        others = [one for one in served if not _is_same(one, site)]
        again = [dict(one) for one in (*served, *([former] if former else ())) if _is_same(one, site)]
        if former is not None and not _is_same(former, site):
            former.pop("default_position", None)
            others = [*(one for one in others if not _is_same(one, former)), former]
        document["site"] = _table({**(again[-1] if again else {}), **site})
        document.pop("sites", None)
        if others:
            document["sites"] = _tables(others)
        return self._write(document.as_string(), before)

    def text(self) -> str:
        """All of it, "" where there is none. Raises SettingsFileError."""
        return self._read().as_string()

    def put_back(self, text: str) -> None:
        """Let it be again what `text` told. Raises SettingsFileError."""
        self._write(text, self._read().as_string())

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


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Is it the same site? Its name may be spelt anew, or its number corrected; not both at once."""
    return one.get("name") == other.get("name") or one.get("account") == other.get("account")


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
