"""The switches: everything the upstream's documents leave open, and the standing conditions of the line."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pydantic import Field

from shared.sandbox.changes import Changes
from shared.sandbox.faults import RandomFaults
from shared.sandbox.shapes import BadShape, Choice, Shape, read_shape

SwitchesT = TypeVar("SwitchesT", bound=Shape)


class Link(Choice):
    UP = "up"
    DOWN = "down"  # every request is reset
    SILENT = "silent"  # no request is ever answered


class LineSwitches(Shape):
    """The line between the client and every system of the sandbox."""

    link: Link = Link.UP
    delay_ms: int = Field(default=0, ge=0, le=600_000)
    random_faults: RandomFaults | None = None


class SwitchGroup(Generic[SwitchesT]):
    """The switches of one part of the sandbox, as they stand now."""

    def __init__(self, values: SwitchesT) -> None:
        self.values: SwitchesT = values

    def changed(self, changes: Mapping[str, Any]) -> SwitchesT:
        """The values with `changes` applied; raises `BadShape`."""
        present = {name: getattr(self.values, name) for name in type(self.values).model_fields}
        return read_shape(type(self.values), present | dict(changes))


class Switchboard:
    """All switches under one set of names."""

    def __init__(self, changes: Changes, *groups: SwitchGroup[Any]) -> None:
        self._changes = changes
        self._groups = groups

    def shown(self) -> dict[str, Any]:
        """Every switch with its value, ready for JSON."""
        return {name: value for group in self._groups for name, value in group.values.model_dump(mode="json").items()}

    def update(self, changes: Mapping[str, Any]) -> None:
        """Sets the named switches, all of them or, when one is wrong, none."""
        unknown = [name for name in changes if name not in self.shown()]
        if unknown:
            raise BadShape(f"no switch is called {', '.join(unknown)}; there are {', '.join(self.shown())}")
        turned = [group.changed(self._share(group, changes)) for group in self._groups]
        for group, values in zip(self._groups, turned, strict=True):
            group.values = values
        self._changes.mark()

    def defaults(self) -> dict[str, Any]:
        """Every switch with the value it has when nobody turned it."""
        return {
            name: value
            for group in self._groups
            for name, value in type(group.values)().model_dump(mode="json").items()
        }

    def choices(self) -> dict[str, list[str]]:
        """The words each switch with a closed set can stand at."""
        return {
            name: [str(word.value) for word in type(value)]
            for group in self._groups
            for name, value in iter(group.values)
            if isinstance(value, Choice)
        }

    @staticmethod
    def _share(group: SwitchGroup[Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in changes.items() if name in type(group.values).model_fields}
