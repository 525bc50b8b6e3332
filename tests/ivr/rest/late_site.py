"""A site whose people are late, with the chase of it: a real ledger, and Twilio played over real HTTP.

Ana agreed to be called and has a French-speaking supervisor who did too; Ben did not agree.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import requests

from ivr.rest.account import Account
from ivr.rest.chase import Chases
from ivr.rest.chase_gather import ChaseSite
from ivr.rest.chase_words import ChaseWords
from shared.clock import Reading, SystemClock
from shared.config.ivr import Ivr
from shared.domain.chase import ChaseRules
from shared.domain.chase_attempt import AttemptState, Way
from shared.domain.chase_hours import CallingHours
from shared.domain.clock_trust import Witness
from shared.domain.model import Person, Role
from shared.domain.rules import Rules, TapOut
from shared.store import chases, people, witnesses
from shared.store.chases import ChaseAttempt
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from tests.shared.store.gate import ACCOUNT, ANA, BEN, SITE, Gate

LINE: Final = "+15145550100"
ANAS_PHONE, BENS_PHONE, BOSS_PHONE = "+15145550142", "+15145550143", "+15145550177"
BOSS: Final = Person("2001", "Zoé Martin", "fr", Role.SUPERVISOR, (SITE,))
IDS: Final = {ANA.number: 7001, BEN.number: 7002}
SETTLE_S: Final = 90.0


def register(*, anas_phone: str = ANAS_PHONE, ana_agrees: bool = True, boss_agrees: bool = True) -> list[RegisterRow]:
    """The people register."""
    return [
        RegisterRow(ANA, anas_phone, "", (), ana_agrees),
        RegisterRow(BEN, BENS_PHONE, "", ()),
        RegisterRow(BOSS, BOSS_PHONE, "", (), boss_agrees),
    ]


@dataclass
class LateSite:
    """Sixteen minutes after a shift began for Ana, and nobody came. Time stands still until `wait`."""

    gate: Gate
    ivr: Ivr
    account: Account
    operator: requests.Session
    way: Way = Way.CALL
    opened: int = 0

    def prepare(self, shifts_of: tuple[Person, ...] = (ANA,)) -> "LateSite":
        """Bring register and rota, fresh and believed."""
        self.gate.now = SystemClock().now().replace(microsecond=0)
        starts_at = self.gate.now - timedelta(minutes=16)
        people.replace(self.store, register(), fingerprint="1", taken_at=self.gate.now)
        self.gate.roster(Part.EMPLOYEES, [(IDS[one.number], one.number, one.name, 1) for one in (ANA, BEN)])
        self.gate.roster(
            Part.SHIFTS,
            [
                (
                    IDS[one.number],
                    starts_at.isoformat(),
                    9000 + IDS[one.number],
                    (starts_at + timedelta(hours=8)).isoformat(),
                    ACCOUNT,
                    382,
                )
                for one in shifts_of
            ],
            covers_until=self.gate.now + timedelta(days=14),
        )
        self.trust_the_clock()
        return self

    @property
    def store(self) -> Store:
        """The ledger."""
        return self.gate.store

    def read(self) -> Reading:
        """The clocks of this machine."""
        return self.gate.around.reading

    def trust_the_clock(self) -> None:
        """A time service has just told how right the clock is."""
        told = self.read()
        with self.store.writing():
            witnesses.keep(self.store, Witness("ntp", 0.0, 1.0, told.wall, told.boottime_s, told.boot_id))

    def chases(self, **rules: Any) -> Chases:
        """The chase of this site, at whatever hour the tests run."""
        around = self.gate.now.replace(second=0)
        opens, closes = (around - timedelta(hours=1)).time(), (around + timedelta(hours=12)).time()
        hours = CallingHours(opens, closes, ZoneInfo("UTC"))
        usual = ChaseRules(self.way, 2, timedelta(minutes=15), timedelta(minutes=10), hours)
        site = replace(self.gate.door.site, rules=replace(self.gate.door.site.rules, timezone="UTC"))
        place = ChaseSite(site, replace(usual, **rules), "en", has_terminal=True)
        return Chases(self, [place], ChaseWords(self.ivr), LINE, SETTLE_S)

    def run(self, chase: Chases | None = None) -> int:
        """One pass."""
        return (chase or self.chases()).run(self.store, self.open)

    def open(self) -> AbstractContextManager[Account]:
        """Sign in: the account stays open for the test."""
        self.opened += 1
        return _Kept(self.account)

    def placed(self) -> list[dict[str, Any]]:
        """The calls that Twilio has, oldest first."""
        found: list[dict[str, Any]] = self.operator.get("").json()["placed"]
        return found

    def messages(self) -> list[dict[str, Any]]:
        """The messages that Twilio has, oldest first."""
        found: list[dict[str, Any]] = self.operator.get("").json()["messages"]
        return found

    def attempts(self) -> list[ChaseAttempt]:
        """Every attempt, oldest first."""
        return chases.listed(self.store, 100)[::-1]

    def states(self) -> list[AttemptState]:
        """What became of every attempt, oldest first."""
        return [attempt.state for attempt in self.attempts()]

    def callees(self) -> list[str]:
        """Whom every attempt was for."""
        return [attempt.callee for attempt in self.attempts()]


class _Kept(AbstractContextManager[Account]):
    def __init__(self, account: Account) -> None:
        self._account = account

    def __enter__(self) -> Account:
        return self._account

    def __exit__(self, *_: object) -> None:
        return None


def late_site(store: Store, ivr: Ivr, account: Account, operator: requests.Session) -> LateSite:
    """The site, prepared; at Twilio everything ends at once."""
    operator.put("/pace", json={"step_s": 0})
    return LateSite(Gate(store, Rules(tap_out=TapOut.ASK)), ivr, account, operator).prepare()
