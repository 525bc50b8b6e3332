"""/break-sessions: a path that integrators name and a schema that nobody does, so any object is taken and listed."""

from typing import Any

from shared.sandbox.tracktik.bodies import Body
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.query import Pairs
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.switches import BreakSessions

PAGING = ("limit", "offset", "sort", "include", "fields")


def add(portal: Portal, body: Body) -> dict[str, Any]:
    """A new record with everything that was sent, and an id."""
    _must_be_on(portal)
    if not body:
        raise Rejected(400, "break-sessions: the body is empty.")
    if portal.switches.break_sessions is BreakSessions.REFUSED:
        raise Rejected(400, "break-sessions: a break that overlaps another is refused.")
    row = {**body, "id": len(portal.breaks) + 1}
    portal.breaks.append(row)
    portal.changes.mark()
    return row


def listed(portal: Portal, pairs: Pairs) -> list[dict[str, Any]]:
    """The records whose fields are as asked; a key with a dot asks for the id of a related record."""
    _must_be_on(portal)
    wanted = [(key.removesuffix(".id"), value) for key, value in pairs if key not in PAGING]
    return [row for row in portal.breaks if all(str(row.get(key)) == value for key, value in wanted)]


def _must_be_on(portal: Portal) -> None:
    if portal.switches.break_sessions is BreakSessions.OFF:
        raise Rejected(404, "break-sessions: there is no such resource.")
