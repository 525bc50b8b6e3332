"""What `clockpost sync` writes back to tamigo, put together: a worker of its own beside the system of record's."""

import random
import time
from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from shared.config import Config
from shared.config.tamigo import TamigoUpstream
from shared.domain.worked_shift import TAMIGO
from shared.ports import Clock
from shared.rota_service import RotaService
from shared.store.database import Store
from shared.store.group_writer import GroupWriter
from shared.sync.link import Link
from shared.sync.moves import DeliveryRules
from shared.sync.tamigo.follow import follow
from shared.sync.tamigo.joining import Joining
from shared.sync.tamigo.lane import run_shift_lane
from shared.sync.tamigo.shift_moves import Place, ShiftMoves
from shared.sync.worker import Job, Worker
from shared.upstream.tamigo.join import JoinKey

FOLLOW_EVERY_S: Final = 1.0
LANES: Final = 4
"""A clock-out is some four requests, and nobody waits for it: few at a time leave tamigo in peace."""
SETTLES_AFTER: Final = 1.5
"""A request that was given up may still be carried out: half as long again as an answer is waited for, at least."""


class WriteBack:
    """Its link is not the rota's: a login that may read and not write still reads."""

    def __init__(
        self,
        config: Config,
        section: TamigoUpstream,
        rota: RotaService,
        store: Store,
        writer: GroupWriter,
        clock: Clock,
        draw: random.Random,
    ) -> None:
        self._config, self._section, self._store = config, section, store
        self.came_round: Callable[[], None] = lambda: None
        sync = config.sync
        self.moves = ShiftMoves(
            upstream=TAMIGO,
            client=rota.client,
            writer=writer,
            clock=clock,
            rules=DeliveryRules(
                settle_s=max(sync.settle_s, SETTLES_AFTER * section.read_timeout_s),
                waiting_h=sync.waiting_h,
                first_retry_s=sync.first_retry_s,
            ),
            link=Link(time.monotonic, draw, min(2.0, sync.first_retry_s)),
            draw=draw,
            joining=Joining(rota.client, JoinKey(section.join_key), clock, time.monotonic),
            place_of=self._place_of,
            whole=section.write_back == "worked_shifts",
            break_code=section.break_code,
            department_key=section.department_key,
        )

    def run(self, *, once: bool = False) -> None:
        """Deliver until `moves.stopping` is set; with `once`, until nothing more can be done now."""
        with self._store.another() as store:
            self.worker(store).run(once=once)

    def worker(self, store: Store) -> Worker[ShiftMoves]:
        """The loop, on a connection of the thread that runs it."""
        jobs = [Job("follow", FOLLOW_EVERY_S, lambda own: follow(self.moves, own), thread=TAMIGO)]
        return Worker(self.moves, store, jobs, LANES, time.monotonic, run_shift_lane, self.came_round)

    def _place_of(self, site: str) -> Place:
        zones = {one.name: one.timezone for one in self._config.every_site}
        zone = self._section.timezone or ZoneInfo(zones.get(site, self._config.here.timezone))
        return Place(zone, self._section.department_of(site))


def write_back_of(
    config: Config, rota: RotaService | None, store: Store, writer: GroupWriter, clock: Clock, draw: random.Random
) -> WriteBack | None:
    """What is written back by the settings; None where nothing is."""
    section = config.upstream.tamigo
    if section is None or rota is None or section.write_back == "off":
        return None
    return WriteBack(config, section, rota, store, writer, clock, draw)
