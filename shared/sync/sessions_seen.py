"""What a lane has just seen of one employee's upstream sessions, so that a backlog needs one look and not one a row."""

from datetime import datetime

from shared.clock import Reading
from shared.domain.delivery import TheirSession
from shared.ports import Clock, UpstreamSession, WorkSessions

FRESH_S = 10.0


class SessionsSeen:
    """One employee's sessions. A look serves for FRESH_S seconds; what we send ourselves is added to it."""

    def __init__(self, client: WorkSessions, clock: Clock, employee_id: int) -> None:
        self._client = client
        self._clock = clock
        self._employee_id = employee_id
        self._sessions: dict[int, UpstreamSession] = {}
        self._began: Reading | None = None
        self._since: datetime | None = None
        self._each: dict[int, Reading] = {}

    def since(self, since: datetime, *, begun_after: float | None = None) -> tuple[list[UpstreamSession], Reading]:
        """All sessions begun at or after `since`, and when the look began. Raises UpstreamError.

        `begun_after` is a boottime: an older look does not serve.
        """
        now = self._clock.read()
        if not self._serves(now, since, begun_after):
            found = self._client.sessions_since(self._employee_id, since)
            self._sessions = {session.session_id: session for session in found.sessions}
            self._began, self._since = now, since
            self._each = dict.fromkeys(self._sessions, now)
        assert self._began is not None
        return list(self._sessions.values()), self._began

    def add(self, session: UpstreamSession) -> None:
        """We have just been told this by the upstream."""
        self._sessions[session.session_id] = session
        self._each[session.session_id] = self._clock.read()

    def fresh(self, session_id: int) -> UpstreamSession | None:
        """This session, if it was seen a moment ago."""
        seen = self._each.get(session_id)
        if seen is None or self._clock.read().boottime_s - seen.boottime_s > FRESH_S:
            return None
        return self._sessions.get(session_id)

    def _serves(self, now: Reading, since: datetime, begun_after: float | None) -> bool:
        if self._began is None or self._since is None or self._since > since:
            return False
        if begun_after is not None and self._began.boottime_s < begun_after:
            return False
        return now.boottime_s - self._began.boottime_s <= FRESH_S


def theirs(session: UpstreamSession) -> TheirSession:
    """A session as the comparing rules see it."""
    return TheirSession(
        session.session_id,
        session.account_id,
        session.started_at,
        session.ended_at,
        session.status == "OPEN",
        session.clock_out_method,
    )
