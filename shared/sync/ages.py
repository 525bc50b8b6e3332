"""How old an event is now, as far as any clock can tell, and what method that makes of it."""

from shared.clock import Reading
from shared.domain.clock_trust import TrustLevel, judge_clock
from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.store import witnesses
from shared.store.database import Store


def event_age_s(event: ClockEvent, now: Reading, *, wall_is_trusted: bool) -> float | None:
    """Seconds since it happened: by boot time in the same boot, else by two trusted wall times; else None."""
    if event.boot_id == now.boot_id:
        since_recorded_s = now.boottime_s - event.boottime_s
        return since_recorded_s + max(0.0, (event.recorded_at - event.draft.at).total_seconds() - 1.0)
    if Flag.CLOCK_UNTRUSTED in event.flags or not wall_is_trusted:
        return None
    return (now.wall - event.draft.at).total_seconds()


def wall_is_trusted(store: Store, now: Reading, bound_limit_s: float) -> bool:
    """Does anything of this boot vouch for the wall clock? Without a battery it resumes near the last power cut."""
    trust = judge_clock(
        wall=now.wall,
        boottime_s=now.boottime_s,
        boot_id=now.boot_id,
        witnesses=witnesses.all_of(store),
        bound_limit_s=bound_limit_s,
    )
    return trust.level is not TrustLevel.UNTRUSTED
