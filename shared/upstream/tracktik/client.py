"""TrackTik, the system of record of work sessions, as the rest of Clockpost sees it."""

from shared.ports import Clock
from shared.upstream.http import Http, HttpLimits, UpstreamDate
from shared.upstream.sign_in_record import SignInMemory
from shared.upstream.tracktik.api import Api
from shared.upstream.tracktik.break_sessions import TrackTikBreaks
from shared.upstream.tracktik.roster import TrackTikRoster
from shared.upstream.tracktik.settings import TrackTikSettings
from shared.upstream.tracktik.sign_in import SignIn
from shared.upstream.tracktik.work_sessions import TrackTikSessions


class TrackTik(TrackTikSessions, TrackTikRoster, TrackTikBreaks):
    """`WorkSessions` and `RosterSource` over one sign-in, for any number of threads. Connects at the first call."""

    def __init__(self, settings: TrackTikSettings, clock: Clock, memory: SignInMemory) -> None:
        limits = HttpLimits(
            connect_s=settings.connect_timeout_s,
            answer_s=settings.read_timeout_s,
            pool_size=settings.pool_size,
        )
        self._http = Http("TrackTik", clock, limits)
        api = Api(settings.base_url, self._http, SignIn(settings, self._http, clock, memory))
        TrackTikSessions.__init__(self, api)
        TrackTikRoster.__init__(self, api)
        TrackTikBreaks.__init__(self, api)

    @property
    def last_date(self) -> UpstreamDate | None:
        """TrackTik's clock at its last good answer, beside ours."""
        return self._http.last_date

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._http.close()
