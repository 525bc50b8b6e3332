"""Our ledger against the downloaded time cards of a site, for each employee of a span of days. It only reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from shared.domain.hours import Worked
from shared.domain.site import Site
from shared.domain.time_card import TimeCard
from shared.domain.time_card_match import Compared, card_sessions, compared
from shared.hours import hours, midnight
from shared.store import people, time_cards
from shared.store.database import Store

ORACLE = "oracle"
NIGHT = timedelta(hours=20)
"""A night shift of the last day ends on the next; its cards begin within the span or shortly before it."""


@dataclass(frozen=True, slots=True)
class CardRules:
    """`join_by` is the card's number that is the employee number here: empNum, payrollID or extPayrollID."""

    location: str
    join_by: str = "extPayrollID"
    differs_s: int = 60


@dataclass(frozen=True, slots=True)
class Comparison:
    """`lines` by employee and coming. `unjoined` are cards of nobody whom the people register knows."""

    site: str
    lines: tuple[Compared, ...]
    unjoined: tuple[TimeCard, ...]


def compare(store: Store, site: Site, rules: CardRules, first: date, last: date) -> Comparison:
    """What was worked on these days of the site, both included, here and there. Raises a StoreError."""
    since, until = midnight(first, site), midnight(last + timedelta(days=1), site)
    with store.savepoint():
        ours = _by_employee(hours(store, site, first - timedelta(days=1), last + timedelta(days=1)))
        cards = time_cards.between(store, ORACLE, rules.location, since - NIGHT, until + NIGHT)
        known = {person.number for person in people.everybody(store)} | set(ours)
    theirs, unjoined = _joined(cards, rules, known)
    lines = [
        line
        for employee in sorted(set(ours) | set(theirs))
        for line in compared(ours.get(employee, []), card_sessions(employee, theirs.get(employee, ())), rules.differs_s)
    ]
    # Neighbouring days were looked at for what reaches over midnight; only what began in the span is told.
    told = tuple(line for line in lines if since <= line.begins < until)
    return Comparison(site.name, told, tuple(card for card in unjoined if since <= card.came_at < until))


def _by_employee(sessions: list[Worked]) -> dict[str, list[Worked]]:
    found: dict[str, list[Worked]] = {}
    for session in sessions:
        found.setdefault(session.employee, []).append(session)
    return found


def _joined(
    cards: list[TimeCard], rules: CardRules, known: set[str]
) -> tuple[Mapping[str, list[TimeCard]], list[TimeCard]]:
    joined: dict[str, list[TimeCard]] = {}
    unjoined = []
    for card in cards:
        number = _number_of(card, rules.join_by)
        if number in known:
            joined.setdefault(number, []).append(card)
        else:
            unjoined.append(card)
    return joined, unjoined


def _number_of(card: TimeCard, join_by: str) -> str:
    if join_by == "empNum":
        return str(card.employee_num)
    return card.payroll_id if join_by == "payrollID" else card.external_payroll_id
