"""What the installed doors want `clockpost sync` to do again and again."""

from importlib.metadata import entry_points

import structlog

from shared.config import Config
from shared.store.database import Store
from shared.sync.worker import Job

LOG = structlog.get_logger()
JOBS_OF_DOORS = "clockpost.sync_jobs"
"""Entry points of functions `(config: Config, store: Store) -> list[Job]`, so that no arrow points up to a door."""


def jobs_of_doors(config: Config, store: Store) -> list[Job]:
    """What the installed doors want done again and again; a door whose extra is not installed adds nothing."""
    jobs: list[Job] = []
    for point in sorted(entry_points(group=JOBS_OF_DOORS), key=lambda point: point.name):
        try:
            jobs_of = point.load()
        except ImportError as error:
            LOG.warning("sync.jobs_not_installed", door=point.name, missing=error.name)
        else:
            jobs += jobs_of(config, store)
    return jobs
