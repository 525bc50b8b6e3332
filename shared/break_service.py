"""What `clockpost sync` sends of breaks, put together: a worker of its own beside the sessions'."""

import random
import time
from collections.abc import Callable
from typing import Final

from shared.config import Config
from shared.config.sections import TrackTikUpstream
from shared.domain.break_record import TRACKTIK_BREAKS
from shared.ports import Clock
from shared.store.database import Store
from shared.store.group_writer import GroupWriter
from shared.sync.break_delivery import run_break_lane
from shared.sync.break_moves import BreakForm, BreakMoves, Client
from shared.sync.break_told import follow
from shared.sync.link import Link
from shared.sync.moves import DeliveryRules
from shared.sync.worker import Job, Worker
from shared.wiring import TRACKTIK, sites_of

FOLLOW_EVERY_S: Final = 5.0
LANES: Final = 4
"""Nobody waits for a break to arrive."""


class BreakService:
    """Its link is its own: where breaks are refused, sessions go out all the same."""

    def __init__(self, moves: BreakMoves, store: Store) -> None:
        self._store = store
        self.moves = moves
        self.came_round: Callable[[], None] = lambda: None

    def run(self, *, once: bool = False) -> None:
        """Deliver until `moves.stopping` is set; with `once`, until nothing more can be done now."""
        jobs = [Job("corrected breaks", FOLLOW_EVERY_S, lambda own: follow(self.moves, own))]
        with self._store.another() as store:
            Worker(self.moves, store, jobs, LANES, time.monotonic, run_break_lane, self.came_round).run(once=once)


def breaks_of(
    config: Config,
    section: TrackTikUpstream,
    client: Client,
    store: Store,
    writer: GroupWriter,
    clock: Clock,
    draw: random.Random,
) -> BreakService | None:
    """What is sent of breaks by the settings; None where they stay in the ledger."""
    breaks, sync = section.breaks, config.sync
    if breaks is None:
        return None
    moves = BreakMoves(
        upstream=TRACKTIK_BREAKS,
        client=client,
        writer=writer,
        clock=clock,
        rules=DeliveryRules(settle_s=sync.settle_s, waiting_h=sync.waiting_h, first_retry_s=sync.first_retry_s),
        link=Link(time.monotonic, draw, min(2.0, sync.first_retry_s)),
        draw=draw,
        form=BreakForm(breaks.path, breaks.body, breaks.look, breaks.id_field),
        sessions_upstream=TRACKTIK,
        sites=sites_of(config),
    )
    return BreakService(moves, store)
