"""Where a manager's time on a card is another than ours: an entry on the desk, and gone once both say the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from shared.domain.card_change import CardChange
from shared.domain.card_people import CardPlace
from shared.domain.corrections import as_corrected
from shared.domain.model import Kind
from shared.domain.site import Site
from shared.domain.time_card_match import Compared
from shared.store import corrections, desk, ledger, time_cards
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.time_cards import ORACLE, CardRules

BY: Final = "sync"


def to_desk(store: Store, site: Site, rules: CardRules, line: Compared, change: CardChange, now: datetime) -> bool:
    """Put the changed time on the desk where ours is another, inside the caller's transaction; True where it was."""
    theirs = line.theirs
    if line.ours is None or theirs is None or change.kind not in (Kind.CLOCKED_IN, Kind.CLOCKED_OUT):
        return False
    is_coming = change.kind is Kind.CLOCKED_IN
    if change.card.card_id != theirs.cards[0 if is_coming else -1].card_id:
        return False
    ours_at, their_at = (line.ours.started_at, theirs.came_at) if is_coming else (line.ours.ended_at, theirs.left_at)
    if ours_at == their_at or _is_near(ours_at, their_at, rules):
        return False
    event_id = _event_of(store, line, change.kind, ours_at)
    facts: dict[str, Any] = {
        "upstream": ORACLE,
        "kind": change.kind,
        "event": event_id,
        "ours": ours_at.isoformat() if ours_at else None,
        "theirs": their_at.isoformat() if their_at else None,
        "card": str(CardPlace(ORACLE, rules.location, change.card.card_id)),
        "because": change.adjustment.reason,
        "by": change.adjustment.manager,
    }
    subject = event_id or f"{line.ours.work_session}:{change.kind}"
    kind = DeskKind.CARD_DIFFERS
    return desk.put(
        store, kind, subject, now, employee=line.employee, site=site.name, grouped_by=subject, facts=facts, again=True
    )


def agreed_meanwhile(store: Store, sites: Sequence[Site], rules: CardRules, now: datetime) -> None:
    """Close what agrees by now, be it that we corrected ours or they theirs. Raises a StoreError."""
    for item in desk.of_kinds(store, (DeskKind.CARD_DIFFERS,), [site.name for site in sites]):
        if not _agrees(store, item.facts, rules):
            continue
        with store.writing():
            # Somebody may have corrected it meanwhile.
            if _agrees(store, item.facts, rules):
                desk.close(store, item.kind, item.subject, now, BY)


def _agrees(store: Store, facts: dict[str, Any], rules: CardRules) -> bool:
    event_id = str(facts.get("event", ""))
    ours = corrections.counted_at(store, event_id) if event_id else None
    return _is_near(ours, _their_time(store, facts, rules), rules)


def _their_time(store: Store, facts: dict[str, Any], rules: CardRules) -> datetime | None:
    number = str(facts.get("card", "")).rpartition(":")[2]
    card = time_cards.find(store, ORACLE, rules.location, int(number)) if number.isdecimal() else None
    if card is None:
        return None
    return card.came_at if facts.get("kind") == Kind.CLOCKED_IN else card.left_at


def _is_near(ours: datetime | None, theirs: datetime | None, rules: CardRules) -> bool:
    return ours is not None and theirs is not None and abs((theirs - ours).total_seconds()) <= rules.differs_s


def _event_of(store: Store, line: Compared, kind: Kind, at: datetime | None) -> str:
    """Our event of that kind and time, as it counts now; "" where nobody clocked here."""
    corrected = corrections.of_employee(store, line.employee)
    for row in ledger.of_employee(store, line.employee):
        if row.event is None or row.voided or row.event.draft.kind is not kind:
            continue
        if as_corrected(row.event, corrected).draft.at == at:
            return row.event.event_id
    return ""
