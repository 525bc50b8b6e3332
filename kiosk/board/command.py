"""`clockpost board`: the roster, the desk and the muster as a web page for supervisors."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import typer

from kiosk.board.app import LISTENING, watchdog_of_page
from kiosk.board.server import CannotServe, check, serve
from kiosk.board.wiring import built
from shared.clock import SystemClock
from shared.commands.terminal import explained_errors, fail
from shared.config import Config
from shared.damage_watch import ends_on_damage
from shared.health.loop import Looking
from shared.health.server import served
from shared.health.watch import Watch
from shared.logs import log_to_stderr
from shared.store.database import Store
from shared.watchdog import Watchdog


def run(config: Config, ready: Path | None) -> None:
    """Serve until told to stop; the address goes into the file `ready` once it listens."""
    try:
        check(config.board)
        log_to_stderr()
        watchdog = watchdog_of_page()
        with explained_errors(), built(config, watchdog=watchdog) as made:

            def announce(url: str) -> None:
                typer.echo(f"The board is served at {url} for {', '.join(site.name for site in config.every_site)}.")
                if ready is not None:
                    _write(ready, url)
                watchdog.reached(LISTENING)

            with ends_on_damage(config.store.path), _watched(config, watchdog):
                serve(made.app, config.board, announce, made.stopping)
    except CannotServe as error:
        fail(str(error))


@contextmanager
def _watched(config: Config, watchdog: Watchdog) -> Iterator[None]:
    """Numbers for whoever watches, and a line for systemd, while the block runs."""
    watch, section = Watch(config, SystemClock()), config.health
    watch.tell_status = watchdog.status
    opened = partial(Store.open, config.store.path, config.store.key_file)
    with served(section.metrics_host, section.board_metrics_port, watch), Looking(watch, opened):
        yield


def _write(ready: Path, url: str) -> None:
    """Whole or not at all: whoever waits for the file reads it at once."""
    new = ready.with_name(f"{ready.name}.new")
    new.write_text(url + "\n", encoding="ascii")
    new.replace(ready)
