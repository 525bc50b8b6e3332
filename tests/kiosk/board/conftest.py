"""Boards that serve, closed when the test is over."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.kiosk.board.browsing import chromium, open_page
from tests.kiosk.board.site import House, Make, opened

__all__ = ["chromium", "house", "make_house", "open_page"]


@pytest.fixture
def make_house(tmp_path: Path) -> Iterator[Make]:
    """Makes a board of these [board] settings and serves it."""
    with ExitStack() as stack:

        def make(**board: object) -> House:
            house = opened(stack, tmp_path, **board).start()
            stack.callback(house.close)
            return house

        yield make


@pytest.fixture
def house(make_house: Make) -> House:
    """Plain HTTP on this machine."""
    return make_house()
