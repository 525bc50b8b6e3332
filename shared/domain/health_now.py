"""How an installation is right now, by what its processes know anyway: for watchers, status lines and the help code."""

from datetime import datetime

from shared.domain.health import Check, Standing
from shared.domain.health_facts import Facts
from shared.domain.health_of_delivery import judge_clock, judge_link, of_delivery
from shared.domain.health_of_machine import of_machine
from shared.domain.help_code import code_of


def quick_checks(facts: Facts) -> tuple[Check, ...]:
    """Every check that asks nobody outside."""
    link = judge_link(facts.ledger.upstreams, has_upstream=facts.has_upstream)
    return (judge_clock(facts.ledger.clock), link, *of_delivery(facts), *of_machine(facts))


def failing(checks: tuple[Check, ...], standing: Standing) -> tuple[str, ...]:
    """The names of the checks that stand like this."""
    return tuple(check.name for check in checks if check.standing is standing)


def status_line(facts: Facts) -> str:
    """One line for `systemctl status`: what does not work first, then what waits, then the last delivery. No names."""
    checks = quick_checks(facts)
    faults, warnings = failing(checks, Standing.FAULT), failing(checks, Standing.WARNING)
    parts = []
    if faults:
        parts.append(f"FAULT: {', '.join(faults)}")
    if warnings:
        parts.append(f"look at: {', '.join(warnings)}")
    parts.append(f"{facts.ledger.waiting} waiting")
    if facts.ledger.last_delivery_at is not None:
        parts.append(f"last delivery {_minute(facts.ledger.last_delivery_at)}")
    return f"{'; '.join(parts)} (code {code_of(checks)})"


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z"
