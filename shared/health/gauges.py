"""The facts as numbers in Prometheus' text format. No label ever holds a name, a number or a site of a person."""

from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from shared.domain.clock_trust import TrustLevel
from shared.domain.health import Check, Standing
from shared.domain.health_facts import Facts

WELL = {Standing.OK: 0, Standing.WARNING: 1, Standing.UNKNOWN: 1, Standing.FAULT: 2}
_GAUGES = {
    "events_waiting": "Events that have not reached their upstream.",
    "events_parked": "Deliveries refused upstream for good.",
    "events_doubtful": "Deliveries that may have arrived or not.",
    "oldest_event_seconds": "Age of the oldest event that waits.",
    "last_delivery_timestamp_seconds": "When one of the newest events was delivered last.",
    "ledger_events": "Events in the ledger.",
    "ledger_log_bytes": "Size of the write-ahead log.",
    "disk_free_bytes": "Room on the ledger's disk.",
    "people": "People in the register.",
    "roster_age_seconds": "Age of the oldest stored roster.",
    "clock_trusted": "1 where the clock is right, 0 where nobody knows.",
    "backup_age_seconds": "Age of the last backup.",
    "sync_running": "1 where deliveries are made.",
    "terminals_silent": "Wall terminals without a sign of life.",
    "looked_timestamp_seconds": 'When these numbers were looked up: check="ledger" is 2 where that failed since.',
}


class Gauges:
    """In a registry of its own, or in one that counts other things too. Ages that are not known are not told."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self._registry = registry or CollectorRegistry()
        self._gauges = {
            name: Gauge(f"clockpost_{name}", text, registry=self._registry) for name, text in _GAUGES.items()
        }
        self._checks = Gauge(
            "clockpost_check", "How a check stands: 0 well, 1 to look at, 2 fault.", ["check"], registry=self._registry
        )
        self._link = Gauge(
            "clockpost_link_up", "1 where the upstream answered last.", ["upstream"], registry=self._registry
        )

    def tell(self, facts: Facts, checks: tuple[Check, ...], at: datetime) -> None:
        """Take what is known at this time."""
        for name, value in _numbers(facts).items():
            self._gauges[name].set(float("nan") if value is None else value)
        self._gauges["looked_timestamp_seconds"].set(at.timestamp())
        self._checks.labels("ledger").set(WELL[Standing.OK])
        for check in checks:
            self._checks.labels(check.name).set(WELL[check.standing])
        for one in facts.ledger.upstreams:
            if one.link_up is not None:
                self._link.labels(one.name).set(int(one.link_up))

    def tell_not_looked(self) -> None:
        """The ledger cannot be asked: the numbers stay as old as they are, and its check is a fault."""
        self._checks.labels("ledger").set(WELL[Standing.FAULT])

    def page(self) -> bytes:
        """All numbers of the registry."""
        return generate_latest(self._registry)


def _numbers(facts: Facts) -> dict[str, float | None]:
    known, machine = facts.ledger, facts.machine
    ages_s = [one.age_s for one in known.rosters if one.age_s is not None]
    return {
        "events_waiting": known.waiting,
        "events_parked": known.parked,
        "events_doubtful": known.doubtful,
        "oldest_event_seconds": known.oldest_age_s if known.waiting else 0,
        "last_delivery_timestamp_seconds": known.last_delivery_at.timestamp() if known.last_delivery_at else None,
        "ledger_events": known.events,
        "ledger_log_bytes": machine.log_bytes,
        "disk_free_bytes": machine.free_bytes,
        "people": known.people,
        "roster_age_seconds": max(ages_s, default=None),
        "clock_trusted": int(known.clock.level is not TrustLevel.UNTRUSTED),
        "backup_age_seconds": machine.backup_age_s,
        "sync_running": int(machine.sync_running),
        "terminals_silent": machine.silent_terminals,
    }
