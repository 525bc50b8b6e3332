"""Our ledger against the downloaded time cards of a site, for each employee of a span of days. It only reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from shared.config import Config
from shared.config.oracle import OracleUpstream
from shared.domain.card_people import CardPeople
from shared.domain.hours import Worked
from shared.domain.site import Site
from shared.domain.time_card import TimeCard
from shared.domain.time_card_match import Compared, card_sessions, compared
from shared.hours import hours, midnight
from shared.store import people, time_card_names, time_cards
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


def rules_at(section: OracleUpstream, location: str) -> CardRules:
    """How the cards of a location are compared."""
    return CardRules(location, section.join_by, section.differs_s)


def card_rules_of(config: Config, site: Site) -> CardRules | None:
    """How a site is compared; None where it has no location there."""
    section = config.upstream.oracle
    location = section.location_of(site.name) if section is not None else ""
    return rules_at(section, location) if section is not None and location else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`lines` by employee and coming. `unjoined` are cards of nobody whom the people register knows.

    `people` tells what the numbers on the cards are called.
    """

    site: str
    lines: tuple[Compared, ...]
    unjoined: tuple[TimeCard, ...]
    people: CardPeople


def compare(store: Store, site: Site, rules: CardRules, first: date, last: date) -> Comparison:
    """What was worked on these business dates of the site, both included, here and there. Raises a StoreError."""
    since, until = midnight(first, site), midnight(last + timedelta(days=1), site)
    with store.savepoint():
        ours = _by_employee(hours(store, site, first - timedelta(days=1), last + timedelta(days=1)))
        cards = time_cards.between(store, ORACLE, rules.location, since - NIGHT, until + NIGHT)
        known = card_people(store, rules)
    theirs, unjoined = _joined(cards, known, set(ours))
    lines = [
        line
        for employee in sorted(set(ours) | set(theirs))
        for line in compared(ours.get(employee, []), card_sessions(employee, theirs.get(employee, ())), rules.differs_s)
    ]
    # Neighbouring days were looked at for what reaches over midnight; only what belongs to the span is told.
    told = tuple(line for line in lines if first <= business_date(line, site) <= last)
    return Comparison(site.name, told, tuple(card for card in unjoined if first <= card.business_date <= last), known)


def business_date(line: Compared, site: Site) -> date:
    """The day that a session belongs to: theirs to say; where they have none, the site's own day of its beginning."""
    if line.theirs is not None:
        return line.theirs.business_date
    return line.begins.astimezone(ZoneInfo(site.rules.timezone)).date()


def card_people(store: Store, rules: CardRules) -> CardPeople:
    """How the cards of a location are joined, as far as the people register and their lists tell."""
    ours = {person.number: person.name for person in people.everybody(store)}
    return CardPeople(rules.join_by, ours, time_card_names.of_location(store, ORACLE, rules.location))


def _by_employee(sessions: list[Worked]) -> dict[str, list[Worked]]:
    found: dict[str, list[Worked]] = {}
    for session in sessions:
        found.setdefault(session.employee, []).append(session)
    return found


def _joined(
    cards: list[TimeCard], known: CardPeople, also: set[str]
) -> tuple[Mapping[str, list[TimeCard]], list[TimeCard]]:
    joined: dict[str, list[TimeCard]] = {}
    unjoined = []
    for card in cards:
        number = known.number_of(card, also)
        if number is not None:
            joined.setdefault(number, []).append(card)
        else:
            unjoined.append(card)
    return joined, unjoined
