"""What a caller may ask without recording anything: the next shifts, and what became of a receipt."""

from datetime import timedelta
from typing import Final

from ivr.acts.standing import caller, settle, shifts_ahead, to_menu
from ivr.call import At
from ivr.moment import Moment, Step
from ivr.prompts import outcomes, telling
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.worked_shift import TAMIGO
from shared.gather import roster_age_s
from shared.store import ledger, outbox
from shared.store.database import Store
from shared.store.ledger import LedgerRow

RECEIPT_VALID: Final = timedelta(days=90)
MOST_SHIFTS: Final = 3


def shifts(store: Store, here: Moment) -> Step:
    """The next shifts over all sites of the line, and how old that knowledge is."""
    ahead = shifts_ahead(store, here, caller(store, here))
    coming = sorted(
        ((site, shift) for site, shifts in ahead.items() for shift in shifts), key=lambda found: found[1].starts_at
    )
    ages = [roster_age_s(store, site.name, here.reading) for site in here.settings.sites]
    settle(store, here)
    told = telling.shifts(here.setting, [(site.name, site.local, one) for site, one in coming[:MOST_SHIFTS]], ages)
    return to_menu(store, here, *told)


def ask_receipt(here: Moment) -> Step:
    """Which receipt?"""
    return Step(here.at(At.RECEIPT), (here.words.say("The four digits of the receipt."),))


def receipt(store: Store, here: Moment, digits: str) -> Step:
    """What became of the event that this code was told for: to its own person, within 90 days."""
    since = here.reading.wall - RECEIPT_VALID
    found = ledger.with_receipt(store, here.state.who, digits)
    if found is not None and (found.event is None or found.event.recorded_at < since):
        found = None
    settle(store, here)
    if found is None or found.event is None:
        return to_menu(store, here, here.words.say("No receipt of yours has these digits."))
    what = outcomes.done(
        here.words,
        found.event.draft.kind,
        telling.moment(here.setting_at(found.event.draft.site), found.event.draft.at),
    )
    return to_menu(store, here, what, telling.standing(here.words, _row(store, found), voided=found.voided))


def _row(store: Store, found: LedgerRow) -> OutboxRow | None:
    """Where it stands at the system of record, which is what a caller is paid by."""
    rows = [row for row in outbox.of_event(store, found.event_id) if row.upstream != TAMIGO]
    unfinished = [row for row in rows if row.state is not RowState.DELIVERED]
    return next(iter((*unfinished, *rows)), None)
