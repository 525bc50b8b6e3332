"""What the phone line asks of `clockpost sync`: voice messages, chase calls. Twilio's library is loaded by the jobs."""

from collections.abc import Callable
from importlib.util import find_spec

import structlog

from ivr.rest.connect import wanted_at
from ivr.rest.recordings import Recordings
from shared.clock import SystemClock
from shared.config.ivr import Ivr
from shared.config.sections import Config
from shared.ports import Clock
from shared.store.database import Store
from shared.sync.worker import Job
from shared.upstream.errors import UpstreamError

LOG = structlog.get_logger()


def jobs(config: Config, store: Store) -> list[Job]:  # noqa: ARG001  each run gets the store of its own thread
    """The jobs of this installation: none without a phone line."""
    ivr = config.ivr
    if ivr is None:
        return []
    if find_spec("twilio") is None:
        raise ModuleNotFoundError("voice messages need pip install 'clockpost[ivr]'", name="twilio")
    clock = SystemClock()
    sites = {number: site.name for site in config.every_site for number in site.called_numbers}
    recordings = Recordings(clock, sites, wanted_at(str(ivr.public_base_url), None).voice_url)

    def fetch(store: Store) -> None:
        """One look. What fails is tried again when the job is due: no sooner, since nobody at a door waits for it."""
        from ivr.rest.account import open_account  # noqa: PLC0415

        try:
            with open_account(ivr, clock) as account:
                brought = recordings.run(account, store)
        except UpstreamError as error:
            LOG.warning("recordings.not_reached", error=str(error))
            return
        if brought.new or brought.fetched or brought.waiting:
            LOG.info("recordings.looked", new=brought.new, fetched=brought.fetched, waiting=brought.waiting)

    return [Job("voice messages", ivr.recordings_refresh_min * 60, fetch), *_jobs_by_phone(config, ivr, clock)]


def _jobs_by_phone(config: Config, ivr: Ivr, clock: Clock) -> list[Job]:
    if config.chase.from_number is None:
        return []
    every_s = config.chase.refresh_s
    chase = [Job("chase calls", every_s, _chase(config, ivr, clock))] if config.chase.by != "off" else []
    notify = [Job("break notices", every_s, _notify(config, ivr, clock))] if config.breaks.notify != "off" else []
    return [*chase, *notify]


def _notify(config: Config, ivr: Ivr, clock: Clock) -> Callable[[Store], None]:
    def notify(store: Store) -> None:
        """One pass. What Twilio did not take is tried again at the next."""
        from ivr.rest.account import open_account  # noqa: PLC0415
        from ivr.rest.chase_wiring import break_notices_of  # noqa: PLC0415

        try:
            break_notices_of(config, ivr, clock).run(store, lambda: open_account(ivr, clock))
        except UpstreamError as error:
            LOG.warning("break_notices.not_reached", error=str(error))

    return notify


def _chase(config: Config, ivr: Ivr, clock: Clock) -> Callable[[Store], None]:

    def chase(store: Store) -> None:
        """One pass. What Twilio does not take now is tried again as the rule of chase calls says."""
        from ivr.rest.account import open_account  # noqa: PLC0415
        from ivr.rest.chase_wiring import chases_of  # noqa: PLC0415

        try:
            chases_of(config, ivr, clock).run(store, lambda: open_account(ivr, clock))
        except UpstreamError as error:
            LOG.warning("chase.not_reached", error=str(error))

    return chase
