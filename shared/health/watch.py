"""One process's own look at the installation, again and again: for its watchers, its status line and its log.

What set-up could not try is taken off by the first look that finds it met.
"""

from collections.abc import Callable
from typing import Any, Final

import structlog

from shared.clock import Reading
from shared.config import Config
from shared.domain.clock_trust import Witness
from shared.domain.health import Check, Standing
from shared.domain.health_facts import Facts
from shared.domain.health_now import failing, quick_checks, status_line
from shared.domain.help_code import code_of
from shared.health.facts import gather
from shared.health.gauges import Gauges
from shared.health.set_up import settle
from shared.health.terminal_told import told_checks
from shared.ports import Clock
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.time_service import is_synchronised, own_witnesses

LOG = structlog.get_logger()
LOOK_EVERY_S: Final = 30.0
STALE_AFTER_S: Final = 120.0


class Watch:
    """`look` is called by one thread, the rest from any. `tell_status` hears one line after every look.

    `own` is the machine's word on its clock, `also` what only this process knows of the terminal: without it, what the
    terminal told is read. `facts` are those of the last look.
    """

    facts: Facts | None
    tell_status: Callable[[str], object]

    def __init__(
        self,
        config: Config,
        clock: Clock,
        gauges: Gauges | None = None,
        *,
        own: Callable[[], tuple[Witness, ...]] | None = None,
        also: Callable[[], tuple[Check, ...]] | None = None,
    ) -> None:
        self._own = own or self._ask_the_machine
        self._also = also
        self._config = config
        self._clock = clock
        self._gauges = gauges or Gauges()
        self._checks: tuple[Check, ...] = ()
        self._looked: Reading | None = None
        self._code = ""
        self.facts = None
        self.tell_status = lambda _: None

    def look(self, store: Store) -> Facts:
        """Gather everything once. Raises a StoreError or an OSError: then nothing is known any more."""
        now = self._clock.read()
        try:
            settle(store, self._config)
            facts = gather(store, self._config, now, self._own())
            of_terminal = self._also() if self._also else told_checks(store, self._config, now.wall)
        except (StoreError, OSError):
            self._looked = None
            self._gauges.tell_not_looked()
            raise
        self.facts, self._looked = facts, now
        self._checks = (*quick_checks(facts), *of_terminal)
        self._gauges.tell(facts, self._checks, now.wall)
        self.tell_status(status_line(facts))
        self._log_change()
        return facts

    def told(self) -> dict[str, Any]:
        """For /healthz and the heartbeat: names of checks and nothing else."""
        age_s = self._clock.read().age_s(self._looked) if self._looked is not None else None
        is_fresh = age_s is not None and age_s < STALE_AFTER_S
        faults = failing(self._checks, Standing.FAULT)
        return {
            "well": is_fresh and not faults,
            "looked_s_ago": round(age_s, 1) if age_s is not None else None,
            "faults": list(faults),
            "warnings": list(failing(self._checks, Standing.WARNING)),
            "code": code_of(self._checks),
        }

    def metrics(self) -> bytes:
        """For /metrics."""
        return self._gauges.page()

    def _ask_the_machine(self) -> tuple[Witness, ...]:
        # May take some seconds; whoever cannot wait for it brings `own`.
        synchronised = is_synchronised()
        return own_witnesses(self._clock.read(), self._config.time.rtc, synchronised=synchronised)

    def _log_change(self) -> None:
        code = code_of(self._checks)
        if code == self._code:
            return
        self._code = code
        told = self.told()
        log = LOG.error if told["faults"] else LOG.warning if told["warnings"] else LOG.info
        log("health.changed", code=code, faults=told["faults"], warnings=told["warnings"])
