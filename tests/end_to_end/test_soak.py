"""A minute of one tap after another, with a link that fails now and then: nothing grows, slows or is lost.

Longer: `pytest tests/end_to_end/test_soak.py --soak 30` (minutes).
"""

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from kiosk.demo.processes import Part, until
from kiosk.demo.upstream import Sandbox
from shared.domain.model import Kind
from shared.store.database import Store
from tests.end_to_end.conftest import CROWD, Wall

GROWN_MB = 12.0
"""A process that keeps one screen, one frame or one answer of each tap grows by far more in the later two thirds."""
SLOWED = 2.5
FAULTS = ["slow", "500_before", "500_after", "503", "answer_lost", "connection_reset"]


@dataclass
class Weight:
    """What a process held, look by look."""

    part: Part
    megabytes: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def look(self) -> None:
        assert self.part.process is not None
        proc = Path(f"/proc/{self.part.process.pid}")
        self.megabytes.append(int((proc / "statm").read_text().split()[1]) * 4096 / 1e6)
        self.files.append(len(list((proc / "fd").iterdir())))

    def grew_mb(self) -> float:
        """From the first third, when everything was loaded once, to the last."""
        third = len(self.megabytes) // 3
        return statistics.median(self.megabytes[-third:]) - statistics.median(self.megabytes[third : 2 * third])

    def more_files(self) -> int:
        """Open files in the last third that the middle one did not have: a new size of letters opens some, once."""
        third = len(self.files) // 3
        return min(self.files[-third:]) - max(self.files[third : 2 * third])


def test_nothing_grows_and_nothing_is_lost(
    make_wall: Callable[..., Wall], sandbox: Sandbox, pytestconfig: pytest.Config
) -> None:
    requests.put(f"{sandbox.url}/control/world", json=_world(), timeout=5).raise_for_status()
    sandbox.switch(random_faults={"seed": 7, "probability": 0.1, "kinds": FAULTS, "seconds": 0.05})
    wall = make_wall(sandbox_url=sandbox.url, kiosk="idle_s = 1\nchoice_s = 4\nvolume = 0.0")
    delivery = wall.syncs()
    wall.started()
    weights = [Weight(wall.part), Weight(delivery)]
    ends = time.monotonic() + 60 * (pytestconfig.getoption("--soak") or 1)
    took_s: list[float] = []
    for count, number in enumerate(itertools.cycle(CROWD[:20])):
        if time.monotonic() > ends:
            break
        took_s.append(_one_tap(wall, number, is_second=count // 20 % 2 == 1))
        for weight in weights:
            weight.look()
    third = len(took_s) // 3
    assert third > 10, took_s
    assert statistics.median(took_s[-third:]) < SLOWED * statistics.median(took_s[:third])
    for weight in weights:
        assert weight.grew_mb() < GROWN_MB, weight.megabytes
        assert weight.more_files() <= 8, weight.files
    sandbox.switch(random_faults=None)
    until("everything is delivered", lambda: _unfinished(wall) == 0, patience_s=120)
    assert wall.verified().intact
    came = [event for event in wall.events() if event.draft.kind is Kind.CLOCKED_IN]
    assert len(sandbox.sessions()) == len(came)


def _one_tap(wall: Wall, number: str, *, is_second: bool) -> float:
    """From the badge on the reader to the answer on the glass, in seconds; whoever comes again so soon leaves."""
    wall.at_rest()
    began = time.monotonic()
    wall.badge(number)
    seen = until("an answer", lambda: _answer(wall))
    took_s = time.monotonic() - began
    leave = next((button for button in ("Clock out", "I was clocking out") if button in _buttons(seen)), None)
    if leave is not None and is_second:
        wall.touch(leave)
        wall.told(what="Clocked out")
    return took_s


def _answer(wall: Wall) -> dict[str, object] | None:
    for screen in ("outcome", "choice"):
        seen = wall.standing(screen)
        if seen is not None:
            return seen
    return None


def _buttons(seen: dict[str, object]) -> list[str]:
    return [str(one) for role in ("buttons", "choices") for one in seen.get(role) or ()]


def _unfinished(wall: Wall) -> int:
    with Store.open(wall.site.ledger) as store:
        row = store.one("SELECT count(*) FROM outbox WHERE state != 'delivered'")
    return int(row[0]) if row else 0


def _world() -> dict[str, object]:
    return {
        "accounts": [{"id": 687, "name": "Harbour Tower", "latitude": 45.5017, "longitude": -73.5673, "radius_m": 150}],
        "positions": [{"id": 382, "name": "Gate 2", "account": 687}],
        "employees": [
            {"id": int(number), "firstName": "Guard", "lastName": number, "customId": number, "status": "ACTIVE"}
            for number in CROWD
        ],
        "assignments": [{"employee": int(number), "account": 687} for number in CROWD],
        "shifts": [],
    }
