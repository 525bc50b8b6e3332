"""Asking every probe at once: none waits for another, and none is waited for longer than it may take."""

import queue
import threading
import time
from collections.abc import Sequence

import structlog

from shared.domain.health import Check, unknown
from shared.health.installation import Probe
from shared.store.errors import StoreError

LOG = structlog.get_logger()
Heard = queue.SimpleQueue[Check]


def ask_all(probes: Sequence[Probe]) -> list[Check]:
    """The checks of every probe, in their order. Takes as long as the most patient probe that does not answer."""
    heard: Heard = queue.SimpleQueue()
    began_s = time.monotonic()
    for probe in probes:
        # A daemon: one that hangs in the kernel, on a dead disk or a dead port, must not hold the program at its end.
        threading.Thread(target=_look, args=(probe, heard), name=probe.names[0], daemon=True).start()
    told: dict[str, Check] = {}
    for probe in sorted(probes, key=lambda one: one.within_s):
        _hear(heard, told, probe, began_s + probe.within_s)
    return [told[name] for probe in probes for name in probe.names]


def _hear(heard: Heard, told: dict[str, Check], probe: Probe, until_s: float) -> None:
    """Take what comes, from whomever, until this probe has told everything or its time is over."""
    while any(name not in told for name in probe.names):
        try:
            check = heard.get(timeout=max(0.0, until_s - time.monotonic()))
        except queue.Empty:
            for name in probe.names:
                told.setdefault(name, unknown(name, f"No answer within {probe.within_s:.0f} s.", "Ask again"))
        else:
            told.setdefault(check.name, check)


def _look(probe: Probe, heard: Heard) -> None:
    left = list(probe.names)
    why = unknown("", "What it needs could not be looked at.", "See the other checks")
    try:
        for check in probe.look():
            heard.put(check)
            left.remove(check.name)
    except StoreError as error:
        why = unknown("", "The ledger file could not be read.", "See the check of the ledger", str(error))
    except Exception as error:
        LOG.exception("doctor.probe_failed", probe=probe.names[0])
        why = unknown("", f"The check itself failed: {type(error).__name__}.", "See the log", str(error))
    for name in left:
        heard.put(unknown(name, why.told, why.to_do, why.detail))
