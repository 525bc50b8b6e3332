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
from shared.sync.sites import names_of
from shared.sync.snapshot_presence import SnapshotPresence
from shared.upstream.errors import UpstreamError

LOG = structlog.get_logger()
ROTA_BEHIND = timedelta(hours=36)
SESSIONS_BEHIND = timedelta(hours=36)
Rows = Sequence[Sequence[object]]


@dataclass(slots=True)
class Download:
    """Fetches every site's part of one upstream's roster into the store. One that fails holds up no other.

    `rota_elsewhere`: shifts come from another system (`rota_download`), and this one is not asked for any.
    """

    upstream: str
    source: RosterSource
    sessions: WorkSessions
    store: Store
    clock: Clock
    link: Link
    sites: tuple[Site, ...]
    days_ahead: int
    rota_elsewhere: bool = False

    def everything(self) -> bool:
        """Employees and accounts once, positions and shifts of each site; True when all of them arrived."""
        every = names_of(self.sites)
        arrived = [
            self._part(Part.EMPLOYEES, every, lambda: roster.employee_rows(self.source.employees())),
            self._part(Part.ACCOUNTS, every, lambda: roster.account_rows(self.source.accounts())),
        ]
        for site in self.sites:
            arrived += self._plan_at(site)
        return all(arrived)

    def open_sessions(self) -> bool:
        """Who is on duty upstream; presence follows where the ledger has nothing newer. True when all of it arrived."""
        presence = SnapshotPresence(self.upstream, self.sessions, self.store, self.sites)
        arrived = [self._open_at(site, presence) for site in self.sites]
        return all(arrived)

    def _plan_at(self, site: Site) -> list[bool]:
        account, now = site.account_id, self.clock.read().wall
        until = now + timedelta(days=self.days_ahead)
        positions = self._part(
            Part.POSITIONS, (site.name,), lambda: roster.position_rows(self.source.positions(account))
        )
        if self.rota_elsewhere:
            return [positions]
        return [
            positions,
            self._part(
                Part.SHIFTS,
                (site.name,),
                lambda: roster.shift_rows(self.source.shifts(account, now - ROTA_BEHIND, until)),
                covers_until=until,
            ),
        ]

    def _open_at(self, site: Site, presence: SnapshotPresence) -> bool:
        began_at = self.clock.read().wall
        # What is delivered while the download runs may be in it or not: for those people it says nothing.
        unsettled = outbox.unsettled_employees(self.store, self.upstream)
        found: list[UpstreamSession] = []

        def rows() -> Rows:
            found.extend(self.sessions.open_sessions(site.account_id, began_at - SESSIONS_BEHIND).sessions)
            return roster.session_rows(found)

        if not self._part(Part.OPEN_SESSIONS, (site.name,), rows):
            return False
        presence.apply(site, found, began_at, unsettled)
        return True

    def _part(
        self, part: Part, sites: tuple[str, ...], fetch: Callable[[], Rows], covers_until: datetime | None = None
    ) -> bool:
        """One download, and what it says of each of these sites."""
        began_at = self.clock.read().wall
        if not self.link.allows():
            return False
        try:
            rows = fetch()
        except UpstreamError as error:
            self.link.failed(error)
            for site in sites:
                roster.failed(self.store, site, part, began_at, str(error)[:500])
            LOG.warning("download.failed", part=part, sites=sites, error=str(error))
            return False
        self.link.answered()
        roster.replace_for(self.store, sites, part, rows, began_at=began_at, covers_until=covers_until)
        return True
