"""The composition root of what is shared: from settings to open stores, clients and the sync worker."""

import random
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from shared.badges import BadgeKeyError, BadgeKeys, read_keys
from shared.clock import SystemClock
from shared.config.sections import Config, TrackTikUpstream
from shared.domain.clock_trust import Witness
from shared.domain.rules import Geofence, Rules, TapOut
from shared.domain.site import Site
from shared.people_file import PeopleFileError
from shared.people_import import import_people
from shared.ports import Clock
from shared.recording import Door
from shared.store import binding, people, witnesses
from shared.store.database import Store
from shared.store.group_writer import GroupWriter
from shared.store.opening import open_for_service
from shared.store.sign_in_memory import StoredSignIns
from shared.sync.clock_release import release_held
from shared.sync.delivery import Delivery, DeliveryRules, Learnt
from shared.sync.download import Download
from shared.sync.link import Link
from shared.sync.reconcile import Reconcile
from shared.sync.worker import Job, Worker
from shared.time_service import is_synchronised, own_witnesses
from shared.upstream.tracktik.client import TrackTik
from shared.upstream.tracktik.settings import TrackTikSettings
from shared.upstream.tracktik.sign_in_record import SignInRecord

LOG = structlog.get_logger()
TRACKTIK = "tracktik"
UPSTREAM_DATE_BOUND_S = 2.0
LOOK_AT_CLOCK_S = 30.0


def rules_of(config: Config) -> Rules:
    """The decision rules that a site's settings make."""
    site = config.site
    return Rules(
        timezone=site.timezone,
        repeat_s=site.repeat_s,
        tap_out=TapOut(site.tap_out),
        near_end_s=site.near_end_s,
        geofence=Geofence(site.geofence),
        radius_m=site.radius_m,
        assumed_accuracy_m=config.gps.assumed_accuracy_m,
        fix_max_age_s=config.gps.fix_max_age_s,
        roster_refuse_max_age_s=int(config.roster.refuse_max_age_h * 3600),
        early_window_s=site.early_window_s,
        early_window_blocks=site.early_window_blocks,
        minimum_rest_s=site.minimum_rest_s,
        grace_s=site.grace_s,
        default_position_id=site.default_position,
        release_s=site.release_s,
        other_doors=site.other_doors,
    )


def site_of(config: Config) -> Site:
    """The site as decisions and deliveries need it."""
    site, tracktik = config.site, config.upstream.tracktik
    unscheduled = (tracktik.unscheduled if tracktik else None) or site.unscheduled
    has_place = site.latitude is not None and site.longitude is not None
    return Site(
        name=site.name,
        account_id=site.account,
        rules=rules_of(config),
        at=(site.latitude or 0.0, site.longitude or 0.0) if has_place else None,
        surveyed=config.gps.source == "surveyed",
        judged_by_receiver=config.gps.source == "gpsd" and has_place,
        park_unscheduled=unscheduled == "park",
    )


def door_of(config: Config) -> Door:
    """The kiosk's door: what its events are delivered to, and how long a screen holds them."""
    upstreams = (TRACKTIK,) if config.upstream.tracktik else ()
    return Door(site_of(config), config.kiosk.terminal, upstreams, hold_s=config.kiosk.idle_s)


def zone_of(config: Config) -> ZoneInfo:
    """The site's zone."""
    return ZoneInfo(config.site.timezone)


def badge_keys_of(config: Config) -> BadgeKeys | None:
    """The badge keys, or None where the site has none. Raises BadgeKeyError for a file that cannot be used."""
    return read_keys(config.people.badge_key_file) if config.people.badge_key_file else None


def open_ledger(config: Config, clock: Clock) -> Store:
    """The ledger file, checked, set aside if it is damaged, and bound to this account and these upstreams."""
    store = open_for_service(config.store.path, config.store.key_file, clock.read())
    facts = {"account": str(config.site.account)}
    if config.upstream.tracktik:
        facts[TRACKTIK] = str(config.upstream.tracktik.base_url)
    try:
        binding.bind(store, facts)
    except BaseException:
        store.close()
        raise
    return store


