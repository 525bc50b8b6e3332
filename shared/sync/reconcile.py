"""Hourly: recent sessions upstream against the outbox. Two for one event, or one for none, goes to the desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from shared.domain.delivery import NEAR, OUR_METHODS, RowState
from shared.domain.site import Site
from shared.ports import Clock, UpstreamSession, WorkSessions
from shared.store import desk, outbox, people
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.incarnation import compared_since, everybody_was_compared
from shared.sync.lane import upstream_identity
from shared.sync.sites import names_of
from shared.upstream.errors import UpstreamError

LOG = structlog.get_logger()
LOOK_BACK = timedelta(hours=48)


@dataclass(slots=True)
class Reconcile:
    """Compares what the upstream holds with what was delivered, for employees with events of the last two days."""

    upstream: str
    sessions: WorkSessions
    store: Store
    clock: Clock
    sites: tuple[Site, ...]

    def run(self) -> int:
        """One pass over every site; how many differences were put on the desk."""
        now = self.clock.read().wall
        lost_since = compared_since(self.store, now)
        since = now - LOOK_BACK if lost_since is None else min(now - LOOK_BACK, lost_since)
        names = {site.account_id: site.name for site in self.sites}
        noted, left_out = 0, False
        for employee in self._employees(since, everybody=lost_since is not None):
            identity = upstream_identity(self.store, names_of(self.sites), employee)
            if identity is None:
                continue
            if outbox.has_unfinished(self.store, self.upstream, employee):
                left_out = True
                continue
            try:
                found = self.sessions.sessions_since(identity.employee_id, since).sessions
            except UpstreamError as error:
                LOG.warning("reconcile.not_answered", error=str(error))
                return noted
            noted += sum(
                self._compare(employee, session, names[session.account_id])
                for session in found
                if session.account_id in names
            )
        if lost_since is not None and not left_out:
            everybody_was_compared(self.store)
        return noted

    def _employees(self, since: datetime, *, everybody: bool) -> list[str]:
        """Those with events since then; after the ledger may have lost some, everybody of the register too."""
        recent = outbox.recent_employees(self.store, self.upstream, since)
        others = [person.number for person in people.everybody(self.store)] if everybody else []
        return list(dict.fromkeys([*recent, *others]))

    def _compare(self, employee: str, session: UpstreamSession, site: str) -> bool:
        events = outbox.events_of_session(self.store, self.upstream, session.session_id)
        if events:
            return False
        near = outbox.clock_ins_near(self.store, self.upstream, employee, session.started_at, NEAR)
        if any(row.state is RowState.HANDED_OVER for row in near):
            return False  # delivered by whoever it was handed to
        twins = [row.event_id for row in near if row.state is not RowState.DROPPED]
        if not twins and session.clock_in_method not in OUR_METHODS:
            return False  # another door's, and nothing of ours beside it
        kind = DeskKind.TWO_FOR_ONE if twins else DeskKind.ONE_FOR_NONE
        now = self.clock.read().wall
        with self.store.writing():
            return desk.put(
                self.store,
                kind,
                f"{self.upstream}:{session.session_id}",
                now,
                employee=employee,
                site=site,
                facts={
                    "session": session.session_id,
                    "started": session.started_at.isoformat(),
                    "method": session.clock_in_method,
                    "events": twins,
                },
            )
