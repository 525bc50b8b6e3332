"""The settings file as an installer's tool writes it: what stands there stays, with its comments and its order.

Rule 1: answers are kept in memory, secrets and registers beside their places, until `keep` puts all of them in place.
        Whoever stops before leaves everything as it was.
Rule 2: the settings come last: what they name is there before they name it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from kiosk.setup.staged import Staged, StagedError
from shared.config import Config, ConfigError, load_config

Tables = Mapping[str, Mapping[str, object]]
"""Settings by table, such as {"upstream.tracktik": {"client_id": "clockpost"}}; None takes a setting out."""
SECRETS: Final = "secrets"
"""The folder of a packaged installation that systemd hands to the services."""


class SettingsFileError(Exception):
    """The file cannot be read or written; the message says why and what to do."""


class SettingsFile:
    """One settings file and what it names. `with` drops whatever was not kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._staged = Staged(path.parent)
        self._draft = path.name
        self._found = self._read()
        self._document = self._parsed(self._found or "")

    def __enter__(self) -> "SettingsFile":
        self._staged.forget_unfinished((".", SECRETS))
        return self

    def __exit__(self, *_: object) -> None:
        self._staged.drop()

    @property
    def is_there(self) -> bool:
        """Was there a file when this began?"""
        return self._found is not None

    def says(self, table: str, name: str) -> Any:
        """What is answered, or else said already, of this setting; None where nothing."""
        return _found(self._document, table, name)

    def said(self, table: str, name: str) -> Any:
        """What the file said of this setting before anything was answered."""
        return _found(self._parsed(self._found or ""), table, name)

    def change(self, tables: Tables) -> None:
        """Take these settings, leaving all others alone."""
        for table, told in tables.items():
            _tell(self._document, table, told)

    def move(self, site: Mapping[str, object]) -> None:
        """Make `site` the terminal's own; the one before goes on being served, as one of `sites`.

        One that it was at before is taken up again with what is said of it. Again with the same site changes nothing.
        """
        document = self._document
        former, served = document.get("site"), list(document.get("sites", ()))
        others = [one for one in served if not _is_same(one, site)]
        again = [dict(one) for one in (*served, *([former] if former else ())) if _is_same(one, site)]
        if former is not None and not _is_same(former, site):
            former.pop("default_position", None)
            others = [*(one for one in others if not _is_same(one, former)), former]
        document["site"] = _table({**(again[-1] if again else {}), **site})
        document.pop("sites", None)
        if others:
            document["sites"] = _tables(others)

    def place_for(self, name: str) -> str:
        """The name under which a new secret is kept: in the folder for secrets, where the installation has one."""
        return f"{SECRETS}/{name}" if (self.path.parent / SECRETS).is_dir() else name

    def is_written(self, name: object) -> bool:
        """Is there a file of this name, or will there be one?"""
        return bool(name) and (str(name) in self._staged.files or (self.path.parent / str(name)).is_file())

    def put(self, name: str, content: bytes) -> None:
        """Keep `content` for the file `name`, readable by its owner alone. Raises SettingsFileError."""
        try:
            self._staged.put(name, content)
        except StagedError as error:
            raise SettingsFileError(str(error)) from error

    def withdraw(self, name: str) -> None:
        """Forget what waits for the file `name`."""
        self._staged.withdraw(name)

    def text(self) -> str:
        """Everything as it would be written now."""
        return self._document.as_string()

    def back_to(self, text: str) -> None:
        """Take back what was answered since `text` was told."""
        self._document = self._parsed(text)

    def loaded(self) -> Config:
        """The settings as answered, with what waits to be put in place. Raises ConfigError, SettingsFileError."""
        document = self._parsed(self.text())
        _rename(document, {name: str(staged) for name, staged in self._staged.files.items()})
        try:
            self._staged.put(self._draft, document.as_string().encode())
        except StagedError as error:
            raise SettingsFileError(str(error)) from error
        draft = self._staged.files.pop(self._draft)
        try:
            return load_config(draft)
        except ConfigError as error:
            raise ConfigError(self.named(str(error).replace(str(draft), str(self.path)))) from error
        finally:
            draft.unlink(missing_ok=True)

    def mistakes(self) -> list[str]:
        """What is wrong with the settings as answered, a sentence each."""
        try:
            self.loaded()
        except ConfigError as error:
            return str(error).splitlines()
        return []

    def named(self, sentence: str) -> str:
        """The sentence with the names that files will have."""
        for name, staged in self._staged.files.items():
            sentence = sentence.replace(str(staged), str(self.path.parent / name))
        return sentence

    def waits(self, name: str) -> bool:
        """Is there a file of this name that waits to be put in place?"""
        return name in self._staged.files

    def keep(self, first: Callable[[], None] = lambda: None) -> bool:
        """Put everything in place; False where nothing had to change. Raises SettingsFileError, and what `first` does.

        `first` is done once everything is written that can be, and nothing is in its place yet.
        """
        if self._read() != self._found:
            raise SettingsFileError(f"{self.path}: somebody changed it meanwhile; do it again. Nothing was written")
        has_news = bool(self._staged.files)
        try:
            if self.text() != self._found:
                has_news = True
                self._staged.put(self._draft, self.text().encode(), like=self.path)
            first()
            self._staged.place()
        except StagedError as error:
            raise SettingsFileError(str(error)) from error
        self._found = self.text()
        return has_news

    def _read(self) -> str | None:
        try:
            # As bytes: line ends stay what they are.
            return self.path.read_bytes().decode("utf-8") if self.path.exists() else None
        except OSError as error:
            raise SettingsFileError(f"{self.path}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise SettingsFileError(f"{self.path}: not TOML ({error}); mend it, or move it away") from error

    def _parsed(self, text: str) -> TOMLDocument:
        try:
            return tomlkit.parse(text)
        except TOMLKitError as error:
            raise SettingsFileError(f"{self.path}: not TOML ({error}); mend it, or move it away") from error


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Is it the same site? Its name may be spelt anew, or its number corrected; not both at once."""
    return one.get("name") == other.get("name") or one.get("account") == other.get("account")


def _found(document: TOMLDocument, table: str, name: str) -> Any:
    found: Any = document
    for part in (*table.split("."), name):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


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


def _rename(place: Any, names: Mapping[str, str]) -> None:
    for name, value in list(place.items()):
        if isinstance(value, Mapping):
            _rename(value, names)
        elif isinstance(value, str) and value in names and (name.endswith("_file") or name == "source"):
            place[name] = names[value]


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
