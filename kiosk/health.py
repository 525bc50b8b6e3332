"""What the status line needs to know, read from the store only when something changed."""

from collections.abc import Callable

from kiosk.surroundings import SurroundingsWatch
from kiosk.wording.idle import Health
from shared.gather import clock_trust
from shared.ports import BadgeReader, PositionState, ReaderState
from shared.recording import Door
from shared.store import memory, outbox, people
from shared.store.database import Store
from shared.store.lease import hangs, is_running

FRESH_FIX_S = 30.0
AGAIN_S = 5.0


class HealthWatch:
    """Gathers a `Health` in some hundred microseconds; used by the presenter's thread alone."""

    def __init__(
        self,
        store: Store,
        door: Door,
        reader: BadgeReader | None,
        around: SurroundingsWatch,
        *,
        has_badge_key: bool,
        monotonic: Callable[[], float],
    ) -> None:
        self._store = store
        self._door = door
        self._reader = reader
        self._around = around
        self._has_badge_key = has_badge_key
        self._monotonic = monotonic
        self._asked_at = float("-inf")
        self._counter = -1
        self._stored: tuple[bool | None, bool, int, float | None, int] = (None, False, 0, None, 0)

    def now(self) -> Health:
        """How everything stands."""
        self._refresh()
        link_up, sync_running, waiting, oldest, count = self._stored
        around = self._around.now()
        fix = around.position.fix
        age_s = around.reading.age_s(fix.seen) if fix else None
        state = around.position.state
        if state is PositionState.FIX and (age_s is None or age_s > FRESH_FIX_S):
            state = PositionState.NO_FIX
        trust = clock_trust(self._store, around, self._door.site.rules.clock_bound_s)
        return Health(
            reader=self._reader.health().state if self._reader else ReaderState.OFF,
            position=state,
            accuracy_m=fix.accuracy_m if fix else None,
            away_m=self._around.away_m if state is PositionState.FIX else None,
            link_up=link_up,
            sync_running=sync_running,
            waiting=waiting,
            waiting_age_s=around.reading.wall.timestamp() - oldest if oldest else 0.0,
            clock_trusted=trust.level != "untrusted",
            badge_key=self._has_badge_key,
            register_count=count,
            has_upstream=bool(self._door.upstreams),
        )

    def _refresh(self) -> None:
        path = self._store.path
        counter, now = self._store.change_counter(), self._monotonic()
        if counter == self._counter and now - self._asked_at < AGAIN_S:
            return
        self._counter, self._asked_at = counter, now
        upstream = self._door.upstreams[0] if self._door.upstreams else ""
        link = memory.recall(self._store, upstream, "link") or {}
        waiting, oldest = outbox.waiting_summary(self._store)
        self._stored = (
            link.get("up"),
            is_running(path) and not hangs(path, self._around.now().reading.boottime_s),
            waiting,
            oldest.timestamp() if oldest else None,
            people.register(self._store).count,
        )

    def invalidate(self) -> None:
        """Our own commits do not move the change counter: ask again next time."""
        self._asked_at = float("-inf")

    def link_up(self) -> bool | None:
        """Does an event go out at once? None where no link would help: there is no upstream, or delivery is stopped."""
        if not self._door.upstreams or not self._stored[1]:
            return None
        return self._stored[0] is not False
