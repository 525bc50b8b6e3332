"""Presence after a download of open sessions: what began or ended elsewhere is shown here, with its method.

Rule 1: a download tells of one account. Whoever it does not show is off duty there, and nothing is said of whoever is
        on duty at another account.
Rule 2: of two open sessions the one begun last is where the person is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from shared.domain.model import ELSEWHERE, Presence, PresenceState
from shared.domain.presence import by_snapshot
from shared.domain.site import Site
from shared.ports import UpstreamSession, WorkSessions
from shared.store import outbox, people, presence, roster
from shared.store.database import Store
from shared.store.presence import Standing
from shared.store.roster import Part
from shared.sync.sites import names_of
from shared.upstream.errors import NotAsItIs, UpstreamError

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Told:
    """What one download tells: sessions by upstream id, and by employee number how a session of ours ended."""

    site: Site
    began_at: datetime
    newest: Mapping[int, UpstreamSession]
    ended: Mapping[str, UpstreamSession]
    unsettled: frozenset[str]


class SnapshotPresence:
    """Moves presence of whoever the ledger has nothing newer about. Made anew for each round of downloads."""

    def __init__(self, upstream: str, sessions: WorkSessions, store: Store, sites: tuple[Site, ...]) -> None:
        self._upstream = upstream
        self._sessions = sessions
        self._store = store
        self._sites = sites
        self._ids: dict[str, int] | None = None

    def apply(
        self, site: Site, found: list[UpstreamSession], began_at: datetime, unsettled_before: frozenset[str]
    ) -> None:
        """Take over a site's open sessions, whose download began at `began_at`, in one transaction.

        `unsettled_before` had something on its way when it began: what the download tells of them may be older.
        """
        ids = self._upstream_ids()
        standings = presence.everybody(self._store)
        open_ids = {session.session_id for session in found}
        ended, open_still = self._asked_one_by_one(site, standings, open_ids, unsettled_before)
        newest = {session.employee_id: session for session in sorted(found, key=lambda one: one.started_at)}
        told = _Told(site, began_at, newest, ended, unsettled_before | open_still)
        # Of somebody whom the roster cannot name upstream, only the end of a session of ours tells anything.
        moving = [number for number in ids.keys() | ended.keys() if self._move(told, number, standings) is not None]
        if not moving:
            return
        with self._store.writing():
            unsettled = told.unsettled | outbox.unsettled_employees(self._store, self._upstream)
            told = replace(told, unsettled=unsettled)
            now = {number: presence.of(self._store, number) for number in moving}
            for number in moving:
                moved = self._move(told, number, now)
                if moved is not None:
                    presence.put(self._store, number, moved)

    def _move(self, told: _Told, number: str, standings: Mapping[str, Standing]) -> Standing | None:
        """Where this person stands by the download, or None where nothing changes."""
        standing = standings.get(number, presence.NOBODY)
        session = told.newest.get(self._upstream_ids().get(number, -1))
        ended = told.ended.get(number)
        stored = replace(standing.presence, upstream_session=self._own_session(standing.presence))
        if not _is_at(stored, told.site):
            session = session if session is not None and _began_later(session, stored) else None
            if session is None and ended is None:
                return None
        last = standing.last_event
        moved = by_snapshot(
            stored,
            _presence(told.site, session) if session else None,
            has_unfinished_row=number in told.unsettled,
            last_event_at=last.recorded_at if last else None,
            began_at=told.began_at,
        )
        if stored.on_duty and moved.state is PresenceState.OFF and ended is not None:
            moved = replace(moved, since=ended.ended_at or moved.since, method=ended.clock_out_method)
        return replace(standing, presence=moved) if moved != standing.presence else None

    def _own_session(self, stored: Presence) -> int | None:
        if not stored.on_duty or stored.work_session == ELSEWHERE:
            return stored.upstream_session
        return outbox.session_of(self._store, self._upstream, stored.work_session)

    def _asked_one_by_one(
        self, site: Site, standings: Mapping[str, Standing], open_ids: set[int], unsettled: frozenset[str]
    ) -> tuple[dict[str, UpstreamSession], frozenset[str]]:
        """Sessions that we believe open here and the download does not show: how they ended, and who is on duty still.

        Whoever cannot be asked about now stays as they are: the next download asks again.
        """
        ended: dict[str, UpstreamSession] = {}
        open_still: set[str] = set()
        for number, standing in standings.items():
            here = standing.presence.on_duty and (_is_at(standing.presence, site) or self._is_ours(site, standing))
            session_id = self._own_session(standing.presence) if here else None
            if session_id is None or session_id in open_ids or number in unsettled:
                continue
            try:
                session = self._sessions.session(session_id)
            except NotAsItIs:
                session = None  # some upstreams refuse to speak of a session that is gone
            except UpstreamError as error:
                LOG.warning("presence.not_told_how_it_ended", session=session_id, error=str(error))
                # One that does not answer will not answer for the others either, and they can wait for the next pass.
                return ended, frozenset(standings.keys() - ended.keys())
            if session is not None and session.status == "OPEN":
                open_still.add(number)
            elif session is not None:
                ended[number] = session
        return ended, frozenset(open_still)

    def _is_ours(self, site: Site, standing: Standing) -> bool:
        """Do they stand at an account that the settings no longer list? The first site asks about those."""
        listed = {one.account_id for one in self._sites}
        return site is self._sites[0] and standing.presence.account_id not in listed

    def _upstream_ids(self) -> dict[str, int]:
        """Employee number -> upstream id, for everybody of the register that the upstream knows."""
        if self._ids is None:
            snapshots = roster.current(self._store, Part.EMPLOYEES, names_of(self._sites))
            self._ids = self._known_in(snapshots[0]) if snapshots else {}
        return self._ids

    def _known_in(self, snapshot: int) -> dict[str, int]:
        known = (
            (one.number, roster.employee(self._store, snapshot, number=one.number, upstream_id=one.upstream_id))
            for one in people.everybody(self._store)
        )
        return {number: employee.employee_id for number, employee in known if employee is not None}


def _is_at(stored: Presence, site: Site) -> bool:
    """Can a download of this site's sessions end this presence?"""
    return not stored.on_duty or stored.account_id in (None, site.account_id)


def _began_later(session: UpstreamSession, stored: Presence) -> bool:
    return stored.since is None or session.started_at > stored.since


def _presence(site: Site, session: UpstreamSession) -> Presence:
    return Presence(
        PresenceState.WORKING,
        since=session.started_at,
        site=site.name,
        account_id=session.account_id,
        position_id=session.position_id,
        shift_id=session.shift_id,
        work_session=ELSEWHERE,
        upstream_session=session.session_id,
        method=session.clock_in_method,
    )
