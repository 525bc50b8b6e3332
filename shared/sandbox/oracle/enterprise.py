"""Everything the played Oracle remembers, and what of it survives a restart."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.clock import SystemClock
from shared.sandbox.changes import Changes
from shared.sandbox.oracle import engine
from shared.sandbox.oracle.card import TimeCard
from shared.sandbox.oracle.default_world import OUTDATED_AFTER, default_world
from shared.sandbox.oracle.grants import Grants
from shared.sandbox.oracle.switches import DateRoll, OracleSwitches, TickTouches
from shared.sandbox.oracle.world import Account, Location, World
from shared.sandbox.shapes import read_shape
from shared.sandbox.switches import Switchboard, SwitchGroup
from shared.sandbox.tracktik.rate import RateWindow

FIRST_CARD = 15253  # of the document's example
FIRST_ADJUSTMENT = 123456789
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Enterprise:
    """One organisation: its world, its time cards as they are now, and who is signed in."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.turned = SwitchGroup(OracleSwitches())
        self.switchboard = Switchboard(changes, self.turned)
        self.grants = Grants()
        self.rate = RateWindow()
        self._clock = SystemClock()
        self.forget()

    @property
    def switches(self) -> OracleSwitches:
        """The switches as they stand now."""
        return self.turned.values

    def now(self) -> datetime:
        """The server's time, to the second."""
        return self._clock.now().replace(microsecond=0)

    def forget(self) -> None:
        """Back to the default world around now, nobody signed in."""
        now = self.now()
        self.grants.end_all()
        self.move_to(default_world(now), now)
        for card in [card for card in self.cards.values() if card.is_open]:  # the engine met them every 15 minutes
            touched = max(self.run_at, card.last_updated_utc)
            self.cards[card.tc_id] = card.model_copy(update={"last_updated_utc": touched})
        self.default_since: datetime | None = now

    def move_to(self, world: World, now: datetime) -> None:
        """From now on the organisation is another one; who is signed in stays, what was not posted yet is dropped.

        Cards that come without hours get those of the engine's last run, as if it had always been there.
        """
        self._world = world
        self.locations = {item.loc_ref: item for item in world.locations}
        self.employees = {item.num: item for item in world.employees}
        self.job_codes = {item.num: item for item in world.job_codes}
        self.cards = {item.tc_id: item for item in world.cards}
        self.uncalculated = {item.tc_id for item in world.cards if item.hours is None}
        self.rolled: dict[str, date] = {}
        self.waiting: list[dict[str, Any]] = []  # punches on their way to the cloud, with when they arrive
        self.refused: list[dict[str, Any]] = []  # those that found no card to change when they arrived
        self.default_since = None
        self.run_at = LONG_AGO
        self.run_engine(engine.run_before(now, self.switches.tick_s), touches=False)

    @property
    def world(self) -> World:
        """The world as it is now, cards included."""
        return self._world.model_copy(update={"cards": tuple(self.cards.values())})

    @property
    def account(self) -> Account:
        """The API account."""
        return self._world.account

    def next_card_id(self) -> int:
        """A tcId that no card has."""
        return max([*self.cards, FIRST_CARD - 1]) + 1

    def next_adjustment_id(self) -> int:
        """An adjId that no adjustment has."""
        used = [item.adj_id for card in self.cards.values() for item in card.adjustments]
        return max([*used, FIRST_ADJUSTMENT - 1]) + 1

    def business_date(self, location: Location, at: datetime) -> date:
        """The business date of a location at a moment: its clock's, or the one it was rolled to."""
        start = timedelta(hours=location.day_starts_at.hour, minutes=location.day_starts_at.minute)
        by_clock = (at.astimezone(location.zone).replace(tzinfo=None) - start).date()
        rolled = self.rolled.get(location.loc_ref)
        if rolled is None:
            return by_clock
        return rolled if self.switches.date_roll is DateRoll.MANUAL else max(rolled, by_clock)

    def roll(self, loc_ref: str, to: date) -> None:
        """Begins a business date at a location."""
        self.rolled[loc_ref] = to
        self.changes.mark()

    def put(self, card: TimeCard) -> TimeCard:
        """Adds a card, or changes the one with its id; the engine meets it at its next run."""
        self.cards[card.tc_id] = card
        self.uncalculated.add(card.tc_id)
        self.changes.mark()
        return card

    def remove(self, tc_id: int) -> None:
        """Takes a card away without a trace."""
        del self.cards[tc_id]
        self.uncalculated.discard(tc_id)
        self.changes.mark()

    def run_engine_when_due(self, now: datetime) -> None:
        """Lets the engine run if its quarter of an hour (switch `tick_s`) is over."""
        due = engine.run_before(now, self.switches.tick_s)
        if due > self.run_at:
            self.run_engine(due, touches=self.switches.tick_touches is TickTouches.CHANGED)

    def run_engine(self, run: datetime, *, touches: bool) -> None:
        """One run as of `run`, over the cards added by then; `touches` moves lastUpdatedUTC of those it changes."""
        self.run_at = run
        known = [card for card in self.cards.values() if card.added_utc <= run]
        days = engine.days_to_calculate(known, self.uncalculated)
        of_days = [card for card in known if (card.emp_num, card.bus_dt) in days]
        zones = {item.loc_ref: item.zone for item in self._world.locations}
        for tc_id, hours in engine.calculate(of_days, self._world.pay_rules, zones, run).items():
            card = self.cards[tc_id]
            if hours != card.hours:
                touched = max(run, card.last_updated_utc) if touches else card.last_updated_utc
                self.cards[tc_id] = card.model_copy(update={"hours": hours, "last_updated_utc": touched})
                self.changes.mark()
        self.uncalculated -= {card.tc_id for card in of_days}

    def snapshot(self) -> dict[str, Any]:
        """For the state file."""
        return {
            "switches": self.switchboard.shown(),
            "world": self.world.model_dump(mode="json", by_alias=True),
            "uncalculated": sorted(self.uncalculated),
            "rolled": {loc_ref: day.isoformat() for loc_ref, day in self.rolled.items()},
            "waiting": self.waiting,
            "refused": self.refused,
            "run_at": self.run_at.isoformat(),
            "grants": self.grants.snapshot(),
            "default_since": self.default_since and self.default_since.isoformat(),
        }

    def restore(self, data: Mapping[str, Any]) -> None:
        """From the state file; a default world of another day gives way to a new one."""
        self.switchboard.update(data["switches"])
        self.grants.restore(data["grants"])
        since = data["default_since"] and datetime.fromisoformat(data["default_since"])
        now = self.now()
        if since and now > since + OUTDATED_AFTER:
            return
        self.move_to(read_shape(World, data["world"]), now)
        self.cards = {item["tcId"]: read_shape(TimeCard, item) for item in data["world"]["cards"]}
        self.uncalculated = set(data["uncalculated"])
        self.rolled = {loc_ref: date.fromisoformat(day) for loc_ref, day in data["rolled"].items()}
        self.waiting, self.refused = list(data["waiting"]), list(data["refused"])
        self.run_at = datetime.fromisoformat(data["run_at"])
        self.default_since = since
