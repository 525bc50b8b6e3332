"""What `clockpost sync` does at tamigo, put together: one client, one link of its own, and the jobs of the rota."""

import random
import time
from collections.abc import Mapping
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from shared.config import Config
from shared.config.tamigo import TamigoUpstream
from shared.domain.site import Site
from shared.domain.worked_shift import TAMIGO
from shared.ports import Clock
from shared.store.database import Store
from shared.store.sign_in_memory import StoredSignIns
from shared.sync.link import Link
from shared.sync.rota_download import RotaDownload, RotaOfSite, forget_rota
from shared.sync.rota_hours import RotaHours
from shared.sync.worker import Job
from shared.upstream.sign_in_record import SignInRecord
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.join import JoinKey
from shared.upstream.tamigo.reading import TamigoReading
from shared.upstream.tamigo.roster import TamigoRoster
from shared.upstream.tamigo.settings import ApplicationLogin, Format, Login, TamigoSettings, TokenIn, UserLogin
from shared.wiring import sites_of

HOURS_EVERY_S: Final = 3600.0


def tamigo_settings(section: TamigoUpstream, zone: ZoneInfo) -> TamigoSettings:
    """What the tamigo client needs; `zone` is used where the settings name none."""
    return TamigoSettings(
        str(section.base_url).rstrip("/"),
        _login(section),
        section.timezone or zone,
        Format(section.format),
        TokenIn(section.token_in),
        frozenset(section.absence_activities),
        section.connect_timeout_s,
        section.read_timeout_s,
    )


def _login(section: TamigoUpstream) -> Login:
    if section.key_file is not None:
        return ApplicationLogin(section.name, section.key_file)
    assert section.password_file is not None  # the settings refuse to load without either
    return UserLogin(section.username, section.password_file, section.company)


class RotaService:
    """tamigo for one ledger. What goes wrong there holds up nothing that goes to the system of record."""

    def __init__(
        self, config: Config, section: TamigoUpstream, store: Store, clock: Clock, draw: random.Random
    ) -> None:
        self._config, self._section, self._clock = config, section, clock
        self._sites = sites_of(config)
        self.client = Tamigo(
            tamigo_settings(section, ZoneInfo(config.here.timezone)), clock, StoredSignIns(store, TAMIGO, SignInRecord)
        )
        self.link = Link(time.monotonic, draw, min(2.0, config.sync.first_retry_s))

    def jobs(self) -> list[Job]:
        """The downloads of the rota; none where shifts come from the system of record."""
        if not self._section.rota:
            return []
        every_s = self._config.roster.refresh_min * 60
        return [
            Job("rota", every_s, lambda store: self.rota(store).everything(), wants_roster=True, thread=TAMIGO),
            Job("rota hours", HOURS_EVERY_S, lambda store: self.hours(store).everything(), thread=TAMIGO),
        ]

    def rota(self, store: Store) -> RotaDownload:
        """What fetches the rota of every site, on this connection."""
        return RotaDownload(store, self._clock, self.link, self._rotas(), self._config.roster.days_ahead)

    def hours(self, store: Store) -> RotaHours:
        """What fetches planned and worked hours, on this connection."""
        return RotaHours(store, self._clock, self.link, self._rotas(), self._hours_at, self._key)

    def close(self) -> None:
        """Close the connections that are kept open."""
        self.client.close()

    @property
    def _key(self) -> JoinKey:
        return JoinKey(self._section.join_key)

    def _rotas(self) -> tuple[RotaOfSite, ...]:
        return tuple(RotaOfSite(site, partial(self._roster, site), self._reading(site).zone) for site in self._sites)

    def _roster(self, site: Site, upstream_ids: Mapping[str, int]) -> TamigoRoster:
        department = self._section.department_of(site.name)
        return TamigoRoster(self._reading(site), department, self._key, lambda: upstream_ids)

    def _hours_at(self, site: Site) -> tuple[TamigoReading, str]:
        return self._reading(site), self._section.department_of(site.name)

    def _reading(self, site: Site) -> TamigoReading:
        return self.client.in_zone(self._section.timezone or ZoneInfo(site.rules.timezone))


def rota_of(config: Config, store: Store, clock: Clock, draw: random.Random) -> RotaService | None:
    """tamigo where the settings name it. Where it is not the source of the rota, what it told before is forgotten."""
    section = config.upstream.tamigo
    if section is None or not section.rota:
        for site in sites_of(config):
            forget_rota(store, site.name, clock.read().wall)
    return RotaService(config, section, store, clock, draw) if section is not None else None
