"""The roster of one site as the store knows it at this instant, with how good that knowledge is.

For the supervisor's phone line and every other page that shows it: it reads, changes nothing, and waits for nobody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared import terminals
from shared.domain.absence import Absence
from shared.domain.model import ELSEWHERE, Person, Presence, PresenceState, Shift
from shared.domain.roster_entry import RosterView
from shared.domain.roster_view import Rostered, roster_view
from shared.domain.site import Site
from shared.store import absences, people, presence, roster, roster_of_site
from shared.store.database import Store
from shared.store.presence import Standing
from shared.store.roster import Part, PartState
from shared.store.roster_of_site import OpenSession
from shared.terminals import SilentTerminal

SHIFTS_BEHIND: Final = timedelta(hours=36)
"""As far back as the rota is kept: the shift of somebody still on duty may have ended long ago."""


ABSENT_AHEAD: Final = timedelta(hours=24)
"""An absence is told on its whole day, before its work would have begun."""


@dataclass(frozen=True, slots=True)
class _Plan:
    shifts: tuple[Shift, ...] = ()
    absences: tuple[Absence, ...] = ()


NO_PLAN: Final = _Plan()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How good a roster is. Ages are in seconds, None where nothing was ever downloaded or the clock was set back.

    `rota_covers_now`: the stored shifts reach this instant. `waiting` counts events of the site that have not reached
    their upstream. `silent` are the terminals of this ledger, of whatever site, that do not report.
    """

    employees_age_s: float | None
    shifts_age_s: float | None
    sessions_age_s: float | None
    register_age_s: float | None
    rota_covers_now: bool
    waiting: int
    oldest_waiting_at: datetime | None
    silent: tuple[SilentTerminal, ...]


@dataclass(frozen=True, slots=True)
class RosterNow:
    """Names by the numbers of the view's entries; names of positions by their id.

    `known` are all who were looked at, by number, each with their name. `rota_until`: to where the stored rota reaches.
    """

    view: RosterView
    knowledge: Knowledge
    names: Mapping[str, str]
    position_names: Mapping[int, str]
    known: Mapping[str, tuple[Rostered, str]]
    rota_until: datetime | None


def roster_now(store: Store, site: Site, now: datetime, shifts_until: datetime | None = None) -> RosterNow:
    """Who is due, here, late, gone at `site`, by everything stored until now (aware UTC). Raises a StoreError.

    With `shifts_until`, `known` has the shifts until then too.
    """
    # One view of the file for all that is read: a download may take the place of the one before meanwhile.
    with store.savepoint():
        parts = roster.states(store, site.name)
        knowledge = _knowledge(store, parts, site, now)
        plans = _plans(store, parts, site, now, shifts_until)
        known = {rostered.number: (rostered, name) for rostered, name in _people(store, parts, site, plans)}
        position_names = _position_names(store, parts, site)
    view = roster_view((rostered for rostered, _ in known.values()), site, now, knowledge.sessions_age_s)
    names = {entry.number: known[entry.number][1] for entry in view.entries}
    rota = parts.get(Part.SHIFTS)
    return RosterNow(view, knowledge, names, position_names, known, rota.covers_until if rota is not None else None)


def _knowledge(store: Store, parts: Mapping[Part, PartState], site: Site, now: datetime) -> Knowledge:
    waiting, oldest = roster_of_site.waiting_at_site(store, site.name)
    shifts = parts.get(Part.SHIFTS)
    covers_until = shifts.covers_until if shifts is not None else None

    def age_s(part: Part) -> float | None:
        return _age_s(parts[part].began_at, now) if part in parts else None

    return Knowledge(
        employees_age_s=age_s(Part.EMPLOYEES),
        shifts_age_s=age_s(Part.SHIFTS),
        sessions_age_s=age_s(Part.OPEN_SESSIONS),
        register_age_s=_age_s(people.register(store).taken_at, now),
        rota_covers_now=covers_until is not None and now < covers_until,
        waiting=waiting,
        oldest_waiting_at=oldest,
        silent=terminals.silent_terminals(store.path, now),
    )


def _age_s(since: datetime | None, now: datetime) -> float | None:
    age_s = (now - since).total_seconds() if since is not None else -1.0
    return age_s if age_s >= 0 else None


