"""Position and shift of a clock-in that was recorded before the terminal had ever seen a roster.

The rule is the door's own (`shift_match`), applied when the roster is there. The ledger keeps what was known at the
tap; the outbox row keeps what was sent.
"""

from dataclasses import dataclass
from datetime import timedelta

from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.domain.shift_match import match_clock_in
from shared.domain.site import Site
from shared.store import presence, roster
from shared.store.database import Store
from shared.store.roster import Part

PATIENCE = timedelta(hours=1)
"""How long a clock-in waits for a first roster; then it goes out as it is, and the upstream may say what it lacks."""


@dataclass(frozen=True, slots=True)
class Plan:
    position_id: int | None
    shift_id: int | None


def plan_of(store: Store, site: Site, event: ClockEvent, upstream_id: int) -> Plan | None:
    """What the clock-in sends; None while there is still no roster to tell."""
    draft = event.draft
    if Flag.ROSTER_MISSING not in event.flags or draft.position_id is not None:
        return Plan(draft.position_id, draft.shift_id)
    parts = roster.states(store, site.name)
    if not {Part.SHIFTS, Part.POSITIONS} <= parts.keys() or not parts[Part.POSITIONS].snapshot:
        return None
    shifts = roster.shifts_of(store, parts[Part.SHIFTS].snapshot, upstream_id)
    used = presence.of(store, event.employee).used_shift_ids
    shift = match_clock_in(draft.at, draft.account_id, shifts, used, site.rules).shift
    if shift is not None and shift.position_id is not None:
        return Plan(shift.position_id, shift.shift_id)
    positions = roster.positions(store, parts[Part.POSITIONS].snapshot, draft.account_id)
    only = positions[0].position_id if len(positions) == 1 else site.rules.default_position_id
    return Plan(only, shift.shift_id if shift else None)
