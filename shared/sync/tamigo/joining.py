"""Who an employee number is in tamigo: by the configured key, never by a name."""

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from shared.ports import Clock
from shared.upstream.errors import NotAsItIs
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.join import JoinKey, join
from shared.upstream.tamigo.request import ALL
from shared.upstream.tamigo.role import NotForOurRole
from shared.upstream.tamigo.shift import EmployeeDay, Keyed

FRESH_S: Final = 900.0
MISSED_AGAIN_S: Final = 30.0
"""How soon somebody who was not there is asked for anew: who was added just now is found, and nobody is flooded."""
DAYS_BEHIND: Final = timedelta(days=30)


class Joining:
    """Shared by all lanes of a process; asks tamigo when what it knows is old, or somebody is missing from it."""

    def __init__(self, client: Tamigo, key: JoinKey, clock: Clock, monotonic: Callable[[], float]) -> None:
        self._client = client
        self._key = key
        self._clock = clock
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known: Mapping[str, UUID] = {}
        self._pos_keys: Mapping[UUID, str] = {}
        self._asked_at: float | None = None

    def employee_id(self, number: str) -> UUID | None:
        """tamigo's id of whoever has this number as their key; None for nobody, and for a number of several.

        Raises an `UpstreamError`.
        """
        with self._lock:
            age_s = None if self._asked_at is None else self._monotonic() - self._asked_at
            if age_s is None or age_s > (FRESH_S if number in self._known else MISSED_AGAIN_S):
                self._known = self._ask()
                self._asked_at = self._monotonic()
            return self._known.get(number)

    def pos_key(self, number: str) -> str:
        """The key that attendance knows somebody by; "" where tamigo has none for them. Raises an `UpstreamError`."""
        if self._key is JoinKey.POS:
            return number
        employee = self.employee_id(number)
        return self._pos_keys.get(employee, "") if employee is not None else ""

    def _ask(self) -> Mapping[str, UUID]:
        rows = self._rows()
        self._pos_keys = {row.employee: row.pos_key for row in rows if row.employee is not None and row.pos_key}
        keys = {_key(row, self._key) for row in rows} - {""}
        return {number: employee for employee, number in join(rows, keys, self._key).numbers.items()}

    def _rows(self) -> list[EmployeeDay | Keyed]:
        """The employee services list everybody with their POS key; the other keys are in service e) alone."""
        if self._key is JoinKey.POS:
            try:
                return list(self._client.employees())
            except (NotForOurRole, NotAsItIs):
                return self._from_rota()
        return self._from_rota()

    def _from_rota(self) -> list[EmployeeDay | Keyed]:
        today = self._clock.read().wall.astimezone(self._client.zone).date()
        found: Iterable[EmployeeDay] = self._client.employee_days(today - DAYS_BEHIND, today, ALL)
        return list(found)


def _key(row: EmployeeDay | Keyed, key: JoinKey) -> str:
    return {JoinKey.POS: row.pos_key, JoinKey.WAGE: row.wage_number, JoinKey.CUSTOM: row.custom_id}[key]
