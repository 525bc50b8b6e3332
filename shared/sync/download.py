"""Downloads of roster and open sessions. A failed one leaves the last good snapshot and says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from shared.domain.site import Site
from shared.ports import Clock, RosterSource, UpstreamSession, WorkSessions
from shared.store import outbox, roster
from shared.store.database import Store
from shared.store.roster import Part
from shared.sync.link import Link
from shared.sync.snapshot_presence import SnapshotPresence
from shared.upstream.errors import UpstreamError

LOG = structlog.get_logger()
ROTA_BEHIND = timedelta(hours=36)
SESSIONS_BEHIND = timedelta(hours=36)
Rows = Sequence[Sequence[object]]


@dataclass(slots=True)
class Download:
    """Fetches one site's part of one upstream's roster into the store."""

    upstream: str
    source: RosterSource
    sessions: WorkSessions
    store: Store
    clock: Clock
    link: Link
    site: Site
    days_ahead: int

    def everything(self) -> bool:
        """Employees, positions, accounts and shifts; True when all of them arrived."""
        account, now = self.site.account_id, self.clock.read().wall
        until = now + timedelta(days=self.days_ahead)
        return all(
            [
                self._part(Part.EMPLOYEES, lambda: roster.employee_rows(self.source.employees())),
                self._part(Part.POSITIONS, lambda: roster.position_rows(self.source.positions(account))),
                self._part(Part.ACCOUNTS, lambda: roster.account_rows(self.source.accounts())),
                self._part(
                    Part.SHIFTS,
                    lambda: roster.shift_rows(self.source.shifts(account, now - ROTA_BEHIND, until)),
                    covers_until=until,
                ),
            ]
        )

    def open_sessions(self) -> bool:
        """Who is on duty upstream; presence follows where the ledger has nothing newer. True when it arrived."""
        presence = SnapshotPresence(self.upstream, self.sessions, self.store, self.site)
        began_at = self.clock.read().wall
        # What is delivered while the download runs may be in it or not: for those people it says nothing.
        unsettled = outbox.unsettled_employees(self.store, self.upstream)
        found: list[UpstreamSession] = []

        def rows() -> Rows:
            found.extend(self.sessions.open_sessions(self.site.account_id, began_at - SESSIONS_BEHIND).sessions)
            return roster.session_rows(found)

        if not self._part(Part.OPEN_SESSIONS, rows):
            return False
        presence.apply(found, began_at, unsettled)
        return True

    def _part(self, part: Part, fetch: Callable[[], Rows], covers_until: datetime | None = None) -> bool:
        began_at = self.clock.read().wall
        if not self.link.allows():
            return False
        try:
            rows = fetch()
        except UpstreamError as error:
            self.link.failed(error)
            roster.failed(self.store, self.site.name, part, began_at, str(error)[:500])
            LOG.warning("download.failed", part=part, error=str(error))
            return False
        self.link.answered()
        roster.replace(self.store, self.site.name, part, rows, began_at=began_at, covers_until=covers_until)
        return True
