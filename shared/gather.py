"""All facts of a decision, read inside its transaction: presence, roster, repeats, clock, place."""

from dataclasses import dataclass, replace
from datetime import timedelta

from shared.clock import Reading
from shared.domain.clock_trust import ClockTrust, Witness, judge_clock
from shared.domain.facts import Facts, RosterKnowledge
from shared.domain.geofence import NOT_JUDGED, Measured, judge_place
from shared.domain.model import Person, Shift
from shared.domain.site import Site
from shared.domain.tap import Tap
from shared.ports import Position, PositionState
from shared.store import outages, roster, taps, witnesses
from shared.store.database import Store
from shared.store.presence import Standing
from shared.store.roster import Part, PartState

NO_POSITION = Position(PositionState.OFF)
ROTA_BEHIND = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the door knows besides the store: taken before the transaction, without waiting."""

    reading: Reading
    position: Position = NO_POSITION
    outside_streak: int = 0
    local_witnesses: tuple[Witness, ...] = ()


def facts_for(
    store: Store, tap: Tap, person: Person, site: Site, around: Surroundings, standing: Standing
) -> Facts:
    """Everything that `decide` may look at for this person at this tap. `standing` is what the store says of them."""
    parts = roster.states(store, site.name)
    known, shifts = _known_upstream(store, parts, person)
    last = standing.last_event
    snapshot = parts.get(Part.OPEN_SESSIONS)
    fix = around.position.fix
    return Facts(
        person=person,
        presence=standing.presence,
        last_event=last,
        last_out_at=standing.last_out_at,
        open_tap=taps.open_tap(store, person.number, except_tap=tap.tap_id),
        shifts=shifts,
        used_shift_ids=standing.used_shift_ids or (),
        positions=tuple(roster.positions(store, parts[Part.POSITIONS].snapshot, site.account_id))
        if Part.POSITIONS in parts
        else (),
        roster=_roster_quality(known, parts, around.reading, shifts, person, site),
        place=judge_place(_measured(around), site.at, site.rules) if site.judged_by_receiver else NOT_JUDGED,
        outside_streak=around.outside_streak,
        position_simulated=fix is not None and fix.simulated,
        terminal_off=last is not None and outages.since(store, tap.terminal, last.recorded_at),
        presence_snapshot_age_s=_age_s(snapshot, around.reading),
        clock=clock_trust(store, around, site.rules.clock_bound_s),
    )


def clock_trust(store: Store, around: Surroundings, bound_limit_s: float) -> ClockTrust:
    """How far the wall clock of this reading can be believed, by every witness of this boot."""
    reading = around.reading
    return judge_clock(
        wall=reading.wall,
        boottime_s=reading.boottime_s,
        boot_id=reading.boot_id,
        witnesses=(*around.local_witnesses, *witnesses.all_of(store)),
        bound_limit_s=bound_limit_s,
    )


def _known_upstream(
    store: Store, parts: dict[Part, PartState], person: Person
) -> tuple[RosterKnowledge, tuple[Shift, ...]]:
    if Part.EMPLOYEES not in parts or not parts[Part.EMPLOYEES].snapshot:
        return RosterKnowledge(), ()
    found = roster.employee(store, parts[Part.EMPLOYEES].snapshot, number=person.number, upstream_id=person.upstream_id)
    if found is None:
        return RosterKnowledge(active=None, known_upstream=False), ()
    shifts: tuple[Shift, ...] = ()
    if Part.SHIFTS in parts:
        shifts = tuple(roster.shifts_of(store, parts[Part.SHIFTS].snapshot, found.employee_id))
    return RosterKnowledge(active=found.active, known_upstream=True), shifts


def _roster_quality(
    known: RosterKnowledge,
    parts: dict[Part, PartState],
    reading: Reading,
    shifts: tuple[Shift, ...],
    person: Person,
    site: Site,
) -> RosterKnowledge:
    needed = [parts.get(part) for part in (Part.EMPLOYEES, Part.SHIFTS, Part.POSITIONS)]
    ages = [_age_s(part, reading) for part in needed if part is not None and part.snapshot]
    known_ages = [age_s for age_s in ages if age_s is not None]
    rota = parts.get(Part.SHIFTS)
    return replace(
        known,
        age_s=max(known_ages, default=None),
        complete=len(known_ages) == len(needed),
        covers_until=rota.covers_until if rota else None,
        scheduled_here=any(
            shift.account_id == site.account_id and shift.ends_at > reading.wall - ROTA_BEHIND for shift in shifts
        ),
        listed_here=site.name in person.sites or str(site.account_id) in person.sites,
    )


def _age_s(part: PartState | None, reading: Reading) -> float | None:
    if part is None or part.began_at is None:
        return None
    age_s = (reading.wall - part.began_at).total_seconds()
    # A download from the future: the wall clock was set back since, and its age cannot be told.
    return age_s if age_s >= 0 else None


def _measured(around: Surroundings) -> Measured | None:
    fix = around.position.fix
    if fix is None:
        return None
    age_s = around.reading.age_s(fix.seen)
    if age_s is None:
        return None
    return Measured(fix.latitude, fix.longitude, fix.accuracy_m, age_s, fix.simulated)
