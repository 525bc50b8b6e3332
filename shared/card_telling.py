"""What a manager changed in a time card becomes a notice to its person, and a difference on the desk.

Rule 1: each adjustment is told once, whatever is downloaded again: a notice's id is made of the adjustment.
Rule 2: the ledger keeps what was tapped. Their change is evidence of a difference, which a supervisor decides.
Rule 3: a card of nobody whom the register knows waits: it is told once somebody is joined to it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from shared.card_differences import agreed_meanwhile, to_desk
from shared.domain.card_change import CardChange, Side, card_changes
from shared.domain.card_people import CardPeople, CardPlace
from shared.domain.notice import Notice, NoticeKind
from shared.domain.site import Site
from shared.domain.time_card import TimeCard
from shared.domain.time_card_match import LONGEST_BREAK, Compared, goes_on
from shared.store import notices, time_cards
from shared.store.database import Store
from shared.time_cards import ORACLE, CardRules, card_people, compare

LOG = structlog.get_logger()
TOLD_FOR: Final = timedelta(days=31)
"""An older change was paid for already: it is listed, and nobody is asked about it at the door."""
LONGEST_REASON: Final = 80


@dataclass(frozen=True, slots=True)
class _Told:
    """A change, and whose card it is."""

    number: str
    change: CardChange

    @property
    def notice_id(self) -> str:
        """The same for the same change for ever; it sorts by when the manager made it, as ids of events do."""
        change = self.change
        name = f"{ORACLE}:{change.card.card_id}:{change.adjustment.adjustment_id}:{change.side}"
        milliseconds = int(change.adjustment.at.timestamp() * 1000)
        # Their times are whole seconds: of two changes in one, the later has the larger number.
        order = change.adjustment.adjustment_id % 16**10
        return f"{milliseconds:012x}{order:010x}{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def tell_changed_cards(store: Store, sites: Sequence[Site], rules: CardRules, now: datetime) -> int:
    """Keep what was changed at this location and was not told yet; how many notices. Raises a StoreError.

    `sites` are those that the location is. Their sessions are read before the transaction, which is short.
    """
    people = card_people(store, rules)
    agreed_meanwhile(store, sites, rules, now)
    waiting = _untold(store, rules, people, now)
    if not waiting:
        return 0
    days = [one.change.card.business_date for one in waiting]
    lines = [(site, line) for site in sites for line in compare(store, site, rules, min(days), max(days)).lines]
    with store.writing():
        kept = notices.kept(store, [one.notice_id for one in waiting])
        fresh = [one for one in waiting if one.notice_id not in kept]
        for one in fresh:
            site, line = _where(one.change.card, lines) or (sites[0], None)
            notices.put(store, _notice(one, rules, people, site, now))
            if line is not None:
                to_desk(store, site, rules, line, one.change, now)
    LOG.info("time_cards.changes_to_tell", location=rules.location, changes=len(fresh))
    return len(fresh)


def _untold(store: Store, rules: CardRules, people: CardPeople, now: datetime) -> list[_Told]:
    cards = time_cards.adjusted(store, ORACLE, rules.location, now - TOLD_FOR)
    owned = [(number, card) for card in cards if (number := people.number_of(card)) is not None]
    found = [
        _Told(number, change)
        for number, card in owned
        for change in card_changes(card, after_break=_is_after_break(store, rules, card))
        if now - change.adjustment.at <= TOLD_FOR
    ]
    kept = notices.kept(store, [one.notice_id for one in found])
    return [one for one in found if one.notice_id not in kept]


def _is_after_break(store: Store, rules: CardRules, card: TimeCard) -> bool:
    before = time_cards.between(store, ORACLE, rules.location, card.came_at - 2 * LONGEST_BREAK, card.came_at)
    return any(goes_on(one, card) for one in before if one.employee_num == card.employee_num)


def _where(card: TimeCard, lines: Sequence[tuple[Site, Compared]]) -> tuple[Site, Compared] | None:
    """The site and line of the session that the card is part of: where it was worked, if that is known here."""
    found = [
        (site, line)
        for site, line in lines
        if line.theirs is not None and any(one.card_id == card.card_id for one in line.theirs.cards)
    ]
    return min(found, key=lambda one: one[1].ours is None, default=None)


def _notice(one: _Told, rules: CardRules, people: CardPeople, site: Site, now: datetime) -> Notice:
    change = one.change
    kind = NoticeKind.CARD_PLACED if change.side is Side.PLACE else NoticeKind.ADJUSTED
    return Notice(
        one.notice_id,
        one.number,
        kind,
        str(CardPlace(ORACLE, rules.location, change.card.card_id)),
        change.kind,
        change.old_at,
        change.new_at,
        plain(change.adjustment.reason),
        plain(change.adjustment.manager) or people.name_of(_authorised(change)),
        site.name,
        now,
        account_id=site.account_id,
    )


def _authorised(change: CardChange) -> int | None:
    """Who let it be so, where the adjustment names nobody."""
    return change.card.left_by if change.side is Side.LEFT else change.card.came_by


def plain(told: str) -> str:
    """Somebody's text on one line, as long as a screen can show."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in told).split())[:LONGEST_REASON]
