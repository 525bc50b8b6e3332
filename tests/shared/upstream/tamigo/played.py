"""The sandbox's tamigo, a clock that can be put ahead, and the rota of some days around now.

The cast is the sandbox's default company; Dev is on vacation around now.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import requests

from shared.clock import Reading, SystemClock
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.join import JoinKey
from shared.upstream.tamigo.roster import TamigoRoster
from shared.upstream.tamigo.rota import Rota

WAIT_S = 10
IDS = {str(number): number for number in range(1053, 1058)}


class Ahead:
    """This machine's clock, some time further on."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self.by = timedelta()

    def read(self) -> Reading:
        now = self._system.read()
        return Reading(now.wall + self.by, now.boottime_s + self.by.total_seconds(), now.boot_id)


@dataclass
class Played:
    """The sandbox's control pages for tamigo."""

    url: str

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.url}/control{path}", json=body, timeout=WAIT_S)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def turn(self, **switches: Any) -> None:
        self.ask("PUT", "/tamigo/switches", switches)

    def fault(self, kind: str, path: str, *, times: int | None = 1, **more: Any) -> None:
        self.ask("POST", "/faults", {"kind": kind, "path": path, "times": times, **more})

    def paths(self) -> list[str]:
        """What arrived, oldest first."""
        return [one["path"] for one in self.ask("GET", "/records")["requests"]["log"][::-1]]


def rota(tamigo: Tamigo) -> Rota:
    now = SystemClock().now()
    roster = TamigoRoster(tamigo, "", JoinKey.POS, lambda: IDS)
    return roster.rota(687, now - timedelta(hours=36), now + timedelta(days=3))


def told(found: Rota) -> Any:
    """Who works and who is away when, without what only some forms tell."""
    shifts = {(one.employee_id, one.starts_at, one.ends_at) for one in found.shifts if one.employee_id}
    return shifts, {(one.employee_id, one.starts_at) for one in found.absences if one.starts_at}
