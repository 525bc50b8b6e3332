"""The time cards of a site: the client from the settings, its download as a job of `clockpost sync`, and its rules."""

import random
import time
from dataclasses import dataclass

from shared.config import Config
from shared.config.oracle import OracleUpstream
from shared.domain.site import Site
from shared.ports import Clock
from shared.store.database import Store
from shared.store.sign_in_memory import StoredSignIns
from shared.sync.link import Link
from shared.sync.time_card_download import ORACLE, TimeCardDownload
from shared.sync.worker import Job
from shared.time_cards import CardRules
from shared.upstream.oracle.client import Oracle
from shared.upstream.oracle.settings import OracleSettings
from shared.upstream.sign_in_record import SignInRecord
from shared.wiring import sites_of


@dataclass(slots=True)
class TimeCardService:
    """Owns the client. `close` ends it."""

    client: Oracle
    locations: dict[str, str]
    section: OracleUpstream
    clock: Clock

    def job(self) -> Job:
        """The download, again and again."""
        link = Link(time.monotonic, random.Random())  # noqa: S311  jitter, no secret

        def run(store: Store) -> bool:
            return TimeCardDownload(self.client, store, self.clock, link, self.locations, self.section.days_back).run()

        return Job("time cards", self.section.refresh_min * 60, run)

    def close(self) -> None:
        """Close the client's connections."""
        self.client.close()


def time_card_service(config: Config, store: Store, clock: Clock) -> TimeCardService | None:
    """What the settings ask for; None where no site has a location there."""
    section = config.upstream.oracle
    if section is None:
        return None
    locations = {site.name: section.location_of(site.name) for site in sites_of(config)}
    locations = {name: location for name, location in locations.items() if location}
    if not locations:
        return None
    client = Oracle(oracle_settings(section), clock, StoredSignIns(store, ORACLE, SignInRecord))
    return TimeCardService(client, locations, section, clock)


def oracle_settings(section: OracleUpstream) -> OracleSettings:
    """What the Oracle client needs."""
    return OracleSettings(
        base_url=str(section.base_url),
        auth_url=str(section.auth_url),
        org=section.org,
        client_id=section.client_id,
        username=section.username,
        password_file=section.password_file,
        connect_timeout_s=section.connect_timeout_s,
        read_timeout_s=section.read_timeout_s,
    )


def card_rules_of(config: Config, site: Site) -> CardRules | None:
    """How a site is compared; None where it has no location there."""
    section = config.upstream.oracle
    location = section.location_of(site.name) if section is not None else ""
    return CardRules(location, section.join_by, section.differs_s) if section is not None and location else None
