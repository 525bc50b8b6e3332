"""Presence after a download of open sessions: what began or ended elsewhere is shown here, with its method."""

from dataclasses import replace
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
from shared.upstream.errors import NotAsItIs, UpstreamError

LOG = structlog.get_logger()


class SnapshotPresence:
    """Moves presence of whoever the ledger has nothing newer about."""

    def __init__(self, upstream: str, sessions: WorkSessions, store: Store, site: Site) -> None:
        self._upstream = upstream
        self._sessions = sessions
        self._store = store
        self._site = site

    def apply(self, found: list[UpstreamSession], began_at: datetime, unsettled_before: frozenset[str]) -> None:
        """Take over the open sessions whose download began at `began_at`, in one transaction.

        `unsettled_before` had something on its way when it began: what the download tells of them may be older.
        """
        ids = self._upstream_ids()
        newest = {session.employee_id: session for session in sorted(found, key=lambda one: one.started_at)}
        ended, open_still = self._asked_one_by_one({session.session_id for session in found}, unsettled_before)
        with self._store.writing():
            unsettled = outbox.unsettled_employees(self._store, self._upstream) | unsettled_before | open_still
            standings = presence.everybody(self._store)
            # Of somebody whom the roster cannot name upstream, only the end of a session of ours tells anything.
            for number in ids.keys() | ended.keys():
                standing = standings.get(number, presence.NOBODY)
                session = newest.get(ids.get(number, -1))
                moved = self._moved(standing, session, ended.get(number), number in unsettled, began_at)
                if moved != standing.presence:
                    presence.put(self._store, number, replace(standing, presence=moved))

    def _moved(
        self,
        standing: Standing,
        session: UpstreamSession | None,
        ended: UpstreamSession | None,
        unsettled: bool,
        began_at: datetime,
    ) -> Presence:
        stored = replace(standing.presence, upstream_session=self._own_session(standing.presence))
        last = standing.last_event
        moved = by_snapshot(
            stored,
            self._presence(session) if session else None,
            has_unfinished_row=unsettled,
            last_event_at=last.recorded_at if last else None,
            began_at=began_at,
        )
        if stored.on_duty and moved.state is PresenceState.OFF and ended is not None:
            return replace(moved, since=ended.ended_at or moved.since, method=ended.clock_out_method)
        return moved

    def _own_session(self, stored: Presence) -> int | None:
        if not stored.on_duty or stored.work_session == ELSEWHERE:
            return stored.upstream_session
        return outbox.session_of(self._store, self._upstream, stored.work_session)

    def _asked_one_by_one(
        self, open_ids: set[int], unsettled: frozenset[str]
    ) -> tuple[dict[str, UpstreamSession], frozenset[str]]:
        """Sessions that we believe open and the download does not show: how they ended, and who is on duty after all.

        Whoever cannot be asked about now stays as they are: the next download asks again.
        """
        ended: dict[str, UpstreamSession] = {}
        open_still: set[str] = set()
        for number, standing in presence.everybody(self._store).items():
            session_id = self._own_session(standing.presence) if standing.presence.on_duty else None
            if session_id is None or session_id in open_ids or number in unsettled:
                continue
            try:
                session = self._sessions.session(session_id)
            except NotAsItIs:
                session = None  # some upstreams refuse to speak of a session that is gone
            except UpstreamError as error:
                LOG.warning("presence.not_told_how_it_ended", session=session_id, error=str(error))
                # One that does not answer will not answer for the others either, and they can wait for the next pass.
                return ended, frozenset({*presence.everybody(self._store)} - ended.keys())
            if session is not None and session.status == "OPEN":
                open_still.add(number)
            elif session is not None:
                ended[number] = session
        return ended, frozenset(open_still)

    def _upstream_ids(self) -> dict[str, int]:
        """Employee number -> upstream id, for everybody of the register that the upstream knows."""
        parts = roster.states(self._store, self._site.name)
        if Part.EMPLOYEES not in parts:
            return {}
        snapshot = parts[Part.EMPLOYEES].snapshot
        known = (
            (one.number, roster.employee(self._store, snapshot, number=one.number, upstream_id=one.upstream_id))
            for one in people.everybody(self._store)
        )
        return {number: employee.employee_id for number, employee in known if employee is not None}

    def _presence(self, session: UpstreamSession) -> Presence:
        return Presence(
            PresenceState.WORKING,
            since=session.started_at,
            site=self._site.name,
            account_id=session.account_id,
            position_id=session.position_id,
            shift_id=session.shift_id,
            work_session=ELSEWHERE,
            upstream_session=session.session_id,
            method=session.clock_in_method,
        )
