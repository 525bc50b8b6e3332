"""All facts of a decision, read inside its transaction: presence, roster, repeats, clock, place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.clock import Reading
from shared.domain.absence import Absence
from shared.domain.caller import Caller
from shared.domain.clock_trust import ClockTrust, Witness, judge_clock
from shared.domain.facts import Facts, RosterKnowledge
from shared.domain.geofence import NOT_JUDGED, Measured, PlaceJudgement, judge_place
from shared.domain.model import Break, Person, PositionOption, Presence, Shift
from shared.domain.site import Site
from shared.ports import Position, PositionState
from shared.store import absences, at_tap, break_facts, roster, witnesses
from shared.store.at_tap import AtTap, StoredPart, StoredRoster
from shared.store.database import Store

NOBODY = Person("", "")
NO_POSITION = Position(PositionState.OFF)
ROTA_BEHIND = timedelta(hours=36)
AWAY_AHEAD = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the door knows besides the store: taken before the transaction, without waiting.

    `place` is given where it was judged already: when the tap was kept as a claim. So is `clock`, and where a person
    states the time: what this terminal's clock shows now says nothing about it.
    """

    reading: Reading
    position: Position = NO_POSITION
    outside_streak: int = 0
    local_witnesses: tuple[Witness, ...] = ()
    caller: Caller | None = None
    place: PlaceJudgement | None = None
    clock: ClockTrust | None = None


def facts_for(store: Store, person: Person, site: Site, around: Surroundings, seen: AtTap) -> Facts:
    """Everything that `decide` may look at for a tap of this person now. `seen` is what the store says of them."""
    known, shifts, upstream_id = _known_upstream(store, seen.roster, person, around.reading.wall)
    away = _away(store, seen.roster, upstream_id, site.account_id, around.reading.wall)
    standing, last = seen.standing, seen.standing.last_event
    off_until, fix = seen.last_outage_ended_at, around.position.fix
    return Facts(
        person=person,
        presence=standing.presence,
        last_event=last,
        last_out_at=standing.last_out_at,
        open_tap=seen.open_tap,
        shifts=shifts,
        used_shift_ids=standing.used_shift_ids,
        positions=_positions(store, seen.roster.positions.snapshot, site.account_id),
        roster=_roster_quality(known, seen.roster, around.reading, shifts, away, person, site),
        place=_place(site, around),
        outside_streak=around.outside_streak,
        position_simulated=fix is not None and fix.simulated,
        terminal_off=last is not None and off_until is not None and off_until > last.recorded_at,
        presence_snapshot_age_s=_age_s(seen.roster.open_sessions, around.reading),
        clock=clock_trust(store, around, site.rules.clock_bound_s),
        decided_at=around.reading.wall,
        boot_id=around.reading.boot_id,
        boottime_s=around.reading.boottime_s,
        caller=around.caller,
        absences=away,
        breaks_taken=_breaks_taken(store, person, site, standing.presence),
    )


def facts_of_nobody(store: Store, site: Site, around: Surroundings) -> Facts:
    """What is known of a tap that named nobody: where the terminal was, and how far its clock can be trusted."""
    fix = around.position.fix
    return Facts(
        NOBODY,
        place=_place(site, around),
        outside_streak=around.outside_streak,
        position_simulated=fix is not None and fix.simulated,
        clock=clock_trust(store, around, site.rules.clock_bound_s),
        decided_at=around.reading.wall,
        boot_id=around.reading.boot_id,
        boottime_s=around.reading.boottime_s,
        caller=around.caller,
    )


def clock_trust(store: Store, around: Surroundings, bound_limit_s: float) -> ClockTrust:
    """How far the wall clock of this reading can be believed, by every witness of this boot."""
    if around.clock is not None:
        return around.clock
    reading = around.reading
    return judge_clock(
        wall=reading.wall,
        boottime_s=reading.boottime_s,
        boot_id=reading.boot_id,
        witnesses=(*around.local_witnesses, *witnesses.all_of(store)),
        bound_limit_s=bound_limit_s,
    )


def shifts_known(store: Store, person: Person, site_name: str, at: datetime) -> tuple[Shift, ...]:
    """What is stored of this person's shifts around `at` in the roster of that site, by start."""
    return _known_upstream(store, at_tap.stored_roster(store, site_name), person, at)[1]


