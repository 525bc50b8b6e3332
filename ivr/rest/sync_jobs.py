"""What the phone line asks of `clockpost sync`: the voice messages. Twilio's library is loaded when the job runs."""

from importlib.util import find_spec

import structlog

from ivr.rest.connect import wanted_at
from ivr.rest.recordings import Recordings
from shared.clock import SystemClock
from shared.config.sections import Config
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

    return [Job("voice messages", ivr.recordings_refresh_min * 60, fetch)]
