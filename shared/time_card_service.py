"""The time cards of a site: the client from the settings, its download as a job of `clockpost sync`, and its rules."""

import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.card_telling import tell_changed_cards
from shared.config import Config
from shared.config.oracle import OracleUpstream
from shared.domain.card_finding import CardFinding, card_finding
from shared.domain.site import Site
from shared.ports import Clock
from shared.store import memory, time_card_findings
from shared.store.database import Store
from shared.store.sign_in_memory import StoredSignIns
from shared.sync.link import Link
from shared.sync.time_card_download import ORACLE, TimeCardDownload
from shared.sync.time_card_list_download import TimeCardLists
from shared.sync.worker import Job
from shared.time_cards import CardRules, business_date, compare, rules_at
from shared.upstream.oracle.client import Oracle
from shared.upstream.oracle.settings import OracleSettings
from shared.upstream.sign_in_record import SignInRecord
from shared.wiring import sites_of


@dataclass(slots=True)
class TimeCardService:
    """Owns the client. `close` ends it. `sites` are those that have a location there."""

    client: Oracle
    sites: tuple[Site, ...]
    section: OracleUpstream
    clock: Clock

    def job(self) -> Job:
        """The download, what it found to tell, and the comparison, again and again."""
        link = Link(time.monotonic, random.Random())  # noqa: S311  jitter, no secret
        return Job("time cards", self.section.refresh_min * 60, lambda store: self.look(store, link), thread=ORACLE)

    def look(self, store: Store, link: Link) -> bool:
        """One pass; False where it has to be made again soon. What was downloaded before is told in any case."""
        locations = {site.name: self._rules(site).location for site in self.sites}
        arrived = TimeCardDownload(self.client, store, self.clock, link, locations, self.section.days_back).run()
        if arrived:
            lists = TimeCardLists(self.client, store, self.clock, link)
            for location in sorted(set(locations.values())):
                lists.run(location)
        now = self.clock.read().wall
        for location in sorted(set(locations.values())):
            here = [site for site in self.sites if locations[site.name] == location]
            tell_changed_cards(store, here, self._rules(here[0]), now)
        for site in self.sites:
            self._compare(store, site, now)
        return arrived

    def close(self) -> None:
        """Close the client's connections."""
        self.client.close()

    def _rules(self, site: Site) -> CardRules:
        return rules_at(self.section, self.section.location_of(site.name))

    def _compare(self, store: Store, site: Site, now: datetime) -> None:
        """Keep what a supervisor should see beside a name: of the days that are downloaded, once they have been."""
        rules = self._rules(site)
        asked_at = memory.recall(store, ORACLE, f"asked_at:{rules.location}")
        if asked_at is None:
            return
        # While nothing can be downloaded, nobody's card is missed.
        known_at = min(now, datetime.fromisoformat(asked_at))
        first, last = (now - timedelta(days=self.section.days_back)).date(), (now + timedelta(days=1)).date()
        lines = compare(store, site, rules, first, last).lines
        found = [card_finding(line, business_date(line, site), known_at) for line in lines]
        findings: list[CardFinding] = [one for one in found if one is not None]
        # Unchanged, it is not written: every commit makes boards look again.
        if findings[: time_card_findings.MOST] != time_card_findings.of_site(store, site.name):
            with store.writing():
                time_card_findings.replace(store, site.name, findings)


def time_card_service(config: Config, store: Store, clock: Clock) -> TimeCardService | None:
    """What the settings ask for; None where no site has a location there."""
    section = config.upstream.oracle
    if section is None:
        return None
    sites = tuple(site for site in sites_of(config) if section.location_of(site.name))
    if not sites:
        return None
    client = Oracle(oracle_settings(section), clock, StoredSignIns(store, ORACLE, SignInRecord))
    return TimeCardService(client, sites, section, clock)


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
