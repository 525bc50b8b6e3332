"""POST /work-sessions/{id}/actions/clock-out, and the edit of a session: no rule ever forbids somebody to leave."""

from collections.abc import Container
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.sandbox.tracktik import bodies
from shared.sandbox.tracktik.clock_in import CONSTRAINT
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.sessions import Method, Status, WorkSession
from shared.sandbox.tracktik.switches import Edit, EditedMethod, EndedOn, OfClosed, OfUnknown

EDIT_REFUSALS = {
    Edit.REFUSED: (400, "work-sessions: editing is not enabled."),
    Edit.FORBIDDEN: (403, "The role has no permission admin:work-sessions:edit."),
    Edit.NO_SUCH_METHOD: (405, "Method not allowed."),
}


def found(portal: Portal, number: int) -> WorkSession:
    """The session of that id; raises `Rejected` as the switch `unknown_session` says."""
    session = portal.sessions.get(number)
    if session is None:
        unknown = portal.switches.unknown_session
        message = CONSTRAINT if unknown is OfUnknown.CONSTRAINT else f"Work session {number} does not exist."
        raise Rejected(int(unknown), message)
    return session


def clock_out(portal: Portal, number: int, body: bodies.Body, now: datetime) -> WorkSession:
    """Ends an OPEN session by the method in `body`, at the server's time unless `endedOn` is taken."""
    session = found(portal, number)
    method = bodies.needed_method(body, bodies.CLOCK_OUT_METHOD)
    if session.status is Status.CLOSED:
        return _closed_already(portal, session)
    ended_on = _end_of(portal, session, body, now.replace(microsecond=0))
    return portal.put(replace(session, ended_on=ended_on, clock_out_method=method))


def edit(portal: Portal, number: int, body: bodies.Body) -> WorkSession:
    """Changes times and places of a session; ends nothing that is open."""
    rule = portal.switches.edit
    if rule is not Edit.ALLOWED:
        raise Rejected(*EDIT_REFUSALS[rule])
    session = found(portal, number)
    changed = replace(session, **_edits(portal, session, body))
    if changed.ended_on is not None and changed.ended_on < changed.started_on:
        raise Rejected(400, "endedOn: a work session cannot end before it starts.")
    return portal.put(changed)


def _closed_already(portal: Portal, session: WorkSession) -> WorkSession:
    match portal.switches.clock_out_of_closed:
        case OfClosed.UNCHANGED:
            return session
        case OfClosed.CONSTRAINT:
            raise Rejected(500, CONSTRAINT)
        case _:
            raise Rejected(400, f"Work session {session.id} is already CLOSED.")


def _end_of(portal: Portal, session: WorkSession, body: bodies.Body, now: datetime) -> datetime:
    rule = portal.switches.ended_on
    if rule is EndedOn.IGNORED or not bodies.has(body, bodies.ENDED):
        return now
    if rule is EndedOn.REFUSED:
        raise Rejected(400, "endedOn: this field is not accepted by the action clock-out.")
    ended_on = bodies.needed_time(body, bodies.ENDED)
    if ended_on < session.started_on:
        raise Rejected(400, "endedOn: a work session cannot end before it starts.")
    return ended_on


def _edits(portal: Portal, session: WorkSession, body: bodies.Body) -> dict[str, Any]:
    edits: dict[str, Any] = {}
    if bodies.has(body, bodies.STARTED):
        edits["started_on"] = bodies.needed_time(body, bodies.STARTED)
    if bodies.has(body, bodies.ENDED):
        edits |= _edited_end(portal, session, body)
    places: dict[str, Container[int]] = {"position": portal.directory.positions, "shift": portal.directory.shifts}
    for name, known in places.items():
        if name in body:
            edits[name] = bodies.number(body, name)
            if edits[name] is not None and edits[name] not in known:
                raise Rejected(400, f"{name}: {name} {edits[name]} does not exist.")
    return edits


def _edited_end(portal: Portal, session: WorkSession, body: bodies.Body) -> dict[str, Any]:
    if session.status is Status.OPEN:
        raise Rejected(400, f"endedOn: work session {session.id} is OPEN; clock it out first.")
    edited: dict[str, Any] = {"ended_on": bodies.needed_time(body, bodies.ENDED)}
    if portal.switches.edited_method is EditedMethod.API:
        edited["clock_out_method"] = Method.API
    return edited
