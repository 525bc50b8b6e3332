"""A door beside a running sandbox, without any card at first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.conftest import Front
from tests.kiosk.notice_office import office_of
from tests.shared.upstream.oracle.played import Looking, Played, sandbox


@pytest.fixture(scope="module")
def sandbox_url() -> Iterator[str]:
    with sandbox() as url:
        yield url


@pytest.fixture
def played(sandbox_url: str) -> Played:
    return Played(sandbox_url).begin()


@pytest.fixture
def office(make_front, register) -> Front:
    return office_of(make_front(), register)


@pytest.fixture
def looking(played: Played, office: Front, tmp_path: Path) -> Iterator[Looking]:
    made = Looking(played, tmp_path, office.store, [office.door.site], office.clock)
    yield made
    made.close()
