"""Who at a site is to be told something about their breaks now: one falls due, was not taken, or runs over."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.breaks import BreakCall, call_now, planned_breaks
from shared.domain.model import ELSEWHERE, Break, PresenceState
from shared.domain.model import Presence as Standing
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.store import break_facts, people, presence
from shared.store.database import Store


@dataclass(frozen=True, slots=True)
class Called:
    """One person and what to tell them. `work_session` is the id of their clock-in; `name` is the register's, or ""."""

    number: str
    name: str
    work_session: str
    call: BreakCall


def calls_at(store: Store, site: Site, now: datetime) -> list[Called]:
    """Everybody on duty at the site who is to be told something at `now` (aware UTC), longest overdue first.

    Raises a StoreError. Nothing is read where no breaks are planned.
    """
    if not site.rules.breaks:
        return []
    found = []
    for number, standing in presence.everybody(store).items():
        where = standing.presence
        if where.on_duty and where.site == site.name and _may_be_due(where, site.rules, now):
            taken = break_facts.breaks_of(store, number, where.work_session)
            call = call_of(where, taken, site.rules, now)
            if call is not None:
                known = people.by_number(store, number)
                found.append(Called(number, known[0].name if known else "", where.work_session, call))
    return sorted(found, key=lambda one: (one.call.since, one.number))


def call_for(store: Store, site: Site, number: str, now: datetime) -> Called | None:
    """The same for one person, as the store has them at this instant."""
    where = presence.of(store, number).presence
    if not site.rules.breaks or where.site != site.name:
        return None
    call = call_of(where, break_facts.breaks_of(store, number, where.work_session), site.rules, now)
    known = people.by_number(store, number)
    return Called(number, known[0].name if known else "", where.work_session, call) if call is not None else None


def call_of(where: Standing, taken: tuple[Break, ...], rules: Rules, now: datetime) -> BreakCall | None:
    """What somebody who stands there is to be told at `now`; None for nothing.

    Of a session that began elsewhere this ledger does not know which breaks were taken.
    """
    if not where.on_duty or where.since is None or where.work_session in ("", ELSEWHERE):
        return None
    planned = planned_breaks(rules.breaks, where.position_id, where.since, where.shift_ends_at)
    return call_now(planned, taken, now, rules.break_grace_s, rules.break_reminder_s)


def _may_be_due(where: Standing, rules: Rules, now: datetime) -> bool:
    """Without a look at what was taken: most people on duty are before their first break."""
    if where.state is PresenceState.ON_BREAK:
        return True
    if where.since is None:
        return False
    planned = planned_breaks(rules.breaks, where.position_id, where.since, where.shift_ends_at)
    return bool(planned) and planned[0].due_at <= now
