"""tamigo, the system of the rota, as the rest of Clockpost sees it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from shared.ports import Clock
from shared.upstream.http import Http, HttpLimits, UpstreamDate
from shared.upstream.sign_in_record import SignInMemory
from shared.upstream.tamigo.api import Api
from shared.upstream.tamigo.credentials import SYSTEM
from shared.upstream.tamigo.reading import TamigoReading
from shared.upstream.tamigo.records import Reader
from shared.upstream.tamigo.settings import ApplicationLogin, Format, TamigoSettings
from shared.upstream.tamigo.sign_in import SignIn
from shared.upstream.tamigo.writing import TamigoWriting


class Tamigo(TamigoReading, TamigoWriting):
    """All services over one sign-in, for any number of threads. Connects at the first call."""

    def __init__(self, settings: TamigoSettings, clock: Clock, memory: SignInMemory) -> None:
        settings = replace(settings, base_url=settings.base_url.rstrip("/"))
        limits = HttpLimits(
            connect_s=settings.connect_timeout_s, answer_s=settings.read_timeout_s, pool_size=settings.pool_size
        )
        self._http = Http(SYSTEM, clock, limits)
        self._settings = settings
        self._sign_in = SignIn(settings, self._http, clock, memory)
        api = Api(settings, self._http, self._sign_in)
        reader = Reader(settings.zone, settings.absences)
        TamigoReading.__init__(self, api, reader, as_application=isinstance(settings.login, ApplicationLogin))
        TamigoWriting.__init__(self, api, settings.zone)

    def writing_in(self, zone: ZoneInfo) -> TamigoWriting:
        """The same session, to write into departments of another zone."""
        return TamigoWriting(self._api, zone)

    def instants_in(self, zone: ZoneInfo) -> TamigoReading:
        """The same session, asked for JSON whatever the settings say: it alone names instants."""
        api = Api(replace(self._settings, answers=Format.JSON), self._http, self._sign_in)
        return TamigoReading(api, Reader(zone, self._settings.absences), as_application=self._as_application)

    def in_zone(self, zone: ZoneInfo) -> TamigoReading:
        """The same session, for departments of another zone."""
        reader = Reader(zone, self._settings.absences)
        return TamigoReading(self._api, reader, as_application=self._as_application)

    @property
    def last_date(self) -> UpstreamDate | None:
        """tamigo's clock at its last good answer, beside ours."""
        return self._http.last_date

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._http.close()
