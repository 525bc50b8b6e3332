"""Everything the played TrackTik remembers, and what of it survives a restart."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.clock import SystemClock
from shared.sandbox.changes import Changes
from shared.sandbox.switches import SwitchGroup
from shared.sandbox.tracktik.directory import Directory
from shared.sandbox.tracktik.rate import RateWindow
from shared.sandbox.tracktik.sessions import Sessions, WorkSession, as_json, from_json
from shared.sandbox.tracktik.switches import TracktikSwitches
from shared.sandbox.tracktik.times import write_time
from shared.sandbox.tracktik.tokens import Lockout, Tokens
from shared.sandbox.tracktik.world import World, read_world


class Portal:
    """One tenant: its world, its work sessions, its tokens. Every change is marked in `changes`."""

    def __init__(self, world: World, changes: Changes) -> None:
        self.directory = Directory(world)
        self.sessions = Sessions()
        self.exceptions: list[dict[str, Any]] = []
        self.breaks: list[dict[str, Any]] = []
        self.tokens = Tokens()
        self.lockout = Lockout()
        self.rate = RateWindow()
        self.turned = SwitchGroup(TracktikSwitches())
        self.changes = changes
        self._clock = SystemClock()

    @property
    def switches(self) -> TracktikSwitches:
        """The switches as they stand now."""
        return self.turned.values

    def now(self) -> datetime:
        """The server's time."""
        return self._clock.now()

    def put(self, session: WorkSession) -> WorkSession:
        """Commits a session, new or changed."""
        self.sessions.put(session)
        self.changes.mark()
        return session

    def move_to(self, world: World) -> None:
        """From now on the world is another one; work sessions stay."""
        self.directory = Directory(world)
        self.changes.mark()

    def note_exception(self, kind: str, session: WorkSession, message: str, **facts: object) -> None:
        """Adds a system exception about a session."""
        self.exceptions.append(
            {
                "id": len(self.exceptions) + 1,
                "type": kind,
                "session": session.id,
                "employee": session.employee,
                "account": session.account,
                "createdOn": write_time(self.now()),
                "message": message,
                **facts,
            }
        )

    def forget_records(self) -> None:
        """Takes sessions and exceptions away; ids go on."""
        self.sessions = Sessions(self.sessions.next_id)
        self.exceptions.clear()
        self.breaks.clear()
        self.changes.mark()

    def snapshot(self) -> dict[str, Any]:
        """For the state file."""
        return {
            "world": self.directory.world.model_dump(mode="json", by_alias=True),
            "next_id": self.sessions.next_id,
            "sessions": [as_json(session) for session in self.sessions],
            "exceptions": self.exceptions,
            "breaks": self.breaks,
            "tokens": self.tokens.snapshot(),
        }

    def restore(self, data: Mapping[str, Any], *, with_world: bool) -> None:
        """From the state file; the world it knew is taken only `with_world`."""
        if with_world:
            self.directory = Directory(read_world(data["world"], self.directory.world, self.now()))
        self.sessions = Sessions(data["next_id"])
        for record in data["sessions"]:
            self.sessions.put(from_json(record))
        self.exceptions = list(data["exceptions"])
        self.breaks = list(data.get("breaks", ()))
        self.tokens.restore(data["tokens"])
