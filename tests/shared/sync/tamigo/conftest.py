"""Yards at a tamigo that remembers nothing of an earlier test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.shared.sync.tamigo.yard import Yard, world


class Tower:
    """The sandbox's tamigo side, made as it is at the beginning of a test."""

    def __init__(self, sandbox: Any) -> None:
        self.sandbox = sandbox

    def reset(self) -> None:
        """Nobody signed in, no fault, every switch at its default, the cast of these tests."""
        for what in ("/faults", "/tamigo", "/tamigo/switches", "/records"):
            self.sandbox.delete(what)
        self.sandbox.put("/tamigo/world", json=world())


@pytest.fixture
def new_yard(sandbox: Any, quick_folder: Path) -> Iterator[Callable[..., Yard]]:
    """Makes terminals, each with a ledger of its own, at a tamigo that is as new."""
    made: list[Yard] = []

    def make(**more: Any) -> Yard:
        Tower(sandbox).reset()
        folder = quick_folder / f"yard {len(made)}"
        folder.mkdir()
        made.append(Yard(folder, sandbox, **more))
        return made[-1]

    yield make
    for yard in made:
        yard.store.close()
    sandbox.delete("/tamigo/switches")


@pytest.fixture
def yard(new_yard: Callable[..., Yard]) -> Yard:
    """A terminal that writes whole shifts back."""
    return new_yard()


@pytest.fixture
def turn(sandbox: Any) -> Callable[..., None]:
    """Turns tamigo's switches."""

    def turned(**switches: Any) -> None:
        sandbox.put("/tamigo/switches", json=switches)

    return turned
