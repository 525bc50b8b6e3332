"""The muster that stands on the screen: frozen once, ticked here and elsewhere, and never lost to a full disk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import structlog

from kiosk.doorkeeper import Doorkeeper
from shared import muster_now
from shared.clock import new_id
from shared.domain.muster_entry import Muster, Since, Tick, merged
from shared.store.errors import StoreError

LOG = structlog.get_logger()
MOST_OFTEN_S = 2.0
"""While a whole site taps, the ledger changes many times a second; nobody reads that fast."""
READY_EVERY_S = 60.0
GOES_ON = timedelta(hours=2)
"""A muster younger than this may be the one that is meant: another screen made it, or this one closed."""


class MusterRoom:
    """Used by the presenter's thread alone. What cannot be read again stays as it was read last."""

    def __init__(self, doorkeeper: Doorkeeper, monotonic: Callable[[], float]) -> None:
        self._doorkeeper = doorkeeper
        self._monotonic = monotonic
        self._muster: Muster | None = None
        self._ready: Muster | None = None
        self._ready_s = float("-inf")
        self._since = Since()
        self._unsent: list[Tick] = []
        self._counter = -1
        self._gathered_s = 0.0

    @property
    def muster(self) -> Muster:
        """The list with every tick that counts. One must have been made or found."""
        assert self._muster is not None
        return self._muster

    @property
    def since(self) -> Since:
        """Who left and who came after the freeze, as it was read last."""
        return self._since

    @property
    def is_unkept(self) -> bool:
        """Is anything of it in no file?"""
        return not self.muster.is_kept or bool(self._unsent)

    def keep_ready(self) -> None:
        """Look once a minute, while nobody is there: for the day on which the ledger file cannot even be read."""
        if self._monotonic() - self._ready_s < READY_EVERY_S:
            return
        self._ready_s, door = self._monotonic(), self._doorkeeper.door
        try:
            self._ready = muster_now.look(self._doorkeeper.store, door.site, door.terminal, self._doorkeeper.now())
        except StoreError as error:
            LOG.warning("muster.not_ready", error=str(error))

    def young(self) -> bool:
        """Take the site's newest muster, if it may be the one that is meant."""
        try:
            found = muster_now.latest(self._doorkeeper.store, self._doorkeeper.door.site.name)
        except StoreError as error:
            LOG.warning("muster.not_found", error=str(error))
            return False
        age = self._doorkeeper.now() - found.at if found is not None else GOES_ON
        if found is None or not timedelta(0) <= age < GOES_ON:
            return False
        self._take(found, -1)
        self.look_again()
        return True

    def freeze(self, by: str) -> None:
        """Make a new one, now; where nothing can be read, of what was read last. Raises a StoreError if nothing was."""
        store, door = self._doorkeeper.store, self._doorkeeper.door
        try:
            # The counter first: what is committed while this is read makes it stale.
            counter = store.change_counter()
            self._take(muster_now.freeze(store, door.site, door.terminal, self._doorkeeper.now(), by), counter)
        except StoreError as error:
            if self._ready is None:
                raise
            LOG.error("muster.from_memory", error=str(error))  # noqa: TRY400  the sentence says it all
            self._take(replace(self._ready, by=by), -1)

    def tick(self, key: str, by: str, *, ticked: bool) -> None:
        """Somebody was seen, or was not: it counts at once, and is written down as soon as that can be done."""
        now = self._doorkeeper.now()
        one = Tick(new_id(now), key, ticked, now, by)
        self._muster = replace(self.muster, ticks=merged([*self.muster.ticks.values(), one]))
        if self.muster.is_kept:
            self._unsent.append(one)
            self._send()

    def is_stale(self) -> bool:
        """Would it tell something else, read now?"""
        if self._monotonic() - self._gathered_s < MOST_OFTEN_S:
            return False
        try:
            return bool(self._unsent) or self._doorkeeper.store.change_counter() != self._counter
        except StoreError as error:
            LOG.warning("muster.not_looked_at", error=str(error))
            return False

    def look_again(self) -> None:
        """Ticks of other screens, and who left and came."""
        store, door = self._doorkeeper.store, self._doorkeeper.door
        self._gathered_s = self._monotonic()
        self._send()
        try:
            # The counter first: what is committed while this is read makes it stale.
            self._counter = store.change_counter()
            self._since = muster_now.since(store, door.site, door.terminal, self.muster, self._doorkeeper.now())
            kept = muster_now.of(store, self.muster.number) if self.muster.is_kept else None
        except StoreError as error:
            LOG.warning("muster.not_read_again", error=str(error))
            return
        if kept is not None:
            self._muster = replace(kept, ticks=merged([*kept.ticks.values(), *self._unsent]))

    def _take(self, muster: Muster, counter: int) -> None:
        self._muster, self._since, self._unsent = muster, Since(), []
        self._counter, self._gathered_s = counter, self._monotonic()

    def _send(self) -> None:
        while self._unsent:
            one = self._unsent[0]
            try:
                muster_now.tick(self._doorkeeper.store, self.muster.number, one, self._doorkeeper.now())
            except StoreError as error:
                LOG.error("muster.tick_not_kept", error=str(error))  # noqa: TRY400  the sentence says it all
                return
            self._unsent.pop(0)
