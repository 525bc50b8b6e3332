"""What is known of an installation without asking anybody outside: read from the ledger file and the machine.

These facts hold nothing about a person. Ages are in seconds, None where there was nothing yet or a clock was set back.
"""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.clock_trust import NOTHING_KNOWN, ClockTrust


@dataclass(frozen=True, slots=True)
class UpstreamFacts:
    """What delivery remembers of one upstream. `link_up` is None where nothing was tried.

    `reason` is what it said last, for the installer alone. `refused` counts the sign-ins refused in a row, `wait_s` is
    what is left of the wait for the next one.
    """

    name: str
    link_up: bool | None = None
    reason: str = ""
    signed_in: bool = False
    refused: int = 0
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class RosterFacts:
    """How good the stored roster of one site is. `covers_now`: its shifts reach this instant."""

    site: str
    age_s: float | None = None
    covers_now: bool = False
    failure: str = ""


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """What the ledger file knows. `last_delivery_at` is that of the newest events."""

    events: int = 0
    waiting: int = 0
    oldest_age_s: float | None = None
    parked: int = 0
    doubtful: int = 0
    last_delivery_at: datetime | None = None
    people: int = 0
    people_age_s: float | None = None
    people_problem: str = ""
    upstreams: tuple[UpstreamFacts, ...] = ()
    rosters: tuple[RosterFacts, ...] = ()
    clock: ClockTrust = NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """What the machine says of the ledger's folder. Sizes are in bytes.

    `backup_age_s` is None where there is no backup, or where this user may not look (`backups_hidden`).
    `second_missing`: a second medium is set and not there. `sync_hangs`: it holds its lease and gives no sign of life.
    `second_sync_age_s`: since when another sync was sent away.
    """

    free_bytes: int = 0
    total_bytes: int = 0
    is_read_only: bool = False
    log_bytes: int = 0
    sync_running: bool = False
    sync_hangs: bool = False
    second_sync_age_s: float | None = None
    silent_terminals: int = 0
    terminals: int = 0
    backup_age_s: float | None = None
    backups_hidden: bool = False
    second_missing: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it, and what the settings expect of it."""

    ledger: LedgerFacts
    machine: MachineFacts
    has_upstream: bool = False
    has_register: bool = False