def tracktik_settings(section: TrackTikUpstream) -> TrackTikSettings:
    """What the TrackTik client needs."""
    return TrackTikSettings(
        base_url=str(section.base_url).rstrip("/"),
        token_url=str(section.token_url),
        client_id=section.client_id,
        client_secret_file=section.client_secret_file,
        username=section.username,
        password_file=section.password_file,
        connect_timeout_s=section.connect_timeout_s,
        read_timeout_s=section.read_timeout_s,
    )


class SyncService:
    """Everything that `clockpost sync` runs, put together. `with` closes it."""

    def __init__(self, config: Config, section: TrackTikUpstream, store: Store) -> None:
        self._config = config
        self._clock = SystemClock()
        self._store = store
        self._draw = random.Random()  # noqa: S311  jitter, no secret
        self._client = TrackTik(tracktik_settings(section), self._clock, StoredSignIns(store, TRACKTIK, SignInRecord))
        self._writer = GroupWriter(store)
        self._writer.start()
        self._site = site_of(config)
        self._link = Link(time.monotonic, self._draw, min(2.0, config.sync.first_retry_s))
        self.worker = self._worker(section)

    def __enter__(self) -> "SyncService":
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.stop()
        self._client.close()

    def _worker(self, section: TrackTikUpstream) -> Worker:
        sync = self._config.sync
        delivery = Delivery(
            upstream=TRACKTIK,
            client=self._client,
            writer=self._writer,
            clock=self._clock,
            rules=DeliveryRules(
                delayed_after_s=sync.delayed_after_s,
                settle_s=sync.settle_s,
                waiting_h=sync.waiting_h,
                first_retry_s=sync.first_retry_s,
                late_clock_out=section.late_clock_out,
                overlap=section.overlap,
            ),
            link=self._link,
            learnt=Learnt(self._store, self._writer, TRACKTIK),
            site=self._site,
            draw=self._draw,
            own_methods={"kiosk": "KIOSK", "phone": "PHONE"},
        )
        return Worker(delivery, self._store, self._jobs(), sync.lanes, time.monotonic)

    def _jobs(self) -> list[Job]:
        roster, people, sync = self._config.roster, self._config.people, self._config.sync
        jobs = [
            Job("people", people.refresh_min * 60, self._import_people),
            Job("roster", roster.refresh_min * 60, lambda store: self.download(store).everything(), wants_roster=True),
            Job("open sessions", roster.sessions_refresh_s, lambda store: self.download(store).open_sessions()),
            Job("clock", LOOK_AT_CLOCK_S, self._look_at_clock),
            Job("reconcile", sync.reconcile_min * 60, self._reconcile, due_at=time.monotonic() + 60),
        ]
        return [job for job in jobs if job.name != "people" or people.source]

    def download(self, store: Store) -> Download:
        """What fetches the roster, on this connection."""
        return Download(
            TRACKTIK,
            self._client,
            self._client,
            store,
            self._clock,
            self._link,
            self._site,
            self._config.roster.days_ahead,
        )

    def _import_people(self, store: Store) -> None:
        source: Path | None = self._config.people.source
        if source is None:
            return
        try:
            import_people(store, source, badge_keys_of(self._config), self._clock)
        except (PeopleFileError, BadgeKeyError) as error:
            LOG.error("people.not_imported", error=str(error))  # noqa: TRY400  the sentence says it all
            people.note_problem(store, str(error))
        else:
            people.note_problem(store, "")

    def _reconcile(self, store: Store) -> None:
        Reconcile(TRACKTIK, self._client, store, self._clock, self._site).run()

    def _look_at_clock(self, store: Store) -> None:
        """Tell the store what upstream and this machine say of the clock, and release what was held for it."""
        reading = self._clock.read()
        found = list(own_witnesses(reading, self._config.time.rtc, synchronised=is_synchronised()))
        date = self._client.last_date
        if date is not None:
            offset_s = (date.told_at.wall - date.date).total_seconds()
            told = date.told_at
            found.append(Witness("upstream", offset_s, UPSTREAM_DATE_BOUND_S, told.wall, told.boottime_s, told.boot_id))
        with store.writing():
            for witness in found:
                witnesses.keep(store, witness)
        rules = self._site.rules
        release_held(store, TRACKTIK, reading, hold_h=self._config.time.hold_h, bound_limit_s=rules.clock_bound_s)