def _people(
    store: Store, parts: Mapping[Part, PartState], site: Site, plans: Mapping[int, _Plan]
) -> Iterator[tuple[Rostered, str]]:
    """Everybody who may belong on the roster, with their names."""
    register = people.everybody(store)
    standings = presence.everybody(store)
    upstream_ids = _upstream_ids(store, parts, site, register)
    for person in register:
        standing = standings.get(person.number, presence.NOBODY)
        own = plans.get(upstream_ids.get(person.number, -1), NO_PLAN)
        yield _rostered(person.number, standing, own, in_register=True), person.name
    numbers = {person.number for person in register}
    # Whoever left the register while on duty is here all the same.
    for number in standings.keys() - numbers:
        yield _rostered(number, standings[number], NO_PLAN, in_register=False), ""
    yield from _strangers(store, parts, site, {*numbers, *standings}, plans, frozenset(upstream_ids.values()))


def _rostered(number: str, standing: Standing, plan: _Plan, *, in_register: bool) -> Rostered:
    last = standing.last_event.event_id if standing.last_event is not None else ""
    used = standing.used_shift_ids
    return Rostered(number, standing.presence, plan.shifts, used, in_register, last, plan.absences)


def _plans(
    store: Store, parts: Mapping[Part, PartState], site: Site, now: datetime, shifts_until: datetime | None
) -> dict[int, _Plan]:
    """What the rota plans for each person around now, by the upstream's id."""
    snapshot, account, since = _snapshot(parts, Part.SHIFTS), site.account_id, now - SHIFTS_BEHIND
    until = shifts_until or now + timedelta(seconds=site.rules.early_window_s)
    shifts = roster_of_site.shifts_at_account(store, snapshot, account, since, until)
    away = absences.absences_at_account(store, _snapshot(parts, Part.ABSENCES), account)
    away_until = max(until, now + ABSENT_AHEAD)
    near = {
        one: tuple(absence for absence in own if absence.ends_at > since and absence.starts_at <= away_until)
        for one, own in away.items()
    }
    plans = {one: _Plan(tuple(shifts.get(one, ())), near.get(one, ())) for one in shifts.keys() | near.keys()}
    return {one: plan for one, plan in plans.items() if plan != NO_PLAN}


def _upstream_ids(
    store: Store, parts: Mapping[Part, PartState], site: Site, register: list[Person]
) -> Mapping[str, int]:
    """Employee number -> upstream id, for everybody of the register that the upstream knows."""
    snapshot = _snapshot(parts, Part.EMPLOYEES)

    def look_up() -> dict[str, int]:
        known = (
            (one.number, roster.employee(store, snapshot, number=one.number, upstream_id=one.upstream_id))
            for one in register
        )
        return {number: employee.employee_id for number, employee in known if employee is not None}

    # A download and a register are written once each and never changed.
    name = ("upstream ids", site.name, snapshot, people.register(store).snapshot)
    return store.once(name, look_up) if snapshot else {}


def _strangers(
    store: Store,
    parts: Mapping[Part, PartState],
    site: Site,
    taken: set[str],
    plans: Mapping[int, _Plan],
    registered: frozenset[int],
) -> Iterator[tuple[Rostered, str]]:
    """Whoever has a shift or a session here and is not in the register: their own doors know them, ours does not."""
    sessions = roster_of_site.open_sessions_at_account(store, _snapshot(parts, Part.OPEN_SESSIONS), site.account_id)
    unknown = sorted((plans.keys() | sessions.keys()) - registered)
    told = roster_of_site.employees(store, _snapshot(parts, Part.EMPLOYEES)) if unknown else {}
    for upstream_id in unknown:
        employee = told.get(upstream_id)
        number = employee.custom_id if employee is not None else ""
        if number == "" or number in taken:
            number = f"#{upstream_id}"
        taken.add(number)
        standing = _presence_of_stranger(sessions.get(upstream_id), site)
        name = employee.name if employee is not None else ""
        plan = plans.get(upstream_id, NO_PLAN)
        yield Rostered(number, standing, plan.shifts, in_register=False, absences=plan.absences), name


def _presence_of_stranger(session: OpenSession | None, site: Site) -> Presence:
    if session is None:
        # No session now: not come yet, or gone again. A download of open sessions cannot tell these apart.
        return Presence(PresenceState.UNKNOWN)
    return Presence(
        PresenceState.WORKING,
        since=session.started_at,
        site=site.name,
        account_id=session.account_id,
        position_id=session.position_id,
        shift_id=session.shift_id,
        work_session=ELSEWHERE,
        upstream_session=session.session_id,
        method=session.method,
    )


def _position_names(store: Store, parts: Mapping[Part, PartState], site: Site) -> Mapping[int, str]:
    found = roster.positions(store, _snapshot(parts, Part.POSITIONS), site.account_id)
    return {position.position_id: position.name for position in found}


def _snapshot(parts: Mapping[Part, PartState], part: Part) -> int:
    """The number of the current download; 0, which no row carries, where none ever succeeded."""
    return parts[part].snapshot if part in parts else 0
