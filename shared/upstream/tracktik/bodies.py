"""What is written to TrackTik, as canonical JSON: sorted keys, no spaces. No I/O.

Bodies by the article "Work Sessions (starting and stopping via API)"; that a clock-out may carry `endedOn`, and what
an edit of a session looks like, no public document says.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from shared.ports import ClockInOrder, UpstreamSession
from shared.upstream.tracktik.fields import wire_time


def canonical(body: Mapping[str, object]) -> str:
    """One text for one content; ASCII, so that no encoding can change it."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"))


def clock_in_body(order: ClockInOrder, method: str) -> str:
    """The body of POST /work-sessions; position and shift are left out where they are not known.

    A shift of a rota from elsewhere has a negative id: TrackTik has no such shift, whatever `unscheduled` says of
    people without one, and would refuse the clock-in or take it for another's. So it is left out as well.
    """
    shift_id = order.shift_id if order.shift_id is not None and order.shift_id > 0 else None
    return canonical(
        {
            "startedOn": wire_time(order.started_at),
            "clockInMethod": method,
            "status": "OPEN",
            "employee": order.employee_id,
            "account": order.account_id,
            **_known(position=order.position_id, shift=shift_id),
        }
    )


def clock_out_body(method: str, ended_at: datetime | None) -> str:
    """The body of POST /work-sessions/{id}/actions/clock-out, with the time of leaving where it is to be sent."""
    ended = {} if ended_at is None else {"endedOn": wire_time(ended_at)}
    return canonical({"clockOutMethod": method, **ended})


def times_body(started_at: datetime | None, ended_at: datetime | None) -> str:
    """The body of an edit that names nothing but what changes."""
    return canonical(_times(started_at, ended_at))


def whole_body(session: UpstreamSession, started_at: datetime | None, ended_at: datetime | None) -> str:
    """The body of an edit that replaces: the session as it stands, in the words a clock-in uses, with its new times."""
    return canonical(
        {
            **_times(started_at or session.started_at, ended_at or session.ended_at),
            "status": session.status,
            "employee": session.employee_id,
            **_known(account=session.account_id, position=session.position_id, shift=session.shift_id),
            **_known(clockInMethod=session.clock_in_method, clockOutMethod=session.clock_out_method),
        }
    )


def _times(started_at: datetime | None, ended_at: datetime | None) -> dict[str, str]:
    told = {"startedOn": started_at, "endedOn": ended_at}
    return {key: wire_time(at) for key, at in told.items() if at is not None}


def _known(**parts: int | str | None) -> dict[str, int | str]:
    return {key: part for key, part in parts.items() if part}


def employee_in(body: str) -> object:
    """Whom a clock-in body is about."""
    sent: object = json.loads(body)
    return sent.get("employee") if isinstance(sent, dict) else None
