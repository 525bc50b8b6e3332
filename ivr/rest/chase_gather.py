"""Who is late or missing at a site, and what the rule of chase calls has to look at: read from the store alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from shared.board_now import site_board
from shared.clock import Reading
from shared.domain.acceptance import is_supervisor_of
from shared.domain.assignment import in_force
from shared.domain.chase import Chased, ChaseRules, next_step
from shared.domain.chase_attempt import Callee
from shared.domain.chase_step import Nothing, Step, Why
from shared.domain.clock_trust import TrustLevel
from shared.domain.model import Shift
from shared.domain.roster_entry import RosterEntry
from shared.domain.roster_view import Rostered, roster_view
from shared.domain.site import Site
from shared.gather import Surroundings, clock_trust
from shared.roster_now import RosterNow, roster_now
from shared.store import chases, people, presence
from shared.store.chase_contacts import Contact, contacts, numbers_in_order
from shared.store.database import Store

NOT_KNOWN: Final = Callee("")
NO_TERMINAL: Final = ""


@dataclass(frozen=True, slots=True)
class ChaseSite:
    """A site with its rules. `has_terminal`: the terminals of this ledger stand here, so their silence counts.

    `language` is what people without one of their own are spoken to in.
    """

    site: Site
    rules: ChaseRules
    language: str
    has_terminal: bool


@dataclass(frozen=True, slots=True)
class Late:
    """Somebody whose shift has begun without them. `supervisors` are employee numbers, in the register's order.

    `is_believed` and `is_absent` are as in `Chased`.
    """

    place: ChaseSite
    rostered: Rostered
    entry: RosterEntry
    shift: Shift
    name: str
    supervisors: tuple[str, ...]
    sessions_age_s: float | None
    is_believed: bool
    is_absent: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """The step, and the people of the register whom it may name."""

    step: Step
    contacts: Mapping[str, Contact]


def late_people(store: Store, place: ChaseSite, reading: Reading) -> list[Late]:
    """Everybody who is late or missing at the site at this reading. Raises a StoreError."""
    roster = roster_now(store, place.site, reading.wall)
    entries = [*roster.view.late, *roster.view.missing]
    if not entries:
        return []
    supervisors = _supervisors(store, place.site, reading.wall)
    is_believed = _is_believed(store, place, roster, reading)
    # What the board calls known to the rota is no reason to ring.
    shown = site_board(store, place.site, NO_TERMINAL, reading.wall).board.rows
    absent = {row.number for row in shown if row.is_now and row.announced}
    return [
        Late(
            place,
            roster.known[entry.number][0],
            entry,
            entry.shift,
            roster.names[entry.number],
            supervisors,
            roster.knowledge.sessions_age_s,
            is_believed,
            entry.number in absent,
        )
        for entry in entries
        if entry.shift is not None
    ]


def decided(store: Store, late: Late, now: datetime) -> Decided:
    """What to do about this person now, by their presence, attempts and consents as the store has them at this instant.

    Inside `store.writing()` it holds until the commit.
    """
    standing = presence.of(store, late.rostered.number)
    rostered = replace(late.rostered, presence=standing.presence, used_shift_ids=standing.used_shift_ids)
    site = late.place.site
    entry = next(iter(roster_view([rostered], site, now, late.sessions_age_s).entries), None)
    if entry is None:
        return Decided(Nothing(Why.NOT_LATE), {})
    known = _in_force(contacts(store, [rostered.number, *late.supervisors]), site, now)
    employee = known.get(rostered.number)
    chased = Chased(
        entry,
        employee.callee if employee is not None else replace(NOT_KNOWN, number=rostered.number),
        tuple(known[number].callee for number in late.supervisors if number in known),
        tuple(attempt.for_rule for attempt in chases.of_shift(store, rostered.number, late.shift)),
        is_believed=late.is_believed,
        is_absent=late.is_absent,
    )
    return Decided(next_step(chased, late.place.rules, now), known)


def _in_force(known: Mapping[str, Contact], site: Site, now: datetime) -> dict[str, Contact]:
    day = now.astimezone(ZoneInfo(site.rules.timezone)).date()
    return {number: contact for number, contact in known.items() if in_force(contact.person, day)}


def _supervisors(store: Store, site: Site, now: datetime) -> tuple[str, ...]:
    found = {person.number for person in people.everybody(store) if is_supervisor_of(person, site, now)}
    return tuple(number for number in numbers_in_order(store) if number in found)


def _is_believed(store: Store, place: ChaseSite, roster: RosterNow, reading: Reading) -> bool:
    """Is the rota of now and fresh, does this machine know the time, and do the site's terminals report?"""
    known, rules = roster.knowledge, place.site.rules
    is_fresh = known.shifts_age_s is not None and known.shifts_age_s <= rules.roster_refuse_max_age_s
    trust = clock_trust(store, Surroundings(reading), rules.clock_bound_s)
    is_heard = not (place.has_terminal and known.silent)
    return known.rota_covers_now and is_fresh and trust.level is not TrustLevel.UNTRUSTED and is_heard
