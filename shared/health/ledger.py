"""Looking into the ledger file: can it be opened, what does it know, and does its chain hold?"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from shared.config import Config
from shared.domain.health import Check, fault, ok, unknown, warning
from shared.domain.health_facts import MachineFacts
from shared.domain.health_of_delivery import judge_clock, of_delivery
from shared.domain.health_of_machine import AS_ROOT
from shared.health import set_up
from shared.health.facts import clock_of, facts_of, ledger_facts
from shared.health.installation import Installation, Probe
from shared.store.damage_mark import damage_noted
from shared.store.database import Store
from shared.store.errors import CannotOpen, Damaged, StoreError
from shared.store.looking import NoLedger
from shared.time_service import is_synchronised, own_witnesses
from shared.verify import Report, verify, verify_newest

OF_DELIVERY: Final = ("people", "roster", "waiting", "parked", "doubtful", "sign-in")
OF_LEDGER: Final = (*OF_DELIVERY, set_up.NAME)
NEWEST: Final = 500
WHOLE_WITHIN_S: Final = 1800.0


def ledger_probes(installation: Installation) -> list[Probe]:
    """The file, the chain, and the clock, which the ledger's witnesses speak of."""
    within_s = WHOLE_WITHIN_S if installation.full else 20.0
    return [
        Probe(("ledger", *OF_LEDGER), lambda: _ledger(installation)),
        Probe(("chain",), lambda: _chain(installation), within_s),
        Probe(("clock",), lambda: _clock(installation)),
    ]


def _ledger(installation: Installation) -> Iterator[Check]:
    try:
        with installation.ledger() as store:
            config = installation.config
            try:
                known, left = ledger_facts(store, config, installation.clock.read()), set_up.still_open(store)
            except Damaged:
                raise
            except StoreError:
                # Of an older version, say: it opens, and what it does not know has no answer.
                yield ok("ledger", "The ledger file opens.")
                raise
        if damage_noted(config.store.path):
            yield fault("ledger", "The ledger file turned out to be damaged while it was in use.", DAMAGED)
        else:
            yield ok("ledger", "The ledger file opens.")
        yield from of_delivery(facts_of(known, MachineFacts(), config))
        yield set_up.judge(left)
    except NoLedger:
        yield warning("ledger", "There is no ledger file yet.", "The first clockpost kiosk or sync makes it")
        yield from (unknown(name, "There is no ledger file yet.") for name in OF_LEDGER)
    except CannotOpen as error:
        yield _not_opened(installation.config, error)
    except Damaged as error:
        yield fault("ledger", "The ledger file is damaged.", DAMAGED, str(error))


def _not_opened(config: Config, error: CannotOpen) -> Check:
    """Is it the file, or only whoever asks? The services run as a user of their own."""
    files = [file for file in (config.store.path, config.store.key_file) if file is not None]
    if any(_is_hidden(file) for file in files):
        return unknown("ledger", "This user may not read the ledger file or its key.", AS_ROOT, str(error))
    to_do = "Check store.key_file and the file's rights"
    return fault("ledger", "The ledger file cannot be opened.", to_do, str(error))


def _is_hidden(file: Path) -> bool:
    try:
        return file.exists() and not os.access(file, os.R_OK)
    except OSError:
        return True


DAMAGED: Final = "Restart the services: what can be read is carried over into a new file"


def _chain(installation: Installation) -> Iterator[Check]:
    try:
        with installation.ledger() as store:
            report = _verified(store) if installation.full else verify_newest(store, NEWEST)
    except NoLedger:
        yield ok("chain", "There is no event yet.")
    except Damaged as error:
        yield fault("chain", "The chain cannot be read: the file is damaged.", DAMAGED, str(error))
    else:
        yield _told(report, full=installation.full)


def _verified(store: Store) -> Report:
    store.quick_check()
    return verify(store)


def _told(report: Report, *, full: bool) -> Check:
    looked_at = "every event" if full else f"the newest {min(NEWEST, report.events)} events"
    if report.intact:
        return ok("chain", f"The chain holds: {looked_at} up to number {report.events}.")
    return fault(
        "chain",
        f"The chain does not hold: {report.count} faults among {looked_at}.",
        "Somebody or a failing disk changed the file. Keep it, and look at: clockpost verify",
        " ".join(report.faults[:5]),
    )


def _clock(installation: Installation) -> Iterator[Check]:
    synchronised, clock, config = is_synchronised(), installation.clock, installation.config
    own = own_witnesses(clock.read(), config.time.rtc, synchronised=synchronised)
    try:
        with installation.ledger() as store:
            yield judge_clock(clock_of(store, config, clock.read(), own))
    except StoreError:
        # What is wrong with the file is another check's matter; the machine has a word of its own.
        yield judge_clock(clock_of(None, config, clock.read(), own))
