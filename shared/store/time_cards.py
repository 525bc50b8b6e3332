"""Time cards as they were downloaded last, one row a card, the newest form of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from shared.domain.time_card import TimeCard
from shared.store.database import Store

PIECE: Final = 200
_CARD: Final = TypeAdapter(TimeCard)


def keep(store: Store, upstream: str, location: str, cards: Sequence[TimeCard]) -> int:
    """Store these cards, in pieces; how many were new or changed. One older than what is stored changes nothing."""
    changed = 0
    for start in range(0, len(cards), PIECE):
        with store.writing():
            changed += sum(_keep(store, upstream, location, card) for card in cards[start : start + PIECE])
    return changed


def between(store: Store, upstream: str, location: str, since: datetime, until: datetime) -> list[TimeCard]:
    """The cards whose coming lies in the span, by coming."""
    rows = store.execute(
        "SELECT card FROM time_cards WHERE upstream = ? AND location = ? AND came_at >= ? AND came_at < ?"
        " ORDER BY came_at, card_id",
        (upstream, location, since.isoformat(), until.isoformat()),
    )
    return [_CARD.validate_json(row[0]) for row in rows]


def adjusted(store: Store, upstream: str, location: str, since: datetime) -> list[TimeCard]:
    """The cards that a manager changed since then, by coming."""
    rows = store.execute(
        "SELECT card FROM time_cards WHERE upstream = ? AND location = ? AND adjusted_at >= ?"
        " ORDER BY came_at, card_id",
        (upstream, location, since.isoformat()),
    )
    return [_CARD.validate_json(row[0]) for row in rows]


def find(store: Store, upstream: str, location: str, card_id: int) -> TimeCard | None:
    """One card in its newest form."""
    row = store.one(
        "SELECT card FROM time_cards WHERE upstream = ? AND location = ? AND card_id = ?", (upstream, location, card_id)
    )
    return _CARD.validate_json(row[0]) if row else None


def _keep(store: Store, upstream: str, location: str, card: TimeCard) -> bool:
    written = store.execute(
        "INSERT INTO time_cards (upstream, location, card_id, business_date, came_at, updated_at, adjusted_at, card)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (upstream, location, card_id) DO UPDATE SET"
        " business_date = excluded.business_date, came_at = excluded.came_at, updated_at = excluded.updated_at,"
        " adjusted_at = excluded.adjusted_at, card = excluded.card"
        " WHERE excluded.updated_at >= time_cards.updated_at AND excluded.card != time_cards.card"
        " RETURNING 1",
        (
            upstream,
            location,
            card.card_id,
            card.business_date.isoformat(),
            card.came_at.isoformat(),
            card.updated_at.isoformat(),
            max((one.at.isoformat() for one in card.adjustments), default=None),
            _CARD.dump_json(card).decode(),
        ),
    )
    return bool(written)
