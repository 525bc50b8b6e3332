"""What of a rota a person has to look at, and the spans of its absences. No I/O."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from shared.domain.absence import Absence
from shared.domain.rota_problem import RotaProblem, RotaProblemKind
from shared.ports import UpstreamShift
from shared.upstream.tamigo.join import Unjoined, Why
from shared.upstream.tamigo.rota import Absence as ToldAbsence
from shared.upstream.tamigo.rota import Rota
from shared.upstream.tamigo.shift import TamigoShift


def troubles(rota: Rota, register: Collection[str]) -> tuple[RotaProblem, ...]:
    """Every problem of the rota. `register` are the numbers of our people, be they known to the system of record.

    A row with neither a person nor a key is an open shift: nobody is there to be joined.
    """
    kind = RotaProblemKind
    return (
        *(_of_person(one, register) for one in rota.unjoined if one.employee is not None or one.key),
        *(_of_shift(kind.UNOWNED, one) for one in rota.unowned),
        *(_of_shift(kind.UNTIMED, one) for one in rota.untimed),
        *(_of_known(kind.DOUBTFUL, one) for one in rota.doubtful),
        *(_of_known(kind.TWICE, one) for one in _overlapping(rota.shifts)),
        *(RotaProblem(kind.UNSAID, who=str(one)) for one in sorted(rota.unsaid_activities)),
    )


def span_of(absence: ToldAbsence, zone: ZoneInfo) -> Absence:
    """From when to when somebody is away; the whole of its day where the rota has no times, or times that cannot be."""
    midnight = datetime.combine(absence.day, time(), zone).astimezone(UTC)
    next_midnight = datetime.combine(absence.day + timedelta(days=1), time(), zone).astimezone(UTC)
    starts_at, ends_at = absence.starts_at or midnight, absence.ends_at or next_midnight
    return Absence(starts_at, ends_at) if starts_at < ends_at else Absence(midnight, next_midnight)


def _of_person(one: Unjoined, register: Collection[str]) -> RotaProblem:
    # Only who the system of record knows was there to be joined: the register may well have them.
    is_ours = one.why is Why.NOT_IN_REGISTER and one.key in register
    why = Why.NOT_UPSTREAM if is_ours else one.why
    return RotaProblem(RotaProblemKind.UNJOINED, why, str(one.employee or ""), one.key)


def _of_shift(kind: RotaProblemKind, one: TamigoShift) -> RotaProblem:
    return RotaProblem(kind, who=str(one.employee or ""), starts_at=one.starts_at, ends_at=one.ends_at)


def _of_known(kind: RotaProblemKind, one: UpstreamShift) -> RotaProblem:
    return RotaProblem(kind, upstream_id=one.employee_id, starts_at=one.starts_at, ends_at=one.ends_at)


def _overlapping(shifts: Iterable[UpstreamShift]) -> Iterator[UpstreamShift]:
    """Of two shifts of one person at one time, the later."""
    by_person: dict[int, list[UpstreamShift]] = defaultdict(list)
    for shift in shifts:
        if shift.employee_id is not None:
            by_person[shift.employee_id].append(shift)
    for own in by_person.values():
        ordered = sorted(own, key=lambda one: (one.starts_at, one.shift_id))
        later = {two.shift_id: two for one, two in combinations(ordered, 2) if two.starts_at < one.ends_at}
        yield from later.values()
