"""The whole look at an installation: our own probes and those of the doors, asked at once."""

from importlib.metadata import entry_points

import structlog

from shared.clock import SystemClock
from shared.config import Config
from shared.domain.health import Check, fault, ok, unknown
from shared.health.asking import ask_all
from shared.health.installation import ENTRY_POINTS, Installation, Probe
from shared.health.ledger import ledger_probes
from shared.health.link import link_probe
from shared.health.machine import machine_probes, versions_probe

LOG = structlog.get_logger()


def looked_at(config: Config, *, full: bool = False) -> list[Check]:
    """Every check. Changes nothing; `full` reads the whole chain, which takes its time."""
    installation = Installation(config, SystemClock(), full)
    probes = [
        *ledger_probes(installation),
        *machine_probes(installation),
        link_probe(installation),
        *_of_doors(installation),
        versions_probe(),
    ]
    return [ok("settings", "The settings can be read."), *ask_all(probes)]


def without_settings(why: str) -> list[Check]:
    """What can be told of a machine whose settings cannot be read; `why` names every mistake in them."""
    mistakes = fault("settings", "The settings cannot be used.", "Correct them, or: clockpost setup", why)
    nobody_knows = unknown("ledger", "Without settings, nobody knows which ledger is meant.", "Correct the settings")
    return [mistakes, nobody_knows, *ask_all([versions_probe()])]


def _of_doors(installation: Installation) -> list[Probe]:
    probes: list[Probe] = []
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        try:
            probes_of = point.load()
        except ImportError as error:
            # A door whose extra is not installed does not run here either.
            LOG.info("doctor.door_not_installed", door=point.name, missing=error.name)
        else:
            probes += probes_of(installation)
    return probes
