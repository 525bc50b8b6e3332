"""One gate, its guards, and three supervisors: Sam and Uma of this site, Dan of another one."""

from datetime import timedelta
from typing import Any, Final

from shared.domain.model import Person, Role
from shared.domain.rules import Rules
from shared.domain.supervision import Because, Reason
from shared.domain.tap import Answer, Choice
from shared.store import desk, notices, outbox, people
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.supervision.clocking_for import Order
from shared.supervision.word import Word
from tests.shared.store.gate import ACCOUNT, ANA, BEN, CHLOE, EVERY_TAP, MONDAY, SITE, TRACKTIK, Gate

SAM: Final = Person("2001", "Sam Roy", role=Role.SUPERVISOR, sites=(SITE,))
UMA: Final = Person("2002", "Uma Lind", role=Role.SUPERVISOR, sites=(str(ACCOUNT),))
DAN: Final = Person("2003", "Dan Dock", role=Role.SUPERVISOR, sites=("Docks",))
CAST: Final = (ANA, BEN, CHLOE, SAM, UMA, DAN)
IN: Final = Answer(Choice.CLOCK_IN)
OUT: Final = Answer(Choice.CLOCK_OUT)


def register(store: Store, *cast: Person, badges: dict[str, tuple[tuple[str, str, bool], ...]] | None = None) -> None:
    """Make these people the register."""
    rows = [RegisterRow(one, "", "", (badges or {}).get(one.number, ())) for one in cast]
    people.replace(store, rows, fingerprint=str(len(rows)), taken_at=MONDAY)


class Office(Gate):
    """The gate with its desk."""

    def __init__(self, store: Store, rules: Rules = EVERY_TAP, **more: Any) -> None:
        super().__init__(store, rules, **more)
        self.orders = 0

    def word(self, by: Person = SAM, because: Because = Because.FORGOT, note: str = "", *, edits: bool = True) -> Word:
        """What a supervisor says now."""
        return Word(by, self.door, self.around, Reason(because, note), edits)

    def order(self, person: Person, answer: Answer, **ago: float) -> Order:
        """An order to record what happened that long ago."""
        self.orders += 1
        return Order(f"order-{self.orders}", person, answer, self.now - timedelta(**ago))

    def move_row(self, event_id: str, **columns: Any) -> None:
        """As delivery would."""
        outbox.change(self.store, event_id, TRACKTIK, self.now, **columns)

    def row(self, event_id: str) -> Any:
        """Where its delivery stands."""
        found = outbox.find(self.store, event_id, TRACKTIK)
        assert found is not None
        return found

    def on_the_desk(self) -> list[str]:
        """The kinds of what waits."""
        return sorted(str(item.kind) for item in desk.listed(self.store))

    def told(self, person: Person) -> list[Any]:
        """What this person has still to hear."""
        return notices.waiting(self.store, person.number)


def whole(store: Store) -> dict[str, list[Any]]:
    """Every table that a word could change."""
    tables = ("ledger", "outbox", "presence", "taps", "desk", "evidence", "decisions", "notices", "badge_pairings")
    return {table: store.execute(f"SELECT * FROM {table}") for table in tables}
