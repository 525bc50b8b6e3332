"""`clockpost sync`: deliver what waits, download what is needed."""

import signal
from pathlib import Path
from typing import Annotated

import structlog
import typer

from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, explained_errors, fail, settings
from shared.damage_watch import ends_on_damage
from shared.logs import log_to_stderr
from shared.store.lease import LeaseTaken, sync_lease
from shared.store.second_sync import note_sent_away
from shared.wiring import open_ledger

LOG = structlog.get_logger()


def sync(
    config: ConfigOption = None,
    once: Annotated[bool, typer.Option("--once", help="Deliver what can be delivered now, then end.")] = False,
) -> None:
    """Deliver clock events upstream and keep roster and register fresh, until it is told to stop."""
    # `clockpost --help` imports this module; only this one needs what speaks HTTP.
    from shared.health.server import served  # noqa: PLC0415
    from shared.sync_service import SyncService  # noqa: PLC0415

    loaded = settings(config)
    if loaded.upstream.tracktik is None:
        fail("Nothing to deliver to: set [upstream.tracktik] in the settings.")
    log_to_stderr()
    with explained_errors(), open_ledger(loaded, SystemClock()) as store:
        try:
            with sync_lease(loaded.store.path), SyncService(loaded, loaded.upstream.tracktik, store) as service:
                for number in (signal.SIGTERM, signal.SIGINT):
                    signal.signal(number, lambda *_: service.stop())
                watched = loaded.health
                port = 0 if once else watched.metrics_port
                with ends_on_damage(loaded.store.path), served(watched.metrics_host, port, service.health):
                    service.run(once=once)
                down = [link.reason for link in service.links if link.up is False]
                if once and down:
                    fail(f"The upstream could not be served: {'; '.join(down)}")
        except LeaseTaken as error:
            _note_sent_away(loaded.store.path)
            fail(str(error))


def _note_sent_away(ledger: Path) -> None:
    try:
        note_sent_away(ledger, SystemClock().now())
    except OSError as error:
        LOG.warning("sync.second_not_noted", error=str(error))
