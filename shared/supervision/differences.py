"""Where the upstream says another time than we do: grouped by the outage that caused it, decided one by one or in bulk.

Three words settle a difference. Ours: their record is edited. Theirs: our event is corrected to their time, and the
employee is told. As it is: both stay, and a person has seen it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from shared.domain.corrections import GoesOut
from shared.domain.delivery import OutboxRow, RowState, Step
from shared.domain.model import Kind
from shared.domain.site import Site
from shared.domain.supervision import NotDone, Obstacle
from shared.store import corrections, desk, outbox
from shared.store.database import Store
from shared.store.desk import DeskItem, DeskKind
from shared.supervision.correcting import correct_time_and_store
from shared.supervision.correcting_rows import DIFFERENCES, UNTRIED, close_differences
from shared.supervision.word import Word, keep, may_edit, objection

OTHERS: Final = (
    DeskKind.TWO_FOR_ONE,
    DeskKind.ONE_FOR_NONE,
    DeskKind.VOIDED_AFTER_DELIVERY,
    DeskKind.LEFT_EARLIER,
    DeskKind.LOST_BADGE,
    DeskKind.CORRECTION_DISPUTED,
    DeskKind.BREAKS_DISPUTED,
    DeskKind.SELF_AUTHORISED,
    DeskKind.LEDGER_REPLACED,
    DeskKind.LEDGER_RESTORED,
    DeskKind.ROTA_PROBLEMS,
)
"""Items that a supervisor can only take note of: what is to be done about them happens elsewhere."""


DECIDED: Final = (*DIFFERENCES, DeskKind.CARD_DIFFERS)
"""Differences that a supervisor decides. Those with time cards have no delivery: nothing is sent to that system."""


class Settle(StrEnum):
    OURS = "ours"
    THEIRS = "theirs"
    AS_IT_IS = "as_it_is"


@dataclass(frozen=True, slots=True)
class Group:
    """Differences of one kind that arose together. `grouped_by` is the hour (UTC) in which they went out."""

    kind: DeskKind
    site: str
    grouped_by: str
    items: tuple[DeskItem, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of each item of a bulk: how it goes out, or why it stays."""

    done: dict[str, GoesOut]
    left: dict[str, NotDone]


def groups(store: Store, sites: Sequence[Site]) -> list[Group]:
    """Open differences at these sites, the oldest group first."""
    found: dict[tuple[DeskKind, str, str], list[DeskItem]] = {}
    for item in desk.of_kinds(store, DECIDED, [site.name for site in sites]):
        together = item.grouped_by or item.opened_at.strftime("%Y-%m-%dT%H")
        found.setdefault((item.kind, item.site, together), []).append(item)
    return [Group(*key, tuple(items)) for key, items in found.items()]


def settle(store: Store, word: Word, item_ids: Sequence[str], how: Settle) -> Settled:
    """Decide these differences alike, all in one transaction; those that cannot be are told. Raises a StoreError."""
    settled = Settled({}, {})
    with store.writing():
        for item_id in dict.fromkeys(item_ids):
            one = _settle_one(store, word, item_id, how)
            if isinstance(one, NotDone):
                settled.left[item_id] = one
            else:
                settled.done[item_id] = one
    return settled


def note(store: Store, word: Word, item_id: str) -> NotDone | None:
    """A person has seen this item and nothing more is to be done here; None when it was closed. Raises a StoreError."""
    with store.writing():
        item = _item(store, word, item_id, OTHERS)
        if isinstance(item, NotDone):
            return item
        stopped = objection(store, word, item.employee)
        if stopped is not None:
            return stopped
        desk.close(store, item.kind, item.subject, word.now, word.by.number)
        keep(store, word, f"note_{item.kind}", item.subject, employee=item.employee)
        return None


def _settle_one(store: Store, word: Word, item_id: str, how: Settle) -> GoesOut | NotDone:
    item = _item(store, word, item_id, DECIDED)
    if isinstance(item, NotDone):
        return item
    stopped = objection(store, word, item.employee)
    if stopped is not None:
        return stopped
    if item.kind is DeskKind.CARD_DIFFERS:
        return _settle_card(store, word, item, how)
    row = _row(store, item)
    if row is None or row.state is not RowState.DELIVERED:
        return NotDone(Obstacle.IN_DELIVERY)
    match how:
        case Settle.OURS:
            goes = _ours(store, word, row)
        case Settle.THEIRS:
            goes = _theirs(store, word, row)
        case Settle.AS_IT_IS:
            goes = GoesOut.NOWHERE
    if isinstance(goes, NotDone):
        return goes
    close_differences(store, item.subject, word)
    keep(store, word, f"difference_{how}", item.subject, employee=item.employee, facts=item.facts)
    return goes


def _settle_card(store: Store, word: Word, item: DeskItem, how: Settle) -> GoesOut | NotDone:
    """Their system takes no edits from here: ours is corrected to theirs, or both stay."""
    goes = GoesOut.NOWHERE
    if how is Settle.OURS:
        return NotDone(Obstacle.DOES_NOT_FIT, "time cards are not edited from here")
    if how is Settle.THEIRS:
        event_id, theirs = str(item.facts.get("event", "")), item.facts.get("theirs")
        if not event_id or not isinstance(theirs, str):
            return NotDone(Obstacle.DOES_NOT_FIT, "there is no event here to correct")
        done = correct_time_and_store(store, word, event_id, datetime.fromisoformat(theirs))
        if isinstance(done, NotDone):
            return done
        goes = next(iter(done.goes_out.values()), GoesOut.NOWHERE)
    desk.close(store, item.kind, item.subject, word.now, word.by.number)
    keep(store, word, f"difference_{how}", item.subject, employee=item.employee, facts=item.facts)
    return goes


def _ours(store: Store, word: Word, row: OutboxRow) -> GoesOut | NotDone:
    if not may_edit(store, word, row.upstream):
        return NotDone(Obstacle.DOES_NOT_FIT, "this upstream takes no edits")
    counted_at = corrections.counted_at(store, row.event_id)
    columns = {"state": RowState.DUE, "step": Step.CORRECT_TIME, "at": counted_at, "reason": "corrected", **UNTRIED}
    outbox.change(store, row.event_id, row.upstream, word.now, **columns)
    return GoesOut.EDIT


def _theirs(store: Store, word: Word, row: OutboxRow) -> GoesOut | NotDone:
    theirs = _their_time(row)
    if theirs is None:
        return NotDone(Obstacle.DOES_NOT_FIT, "their time is not known")
    done = correct_time_and_store(store, word, row.event_id, theirs)
    return done if isinstance(done, NotDone) else done.goes_out.get(row.upstream, GoesOut.NOWHERE)


def _their_time(row: OutboxRow) -> datetime | None:
    return row.their_started if row.kind is Kind.CLOCKED_IN else row.their_ended


def _item(store: Store, word: Word, item_id: str, kinds: Sequence[DeskKind]) -> DeskItem | NotDone:
    item = desk.find(store, item_id)
    if item is None or item.kind not in kinds:
        return NotDone(Obstacle.NO_SUCH_ITEM)
    if item.site not in ("", word.site.name):
        return NotDone(Obstacle.OTHER_SITE)
    return item if item.closed_by is None else NotDone(Obstacle.SETTLED, item.closed_by)


def _row(store: Store, item: DeskItem) -> OutboxRow | None:
    upstream = item.facts.get("upstream", "")
    rows = [row for row in outbox.of_event(store, item.subject) if upstream in ("", row.upstream)]
    return rows[0] if rows else None
