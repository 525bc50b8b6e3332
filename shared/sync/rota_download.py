"""The rota of each site from another system, in place of the system of record's shifts.

Rule 1: it is whole or the last good one stays. Before the system of record named its employees there is nobody to join.
Rule 2: nothing of it is dropped unseen: what a person has to look at is stored, and one desk item a site stands while
there is any.
Rule 3: its trouble is its own. This link is not the one that deliveries use.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

import structlog

from shared.domain.rota_problem import RotaProblem, state_of
from shared.domain.site import Site
from shared.ports import Clock
from shared.store import absences, desk, people, roster, rota_people, rota_problems
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.roster import Part
from shared.sync.download import ROTA_BEHIND
from shared.sync.link import Link
from shared.sync.rota_troubles import span_of, troubles
from shared.upstream.errors import NotAllowed, UpstreamError
from shared.upstream.tamigo.role import NotForOurRole
from shared.upstream.tamigo.rota import Rota

LOG = structlog.get_logger()
BY: Final = "sync"
NOBODY_YET: Final = "The system of record has not named its employees yet: the rota waits for them."


class RotaSource(Protocol):
    """Where the rota of one site comes from."""

    def rota(self, account_id: int, since: datetime, until: datetime) -> Rota: ...


@dataclass(frozen=True, slots=True)
class RotaOfSite:
    """`zone` is that of the rota's days."""

    site: Site
    source: Callable[[Mapping[str, int]], RotaSource]
    zone: ZoneInfo


@dataclass(slots=True)
class RotaDownload:
    """Fetches the rota of every site into the store. One that fails holds up no other."""

    store: Store
    clock: Clock
    link: Link
    sites: tuple[RotaOfSite, ...]
    days_ahead: int

    def everything(self) -> bool:
        """Shifts and absences of each site; True when all of them arrived."""
        arrived = [self._at(one) for one in self.sites]
        return all(arrived)

    def _at(self, one: RotaOfSite) -> bool:
        site, began_at = one.site, self.clock.read().wall
        upstream_ids = rota_people.upstream_ids(self.store, site.name)
        if upstream_ids is None:
            roster.failed(self.store, site.name, Part.SHIFTS, began_at, NOBODY_YET)
            return False
        if not self.link.allows():
            return False
        until = began_at + timedelta(days=self.days_ahead)
        try:
            rota = one.source(upstream_ids).rota(site.account_id, began_at - ROTA_BEHIND, until)
        except NotForOurRole as error:
            # The session is good: what it may do goes on.
            self.link.answered()
            return self._failed(site, began_at, error)
        except UpstreamError as error:
            self.link.failed(error)
            return self._failed(site, began_at, error)
        self.link.answered()
        self._keep(one, rota, began_at, until)
        # Whoever the system of record named meanwhile was not there to be joined: once more, soon.
        return rota_people.upstream_ids(self.store, site.name) == upstream_ids

    def _keep(self, one: RotaOfSite, rota: Rota, began_at: datetime, until: datetime) -> None:
        name, account = one.site.name, one.site.account_id
        away = [(absent.employee_id, absent.day, span_of(absent, one.zone)) for absent in rota.absences]
        rows = absences.absence_rows(away, account)
        # Absences first: in between, somebody's old shift is excused and not missed.
        roster.replace(self.store, name, Part.ABSENCES, rows, began_at=began_at, covers_until=until)
        shifts = roster.shift_rows(rota.shifts)
        roster.replace(self.store, name, Part.SHIFTS, shifts, began_at=began_at, covers_until=until)
        found = troubles(rota, {person.number for person in people.everybody(self.store)})
        with self.store.writing():
            was = rota_problems.state(self.store, name)
            rota_problems.keep(self.store, name, began_at, found)
            self._tell(name, began_at, state_of(found), was, _counted(found))

    def _failed(self, site: Site, began_at: datetime, error: UpstreamError) -> bool:
        told = str(error)[:500]
        LOG.warning("rota.failed", site=site.name, error=told)
        roster.failed(self.store, site.name, Part.SHIFTS, began_at, told)
        if isinstance(error, NotAllowed):
            # Nothing but a person mends it: the network comes back by itself.
            with self.store.writing():
                kept = rota_problems.failed(self.store, site.name, began_at, type(error).__name__)
                self._tell(site.name, began_at, type(error).__name__, kept, {"failure": told})
        return False

    def _tell(self, site: str, now: datetime, state: str, was: str, facts: dict[str, Any]) -> None:
        """One item a site while there is trouble; what a person put away stays away until the trouble is another."""
        if not state:
            desk.close(self.store, DeskKind.ROTA_PROBLEMS, site, now, BY)
        elif state != was:
            desk.put(self.store, DeskKind.ROTA_PROBLEMS, site, now, site=site, facts=facts, again=True)


def forget_rota(store: Store, site: str, now: datetime) -> None:
    """The site's shifts come from the system of record again: what the other one told is no longer so."""
    if Part.ABSENCES not in roster.states(store, site):
        return
    roster.replace(store, site, Part.ABSENCES, [], began_at=now)
    roster.replace(store, site, Part.HOURS, [], began_at=now)
    with store.writing():
        rota_problems.forget(store, site)
        desk.close(store, DeskKind.ROTA_PROBLEMS, site, now, BY)


def _counted(found: tuple[RotaProblem, ...]) -> dict[str, Any]:
    return dict(Counter(str(one.kind) for one in found))