def roster_age_s(store: Store, site_name: str, reading: Reading) -> float | None:
    """How old the rota of that site is; None where none was ever stored, or its age cannot be told."""
    return _age_s(at_tap.stored_roster(store, site_name).shifts, reading)


def sessions_age_s(store: Store, site_name: str, reading: Reading) -> float | None:
    """How old the last download of open sessions at that site is; None as for `roster_age_s`."""
    return _age_s(at_tap.stored_roster(store, site_name).open_sessions, reading)


def positions_known(store: Store, site: Site) -> tuple[PositionOption, ...]:
    """The positions that can be worked at the site, by name."""
    return _positions(store, at_tap.stored_roster(store, site.name).positions.snapshot, site.account_id)


def _breaks_taken(store: Store, person: Person, site: Site, presence: Presence) -> tuple[Break, ...]:
    """Read only where breaks are planned: a tap waits for each statement."""
    if not site.rules.breaks or not presence.on_duty:
        return ()
    return break_facts.breaks_of(store, person.number, presence.work_session)


def _known_upstream(
    store: Store, stored: StoredRoster, person: Person, at: datetime
) -> tuple[RosterKnowledge, tuple[Shift, ...], int | None]:
    if not stored.employees.snapshot:
        return RosterKnowledge(), (), None
    found = roster.employee(store, stored.employees.snapshot, number=person.number, upstream_id=person.upstream_id)
    if found is None:
        return RosterKnowledge(active=None, known_upstream=False), (), None
    shifts: tuple[Shift, ...] = ()
    if stored.shifts.snapshot:
        shifts = at_tap.shifts_near(store, stored.shifts.snapshot, found.employee_id, at)
    return RosterKnowledge(active=found.active, known_upstream=True), shifts, found.employee_id


def _away(
    store: Store, stored: StoredRoster, upstream_id: int | None, account_id: int, at: datetime
) -> tuple[Absence, ...]:
    if upstream_id is None:
        return ()
    own = absences.absences_at_account(store, stored.absences.snapshot, account_id).get(upstream_id, ())
    return tuple(one for one in own if one.starts_at - at <= AWAY_AHEAD and at - one.ends_at <= ROTA_BEHIND)


def _positions(store: Store, snapshot: int, account_id: int) -> tuple[PositionOption, ...]:
    if not snapshot:
        return ()
    # A snapshot is written once and never changed.
    return store.once(("positions", snapshot, account_id), lambda: tuple(roster.positions(store, snapshot, account_id)))


def _roster_quality(
    known: RosterKnowledge,
    stored: StoredRoster,
    reading: Reading,
    shifts: tuple[Shift, ...],
    away: tuple[Absence, ...],
    person: Person,
    site: Site,
) -> RosterKnowledge:
    needed = (stored.employees, stored.shifts, stored.positions)
    ages_s = [age_s for part in needed if part.snapshot and (age_s := _age_s(part, reading)) is not None]
    since = reading.wall - ROTA_BEHIND
    return RosterKnowledge(
        age_s=max(ages_s, default=None),
        complete=len(ages_s) == len(needed),
        covers_until=stored.covers_until,
        active=known.active,
        known_upstream=known.known_upstream,
        # Whoever is planned to be away from here belongs here: coming all the same is flagged, not refused.
        scheduled_here=bool(away)
        or any(shift.account_id == site.account_id and shift.ends_at > since for shift in shifts),
        listed_here=site.name in person.sites or str(site.account_id) in person.sites,
    )


def _age_s(part: StoredPart, reading: Reading) -> float | None:
    if part.began_at is None:
        return None
    age_s = (reading.wall - part.began_at).total_seconds()
    # A download from the future: the wall clock was set back since, and its age cannot be told.
    return age_s if age_s >= 0 else None


def _place(site: Site, around: Surroundings) -> PlaceJudgement:
    if around.place is not None:
        return around.place
    return judge_place(_measured(around), site.at, site.rules) if site.judged_by_receiver else NOT_JUDGED


def _measured(around: Surroundings) -> Measured | None:
    fix = around.position.fix
    if fix is None:
        return None
    age_s = around.reading.age_s(fix.seen)
    if age_s is None:
        return None
    return Measured(fix.latitude, fix.longitude, fix.accuracy_m, age_s, fix.simulated)
