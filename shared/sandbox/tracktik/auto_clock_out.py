"""Forgotten sessions are closed by the portal itself, a while after their shift has ended."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.sessions import Method, WorkSession
from shared.sandbox.tracktik.switches import AutoClockOut


def close_forgotten(portal: Portal, now: datetime) -> list[WorkSession]:
    """Closes what is due at `now` and returns it; nothing while the switch `auto_clock_out` is off."""
    rule = portal.switches.auto_clock_out
    if rule is AutoClockOut.OFF:
        return []
    ended_before = now - timedelta(seconds=portal.switches.auto_clock_out_after_s)
    forgotten = [session for session in portal.sessions.open_sessions() if _due_from(portal, session) <= ended_before]
    return [portal.put(_ended(session, Method(rule.value), now)) for session in forgotten]


def _due_from(portal: Portal, session: WorkSession) -> datetime:
    shift = None if session.shift is None else portal.directory.shifts.get(session.shift)
    return session.started_on if shift is None else max(shift.end_date_time, session.started_on)


def _ended(session: WorkSession, method: Method, now: datetime) -> WorkSession:
    return replace(session, ended_on=now.replace(microsecond=0), clock_out_method=method)
