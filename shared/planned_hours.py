"""Planned against worked at one site: what the rota's system told at its last download beside our own ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.planned_worked import DAYS_ASKED_BEHIND, Asked, DayCompared, compared
from shared.domain.site import Site
from shared.hours import hours
from shared.store import absences, people, roster, roster_of_site, rota_people
from shared.store.database import Store
from shared.store.roster import Part


@dataclass(frozen=True, slots=True)
class PlannedHours:
    """`asked_at` is the instant of the download, None where none ever succeeded; `failure` why the newest did not.

    `names` by employee number.
    """

    days: tuple[DayCompared, ...]
    asked_at: datetime | None
    failure: str
    names: Mapping[str, str]


def planned_hours(store: Store, site: Site, first: date, last: date) -> PlannedHours:
    """These days of the site, both included. Raises a StoreError."""
    zone = ZoneInfo(site.rules.timezone)
    with store.savepoint():
        parts = roster.states(store, site.name)
        state = parts.get(Part.HOURS)
        snapshot, asked_at = (state.snapshot, state.began_at) if state is not None else (0, None)
        numbers = rota_people.numbers_of(store, site.name)
        told = absences.hours_at_account(store, snapshot, site.account_id, first, last, numbers)
        ours = hours(store, site, first, last)
        names = {one.number: one.name for one in people.everybody(store)}
        employees = parts[Part.EMPLOYEES].snapshot if Part.EMPLOYEES in parts else 0
        known = roster_of_site.employees(store, employees)
    strangers = {number: known[upstream_id].name for upstream_id, number in numbers.items() if upstream_id in known}
    days = compared(told, ours, zone, _asked(asked_at, zone) if snapshot else None)
    return PlannedHours(tuple(days), asked_at, state.failure if state is not None else "", {**strangers, **names})


def _asked(asked_at: datetime | None, zone: ZoneInfo) -> Asked | None:
    if asked_at is None:
        return None
    today = asked_at.astimezone(zone).date()
    return Asked(today - timedelta(days=DAYS_ASKED_BEHIND), today)
