"""The end of a call: what was asked and never answered must not vanish with it."""

from datetime import datetime

from ivr.call import PROVEN, At
from ivr.moment import Moment, Step
from shared.store import calls, presence
from shared.store.database import Store


def goodbye(store: Store, here: Moment) -> Step:
    """Silence, or keys that mean nothing, three times: says whether anything was recorded."""
    left = leave_call(store, here.call.sid, here.reading.wall, here.state.who) if here.state.at in PROVEN else 0
    nobody = here.state.at in (At.NUMBER, At.PIN) and not calls.anybody(store, here.call.sid)
    nothing = (here.words.say("Nothing was recorded."),) if left or nobody else ()
    return Step(here.at(At.OVER), (*nothing, here.words.say("Goodbye.")))


def leave_call(store: Store, call: str, now: datetime, employee: str = "") -> int:
    """Whoever identified in this call and chose nothing has gone; how many taps that leaves for others."""
    waiting = calls.taps_waiting(store, call, employee)
    for tap_id, number in waiting:
        calls.leave(store, call, tap_id, now, on_duty=presence.of(store, number).presence.on_duty)
    return len(waiting)


def leave_old_calls(store: Store, now: datetime, before: datetime) -> int:
    """The same for calls whose end nobody told; how many taps that leaves for others."""
    return sum(leave_call(store, call, now) for call in calls.calls_waiting(store, before))
