"""Everything the played tamigo remembers, and what of it survives a restart."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.clock import SystemClock
from shared.sandbox.changes import Changes
from shared.sandbox.shapes import read_shape
from shared.sandbox.switches import Switchboard, SwitchGroup
from shared.sandbox.tamigo.dates import day_of
from shared.sandbox.tamigo.default_world import OUTDATED_AFTER, default_world
from shared.sandbox.tamigo.sessions import Sessions
from shared.sandbox.tamigo.switches import TamigoSwitches
from shared.sandbox.tamigo.world import ClosedDay, Kind, Shift, World
from shared.sandbox.tracktik.rate import RateWindow


class Company:
    """One company: its world, the shifts as they are now, and who is signed in. Changes are marked in `changes`."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.turned = SwitchGroup(TamigoSwitches())
        self.switchboard = Switchboard(changes, self.turned)
        self.sessions = Sessions()
        self.rate = RateWindow()
        self.punches: list[dict[str, Any]] = []
        self._clock = SystemClock()
        self.forget()

    @property
    def switches(self) -> TamigoSwitches:
        """The switches as they stand now."""
        return self.turned.values

    def now(self) -> datetime:
        """The server's time, to the second."""
        return self._clock.now().replace(microsecond=0)

    def forget(self) -> None:
        """Back to the default world around now, nobody signed in."""
        now = self.now()
        self.move_to(default_world(now))
        self.default_since: datetime | None = now
        self.punches.clear()
        self.sessions.end_all()

    def move_to(self, world: World) -> None:
        """From now on the company is another one; who is signed in stays."""
        self._world = world
        self.departments = {item.department_id: item for item in world.departments}
        self.employees = {item.employee_id: item for item in world.employees}
        self.activities = {item.shift_activity_id: item for item in world.activities}
        self.break_hours = {item.code: item.hours for item in world.break_codes}
        self.shifts = {item.shift_id: item for item in world.shifts}
        self.originals = {item.shift_id: item for item in world.shifts if item.kind is Kind.PLANNED}
        self.closed = {(item.department_id, item.day) for item in world.closed_days}
        self.default_since = None
        self.changes.mark()

    @property
    def world(self) -> World:
        """The world as it is now, shifts and closed days included."""
        closed = tuple(ClosedDay(department_id=where, day=day) for where, day in sorted(self.closed))
        return self._world.model_copy(update={"shifts": tuple(self.shifts.values()), "closed_days": closed})

    def zone(self, department: str) -> ZoneInfo:
        """The zone of a department."""
        return ZoneInfo(self.departments[department].zone)

    def local_day(self, shift: Shift) -> date:
        """The day a shift begins on, where it is."""
        return day_of(shift.start_time, self.zone(shift.department_id))

    def is_absence(self, shift: Shift) -> bool:
        """Whether the activity of a shift says that its employee is not there."""
        activity = self.activities.get(shift.shift_activity_id or "")
        return activity is not None and activity.is_absence

    def put(self, shift: Shift) -> Shift:
        """Adds a shift, or changes the one with its id; a planned one is first kept as the original."""
        self.shifts[shift.shift_id] = shift
        if shift.kind is Kind.PLANNED:
            self.originals.setdefault(shift.shift_id, shift)
        self.changes.mark()
        return shift

    def remove(self, shift_id: str) -> None:
        """Takes a shift away; its original plan stays known."""
        del self.shifts[shift_id]
        self.changes.mark()

    def set_closed(self, department: str, day: date, *, closed: bool) -> None:
        """Closes a day's timesheet or opens it again."""
        (self.closed.add if closed else self.closed.discard)((department, day))
        self.changes.mark()

    def note_punch(self, **facts: object) -> None:
        """Keeps what an attendance request said."""
        self.punches.append({"id": len(self.punches) + 1, **facts})
        self.changes.mark()

    def snapshot(self) -> dict[str, Any]:
        """For the state file."""
        return {
            "switches": self.switchboard.shown(),
            "world": self.world.model_dump(mode="json", by_alias=True),
            "originals": [item.model_dump(mode="json", by_alias=True) for item in self.originals.values()],
            "punches": self.punches,
            "sessions": self.sessions.snapshot(),
            "default_since": self.default_since and self.default_since.isoformat(),
        }

    def restore(self, data: Mapping[str, Any]) -> None:
        """From the state file; a default world of another day gives way to a new one."""
        self.switchboard.update(data["switches"])
        self.sessions.restore(data["sessions"])
        self.punches = list(data["punches"])
        since = data["default_since"] and datetime.fromisoformat(data["default_since"])
        if since and self.now() > since + OUTDATED_AFTER:
            return
        self.move_to(read_shape(World, data["world"]))
        self.originals = {item["ShiftId"]: read_shape(Shift, item) for item in data["originals"]}
        self.default_since = since
