"""What `clockpost sync` runs, put together: clients, the worker, and its jobs for every site of the settings."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import structlog

from shared.badges import BadgeKeyError
from shared.break_service import BreakService, breaks_of
from shared.chain_head import log_head
from shared.clock import SystemClock
from shared.config import Config
from shared.config.sections import TrackTikUpstream
from shared.domain.break_record import TRACKTIK_BREAKS
from shared.domain.clock_trust import Witness
from shared.door_jobs import jobs_of_doors
from shared.health.jobs import health_jobs
from shared.health.watch import Watch
from shared.people_file import PeopleFileError
from shared.people_import import import_people
from shared.retention import kept_of, remove_old
from shared.rota_service import rota_of
from shared.store import people, witnesses
from shared.store.database import Store
from shared.store.group_writer import GroupWriter
from shared.store.sign_in_memory import StoredSignIns
from shared.sync.alive import SignOfLife
from shared.sync.clock_release import date_kept, release_held
from shared.sync.delivery import Delivery, DeliveryRules, Learnt
from shared.sync.download import Download
from shared.sync.lane import run_lane
from shared.sync.link import Link, LinkState
from shared.sync.reconcile import Reconcile
from shared.sync.worker import Job, Worker
from shared.time_card_service import time_card_service
from shared.time_service import heard_now
from shared.upstream.sign_in_record import SignInRecord
from shared.upstream.tracktik.client import TrackTik
from shared.upstream.tracktik.settings import TrackTikSettings
from shared.watchdog import ROUND_EVERY_S, Watchdog
from shared.wiring import TRACKTIK, badge_keys_of, sites_of
from shared.write_back import WriteBack, write_back_of

LOG = structlog.get_logger()
UPSTREAM_DATE_BOUND_S = 2.0
LOOK_AT_AGE_S = 3600.0
LOOK_AT_CLOCK_S = 30.0
TELL_HEAD_S = 600.0
SERVING, DELIVERIES, WRITER = "serving", "deliveries", "writer"


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
    """Everything that `clockpost sync` runs. `with` closes it."""

    def __init__(self, config: Config, section: TrackTikUpstream, store: Store) -> None:
        self._config = config
        self._clock = SystemClock()
        self._store = store
        self._draw = random.Random()  # noqa: S311  jitter, no secret
        self._client = TrackTik(tracktik_settings(section), self._clock, StoredSignIns(store, TRACKTIK, SignInRecord))
        self._writer = GroupWriter(store)
        self._writer.start()
        self._sites = sites_of(config)
        self.tamigo = rota_of(config, store, self._clock, self._draw)
        self._link = Link(time.monotonic, self._draw, min(2.0, config.sync.first_retry_s))
        self._cards = time_card_service(config, store, self._clock)
        self.health = Watch(config, self._clock)
        self.worker = self._worker(section)
        self.write_back = write_back_of(config, self.tamigo, store, self._writer, self._clock, self._draw)
        self.breaks = breaks_of(config, section, self._client, store, self._writer, self._clock, self._draw)
        self._watch()

    def __enter__(self) -> "SyncService":
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.stop()
        self._client.close()
        if self._cards is not None:
            self._cards.close()
        if self.tamigo is not None:
            self.tamigo.close()

    def run(self, *, once: bool = False) -> None:
        """Serve every upstream until `stop`; with `once`, until nothing more can be done now. One holds up no other."""
        self._watchdog.reached(SERVING)
        with ThreadPoolExecutor(max(1, len(self._beside)), thread_name_prefix="beside") as beside:
            others = [beside.submit(self._run_beside, one, once=once) for one in self._beside]
            try:
                self.worker.run(once=once)
            except BaseException:
                self.stop()
                raise
            if not once:
                self.stop()
            for other in others:
                other.result()
        if once and self.breaks is not None:
            # Breaks whose clock-in went out just now can follow it.
            self.breaks.run(once=True)

    def stop(self) -> None:
        """End `run` soon."""
        self._watchdog.stopping()
        self.worker.delivery.stopping.set()
        for one in self._beside:
            one.moves.stopping.set()

    @property
    def links(self) -> list[LinkState]:
        """How it stands with each upstream that is delivered to."""
        return [self.worker.delivery.link.state, *(one.moves.link.state for one in self._beside)]

    @property
    def _beside(self) -> list[WriteBack | BreakService]:
        """Workers that have a thread of their own."""
        return [one for one in (self.write_back, self.breaks) if one is not None]

    def _watch(self) -> None:
        """Whoever started us hears of a loop that hangs: ours, the one beside it, the writer's."""
        beside = {one.moves.upstream: one for one in self._beside}
        watchdog = self._watchdog = Watchdog(ready_after=(SERVING,), loops=(DELIVERIES, WRITER, *beside))
        self.health.tell_status = watchdog.status
        self._ask_writer_at_s = time.monotonic()
        self._alive = SignOfLife(self._store.path, self._clock, partial(watchdog.round, WRITER))
        self.worker.came_round = self._came_round
        for upstream, one in beside.items():
            one.came_round = partial(watchdog.round, upstream)

    def _came_round(self) -> None:
        self._watchdog.round(DELIVERIES)
        if time.monotonic() >= self._ask_writer_at_s:
            self._ask_writer_at_s = time.monotonic() + ROUND_EVERY_S
            self._writer.turn().add_done_callback(self._alive.turned)

    def _run_beside(self, one: WriteBack | BreakService, *, once: bool) -> None:
        try:
            one.run(once=once)
        except BaseException:
            # A process without one half of its work must end, so that whoever watches it starts it again whole.
            self.stop()
            raise

    def _worker(self, section: TrackTikUpstream) -> Worker[Delivery]:
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
            sites=self._sites,
            draw=self._draw,
            own_methods={"kiosk": "KIOSK", "phone": "PHONE"},
        )
        return Worker(delivery, self._store, self._jobs(), sync.lanes, time.monotonic, run_lane)

    def _jobs(self) -> list[Job]:
        roster, people, sync = self._config.roster, self._config.people, self._config.sync
        jobs = [
            Job("people", people.refresh_min * 60, self._import_people),
            Job("roster", roster.refresh_min * 60, lambda store: self.download(store).everything(), wants_roster=True),
            *(self.tamigo.jobs() if self.tamigo is not None else ()),
            Job("open sessions", roster.sessions_refresh_s, lambda store: self.download(store).open_sessions()),
            Job("clock", LOOK_AT_CLOCK_S, self._look_at_clock),
            Job("chain head", TELL_HEAD_S, log_head),
            *health_jobs(self._config.health, self.health),
            Job("retention", LOOK_AT_AGE_S, self._remove_old, due_at=time.monotonic() + LOOK_AT_AGE_S),
            Job("reconcile", sync.reconcile_min * 60, self._reconcile, due_at=time.monotonic() + 60),
            *([self._cards.job()] if self._cards is not None else []),
            *jobs_of_doors(self._config, self._store),
        ]
        return [job for job in jobs if job.name != "people" or people.source]

    def download(self, store: Store) -> Download:
        """What fetches the roster of every site, on this connection."""
        return Download(
            TRACKTIK,
            self._client,
            self._client,
            store,
            self._clock,
            self._link,
            self._sites,
            self._config.roster.days_ahead,
            rota_elsewhere=self._config.upstream.tamigo is not None and self._config.upstream.tamigo.rota,
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

    def _remove_old(self, store: Store) -> None:
        remove_old(store, kept_of(self._config.retention), self._clock.read())

    def _reconcile(self, store: Store) -> None:
        Reconcile(TRACKTIK, self._client, store, self._clock, self._sites).run()

    def _look_at_clock(self, store: Store) -> None:
        """Tell the store what upstream and this machine say of the clock, and release what was held for it."""
        reading, own = heard_now(self._clock.read, self._config.time.rtc)
        found = list(own)
        date = self._client.last_date
        if date is not None:
            offset_s = (date.told_at.wall - date.date).total_seconds()
            told = date.told_at
            bound_s = UPSTREAM_DATE_BOUND_S + date.took_s
            found.append(Witness("upstream", offset_s, bound_s, told.wall, told.boottime_s, told.boot_id))
        with store.writing():
            for witness in found:
                witnesses.keep(store, witness)
        for upstream in (TRACKTIK, TRACKTIK_BREAKS):
            release_held(store, upstream, reading, hold_h=self._config.time.hold_h, sites=self._sites)
        date_kept(store, reading, sites=self._sites)
