"""All parts of the sandbox in one place: the systems it plays, the line in front of them, and what is remembered."""

from collections.abc import Mapping
from typing import Any

from shared.clock import SystemClock, new_id
from shared.sandbox.changes import Changes
from shared.sandbox.faults import ArmedFaults
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.system import OracleSystem
from shared.sandbox.switches import LineSwitches, Switchboard, SwitchGroup
from shared.sandbox.system import System
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.system import TamigoSystem
from shared.sandbox.tracktik.default_world import default_world, is_outdated
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.system import TracktikSystem
from shared.sandbox.tracktik.world import World
from shared.sandbox.traffic import Traffic
from shared.sandbox.twilio.exchange import Exchange
from shared.sandbox.twilio.system import TwilioSystem


class Sandbox:
    """The parts, joined. `systems` are what the fault layer stands in front of."""

    def __init__(self, world: World) -> None:
        self.changes = Changes()
        self.portal = Portal(world, self.changes)
        self.exchange = Exchange(self.changes)
        self.company = Company(self.changes)
        self.enterprise = Enterprise(self.changes)
        self.line = SwitchGroup(LineSwitches())
        self.switchboard = Switchboard(self.changes, self.line, self.portal.turned)
        self.armed = ArmedFaults()
        self.traffic = Traffic()
        self.systems: tuple[System, ...] = (
            TracktikSystem(self.portal),
            TwilioSystem(),
            TamigoSystem(self.company),
            OracleSystem(self.enterprise),
        )
        self._run = new_id(SystemClock().now())[:16]

    def version(self) -> str:
        """Differs from every earlier one when the page would look different, also after a restart."""
        return f"{self._run}-{self.changes.count}-{self.traffic.finished}-{self.armed.changes}"

    def snapshot(self) -> dict[str, Any]:
        """For the state file. Armed faults and the traffic log are not kept."""
        return {
            "switches": self.switchboard.shown(),
            "tracktik": self.portal.snapshot(),
            "twilio": self.exchange.snapshot(),
            "tamigo": self.company.snapshot(),
            "oracle": self.enterprise.snapshot(),
        }

    def restore(self, data: Mapping[str, Any], *, with_world: bool) -> None:
        """From the state file; a default world of another day gives way to a new one."""
        self.switchboard.update(data["switches"])
        self.portal.restore(data["tracktik"], with_world=with_world)
        if "twilio" in data:  # a file from before it was played has none
            self.exchange.restore(data["twilio"])
        if "tamigo" in data:
            self.company.restore(data["tamigo"])
        if "oracle" in data:
            self.enterprise.restore(data["oracle"])
        now = self.portal.now()
        if is_outdated(self.portal.directory.world, now):
            self.portal.move_to(default_world(now))
