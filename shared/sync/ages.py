"""How old an event is now, as far as any clock can tell."""

from shared.clock import Reading
from shared.domain.event import ClockEvent
from shared.domain.flags import Flag


def event_age_s(event: ClockEvent, now: Reading) -> float | None:
    """Seconds since it was recorded: by boot time in the same boot, else by two trusted wall times; else None."""
    if event.boot_id == now.boot_id:
        since_recorded_s = now.boottime_s - event.boottime_s
        return since_recorded_s + max(0.0, (event.recorded_at - event.draft.at).total_seconds() - 1.0)
    if Flag.CLOCK_UNTRUSTED in event.flags:
        return None
    return (now.wall - event.draft.at).total_seconds()
