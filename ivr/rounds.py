"""What the line does again and again: proves that it can record, ends calls that nobody ended, forgets old ones."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from ivr.acts.leaving import leave_old_calls
from ivr.metrics import Metrics
from ivr.workers import Workers
from shared.health.watch import Watch
from shared.ports import Clock
from shared.store import calls, memory, outbox, people, pin_attempts
from shared.store.database import Store
from shared.store.errors import StoreError

LOG = structlog.get_logger()
EVERY_S: Final = 30.0
UNWELL_AFTER_S: Final = 90.0
CALL_IS_OVER: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Health:
    """`age_s` is that of the last proof that the ledger can be written; None before the first."""

    age_s: float | None = None
    people: int = 0
    waiting: int = 0
    error: str = ""

    @property
    def is_well(self) -> bool:
        """Can a caller be served now?"""
        return self.age_s is not None and self.age_s < UNWELL_AFTER_S and self.people > 0 and not self.error

    def told(self) -> dict[str, Any]:
        """For /healthz."""
        return {
            "well": self.is_well,
            "could_record_s_ago": round(self.age_s, 1) if self.age_s is not None else None,
            "people": self.people,
            "events_waiting": self.waiting,
            "error": self.error,
        }


class Rounds:
    """Runs on the event loop; its work is done by the writer."""

    def __init__(self, workers: Workers, clock: Clock, metrics: Metrics, watch: Watch | None = None) -> None:
        self._watch = watch
        self._workers = workers
        self._clock = clock
        self._metrics = metrics
        self._last = Health()
        self._last_boottime_s: float | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.go()
            except Exception:
                LOG.exception("ivr.rounds_fault")
            await asyncio.sleep(EVERY_S)

    async def go(self) -> None:
        """One round."""
        reading = self._clock.read()
        try:
            self._last = await self._workers.write(lambda store: _round(store, reading.wall))
            self._last_boottime_s = reading.boottime_s
        except StoreError as error:
            LOG.error("ivr.cannot_record", error=str(error))  # noqa: TRY400  the sentence says it all
            self._last = replace(self._last, error=str(error))
        self._metrics.stands(writable=not self._last.error)
        if self._watch is not None:
            try:
                await self._workers.read(self._watch.look)
            except (StoreError, OSError) as error:
                LOG.warning("ivr.health_not_looked", error=str(error))

    def health(self) -> Health:
        """How the line is now."""
        if self._last_boottime_s is None:
            return self._last
        return replace(self._last, age_s=self._clock.read().boottime_s - self._last_boottime_s)


def _round(store: Store, now: datetime) -> Health:
    memory.set_meta(store, "phone_could_record_at", now.isoformat())
    left = leave_old_calls(store, now, now - CALL_IS_OVER)
    if left:
        LOG.info("ivr.calls_left_open", taps=left)
    calls.forget_old(store, now)
    pin_attempts.forget_old(store, now.timestamp())
    return Health(people=people.register(store).count, waiting=outbox.waiting_summary(store)[0])
