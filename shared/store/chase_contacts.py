"""Whom the people register lets be called, and at which number: the only place where a number leaves the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.domain.chase_attempt import Callee
from shared.domain.model import Person
from shared.store import people
from shared.store.database import Store


@dataclass(frozen=True, slots=True)
class Contact:
    """One person of the register. `phone` is in E.164, "" for none; it is for the request alone, never for a log."""

    person: Person
    phone: str
    consents: bool

    @property
    def callee(self) -> Callee:
        """As the rule of chase calls looks at them: without the number."""
        return Callee(self.person.number, self.consents, self.phone != "")


def numbers_in_order(store: Store) -> list[str]:
    """Every employee number of the register, in the order in which its file has them."""
    rows = store.execute(f"SELECT number FROM people WHERE snapshot = {people.CURRENT} ORDER BY place, number")
    return [row[0] for row in rows]


def contacts(store: Store, numbers: Iterable[str]) -> Mapping[str, Contact]:
    """These people by employee number, as the register has them at this instant; whoever left it is left out."""
    found = ((number, _contact(store, number)) for number in numbers)
    return {number: contact for number, contact in found if contact is not None}


def _contact(store: Store, number: str) -> Contact | None:
    known = people.by_number(store, number)
    row = store.one(f"SELECT phone, chase FROM people WHERE snapshot = {people.CURRENT} AND number = ?", (number,))
    return Contact(known[0], row[0], bool(row[1])) if known is not None and row is not None else None
