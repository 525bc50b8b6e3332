"""TrackTik's work sessions: started, ended, corrected and looked up."""

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.ports import ClockInOrder, SessionPage, UpstreamSession
from shared.upstream.call import Answer
from shared.upstream.errors import NotAsItIs, OutcomeUnknown, UpstreamError
from shared.upstream.tracktik import bodies, records
from shared.upstream.tracktik.api import Api, Query, read_row
from shared.upstream.tracktik.fields import Misread, Row, to_the_second, wire_time

PATH = "/work-sessions"
OPEN = "OPEN"
# Whether `:after` takes the instant itself, and in which zone it reads a time, is not documented: a day earlier is
# earlier in any zone, and what came before is dropped on our side.
ASKED_EARLIER = timedelta(days=1)


class TrackTikSessions:
    """`WorkSessions` over TrackTik's API."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._edits_by_put = False

    def clock_in_body(self, order: ClockInOrder, method: str) -> str:
        """What POST /work-sessions will send; times in whole seconds, see `wire_time`."""
        return bodies.clock_in_body(order, method)

    def clock_in(self, body: str) -> UpstreamSession:
        """Send a `clock_in_body`; the session that it opened."""
        answer = self._api.call("POST", PATH, body=body)
        session = read_row(answer, records.session)
        if session is None:
            raise answer.unreadable("accepted, but without the session")
        if session.employee_id != bodies.employee_in(body):
            raise answer.unreadable(f"the session in it is of employee {session.employee_id}, who was not sent")
        return session

    def clock_out_body(self, method: str, ended_at: datetime | None) -> str:
        """What the clock-out action will send."""
        return bodies.clock_out_body(method, ended_at)

    def clock_out(self, session_id: int, body: str) -> UpstreamSession:
        """Send a `clock_out_body`; the session as it is then."""
        answer = self._api.call("POST", f"{PATH}/{session_id}/actions/clock-out", body=body)
        return self._changed(answer, session_id)

    def session(self, session_id: int) -> UpstreamSession | None:
        """The session of that id, or None on a 404."""
        try:
            answer = self._api.call("GET", f"{PATH}/{session_id}")
        except NotAsItIs as refused:
            if refused.status == 404:
                return None
            raise
        session = read_row(answer, _of(session_id))
        if session is None:
            raise answer.unreadable("neither the session nor a 404")
        return session

    def sessions_since(self, employee_id: int, since: datetime) -> SessionPage:
        """Every session of the employee begun at or after the second of `since`, newest first.

        Rows of anybody else make the answer unreadable: a filter that was not obeyed leaves rows out as well.
        """

        def of_employee(row: Row) -> UpstreamSession:
            session = records.session(row)
            if session.employee_id != employee_id:
                raise Misread(f"asked for employee {employee_id}, session {session.session_id} is of another")
            return session

        return self._page({"employee.id": employee_id}, since, of_employee, lambda _session: True)

    def open_sessions(self, account_id: int, since: datetime) -> SessionPage:
        """Every open session at the account begun at or after the second of `since`, newest first."""

        def is_meant(session: UpstreamSession) -> bool:
            return session.status == OPEN and session.account_id == account_id

        return self._page({"account.id": account_id, "status": OPEN}, since, records.session, is_meant)

    def set_times(
        self, session_id: int, *, started_at: datetime | None = None, ended_at: datetime | None = None
    ) -> UpstreamSession:
        """Move the start or the end of a session; what is None stays.

        That sessions can be edited is documented (clockInMethod API: "Created/edited via API"), how is not: PATCH
        with the new time alone is tried first, and where there is no such call (404, 405), PUT with the whole session.
        What worked is kept for the life of this object.
        """
        if self._edits_by_put:
            return self._put_times(session_id, started_at, ended_at)
        try:
            answer = self._api.call("PATCH", f"{PATH}/{session_id}", body=bodies.times_body(started_at, ended_at))
        except NotAsItIs as refused:
            if refused.status not in {404, 405}:
                raise
        else:
            return self._changed(answer, session_id)
        session = self._put_times(session_id, started_at, ended_at)
        self._edits_by_put = True
        return session

    def _put_times(self, session_id: int, started_at: datetime | None, ended_at: datetime | None) -> UpstreamSession:
        known = self.session(session_id)
        if known is None:
            raise NotAsItIs(f"TrackTik has no session {session_id} to move the times of", status=404)
        answer = self._api.call("PUT", f"{PATH}/{session_id}", body=bodies.whole_body(known, started_at, ended_at))
        return self._changed(answer, session_id)

    def _changed(self, answer: Answer, session_id: int) -> UpstreamSession:
        """The session after a change: from the answer, or fetched where the answer does not hold it."""
        session = read_row(answer, _of(session_id))
        if session is not None:
            return session
        try:
            session = self.session(session_id)
        except UpstreamError as error:
            raise OutcomeUnknown(f"session {session_id} was changed, but not read back: {error}") from error
        if session is None:
            raise answer.unreadable("accepted, and then there was no such session")
        return session

    def _page(
        self,
        query: Query,
        since: datetime,
        read: Callable[[Row], UpstreamSession],
        is_meant: Callable[[UpstreamSession], bool],
    ) -> SessionPage:
        after = {"startDateTime:after": wire_time(since - ASKED_EARLIER), "sort": "-id"}
        found, answer = self._api.rows(PATH, {**query, **after}, read)
        # Ours carry microseconds and theirs do not: a session of this very event would else lie before it.
        earliest = to_the_second(since)
        meant = [session for session in found if session.started_at >= earliest and is_meant(session)]
        meant.sort(key=lambda session: (session.started_at, session.session_id), reverse=True)
        return SessionPage(tuple(meant), answer.date)


def _of(session_id: int) -> Callable[[Row], UpstreamSession]:
    def read(row: Row) -> UpstreamSession:
        session = records.session(row)
        if session.session_id != session_id:
            raise Misread(f"asked about session {session_id}, answered about {session.session_id}")
        return session

    return read
