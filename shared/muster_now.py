"""The muster of one site: who is in the building by everything stored until now, frozen under a number, and ticked.

It reads the ledger file and waits for nobody: no network, no reader, no upstream. A muster that cannot be written is
still handed back, with the number `NOT_KEPT`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from shared import terminals
from shared.domain import muster as rule
from shared.domain.board_row import Outage
from shared.domain.model import Door
from shared.domain.muster import Facts, KeptTap, Someone
from shared.domain.muster_entry import NOT_KEPT, Ages, Muster, Since, Tick
from shared.domain.site import Site
from shared.domain.tap import Unidentified
from shared.roster_now import RosterNow, roster_now
from shared.store import board_facts, musters, people, roster, roster_of_site
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.store.roster import Part
from shared.store.taps import StoredTap, TapState

LOG = structlog.get_logger()
OUTAGES_OF = timedelta(days=31)
NEARLY_NAMED = frozenset({Unidentified.WRONG_PIN, Unidentified.LOCKED, Unidentified.NO_PIN})
"""Nothing is proven by a number without its PIN; but where a building burns, a likely name is better than none."""


class TickAnswer(StrEnum):
    """What came of a tick."""

    KEPT = "kept"
    TWICE = "twice"  # it was there already
    NO_SUCH = "no_such"  # no such muster, or nobody of that key on it


def look(store: Store, site: Site, terminal: str, now: datetime) -> Muster:
    """Who may be at `site` at `now` (aware UTC), not frozen. `terminal` is the site's own, "" for none.

    Raises a StoreError where nothing can be read.
    """
    facts, ages = _gathered(store, site, terminal, now)
    return Muster(NOT_KEPT, site.name, terminal, now, "", rule.entries(facts, site, now), ages)


def freeze(store: Store, site: Site, terminal: str, now: datetime, by: str) -> Muster:
    """Freeze the list under the next number of this ledger. `by` is a supervisor's number, "" for nobody named.

    Where it cannot be written it is `NOT_KEPT`, and the log says why. Raises a StoreError where nothing can be read.
    """
    seen = replace(look(store, site, terminal, now), by=by)
    try:
        with store.writing():
            return musters.put(store, seen)
    except StoreError as error:
        LOG.error("muster.not_kept", site=site.name, error=str(error))  # noqa: TRY400  the sentence says it all
        return seen


def tick(store: Store, number: int, one: Tick, now: datetime) -> TickAnswer:
    """Keep a tick that arrives at `now`, once. A time of a clock that is ahead counts as now: it must not win for ever.

    Raises a StoreError where it was not written.
    """
    with store.writing():
        muster = musters.find(store, number)
        if muster is None or not _can_be_ticked(store, muster, one.key):
            return TickAnswer.NO_SUCH
        counted = replace(one, at=min(one.at, now))
        return TickAnswer.KEPT if musters.keep_tick(store, number, counted, one.at, now) else TickAnswer.TWICE


def of(store: Store, number: int) -> Muster | None:
    """The muster of that number, its entries by name as people are called now, and the ticks that count."""
    with store.savepoint():
        found = musters.find(store, number)
        return _named(store, found) if found is not None else None


def latest(store: Store, site: str) -> Muster | None:
    """The newest muster of the site, None where there was never one."""
    number = musters.newest(store, site)
    return of(store, number) if number is not None else None


def since(store: Store, site: Site, terminal: str, frozen: Muster, now: datetime) -> Since:
    """Who left after the freeze, and who came. Raises a StoreError."""
    facts, _ = _gathered(store, site, terminal, now)
    return rule.since(frozen, facts.people, rule.entries(facts, site, now), site)


def _can_be_ticked(store: Store, muster: Muster, key: str) -> bool:
    """Is that key on the list, or does it name somebody who may have come later?"""
    return any(entry.key == key for entry in muster.entries) or people.by_number(store, key) is not None


def _gathered(store: Store, site: Site, terminal: str, now: datetime) -> tuple[Facts, Ages]:
    # One view of the file for all that is read: taps go on meanwhile.
    with store.savepoint():
        known = roster_now(store, site, now)
        last = musters.last_seen(store, (one.last_event_id for one, _ in known.known.values()))
        kept = musters.taps_without_event(store, site.name, now - timedelta(seconds=site.rules.release_s))
        taps = tuple(_tap(store, tap, known) for tap in kept)
        outages = tuple(_outages(store, terminal, now))
    told = known.knowledge
    someone = tuple(
        Someone(number, name, one.presence, last.get(one.last_event_id)) for number, (one, name) in known.known.items()
    )
    ages = Ages(told.shifts_age_s, told.sessions_age_s, told.register_age_s, site.rules.other_doors)
    return Facts(someone, taps, outages, told.sessions_age_s, known.position_names), ages


def _tap(store: Store, tap: StoredTap, known: RosterNow) -> KeptTap:
    number = tap.employee or ""
    if not number and tap.reason in NEARLY_NAMED:
        number = tap.presented if tap.presented in known.known else _only_holder(store, tap.presented)
    is_claim = tap.state is TapState.CLAIM
    return KeptTap(tap.tap_id, tap.at, Door(tap.door), tap.terminal, number, tap.presented, is_claim)


def _only_holder(store: Store, presented: str) -> str:
    holders = people.holders(store, [presented]) if presented else []
    return holders[0].person.number if len(holders) == 1 else ""


def _outages(store: Store, terminal: str, now: datetime) -> Iterator[Outage]:
    """Those of this terminal that no supervisor closed, and the one that lasts."""
    if not terminal:
        return
    yield from board_facts.outages_waiting(store, terminal, now - OUTAGES_OF)
    for silent in terminals.silent_terminals(store.path, now):
        if silent.terminal == terminal.replace("/", "-") and silent.last_sign_at is not None:
            yield Outage("", terminal, silent.last_sign_at, now)


def _named(store: Store, muster: Muster) -> Muster:
    names = _names(store, muster.site)
    entries = (replace(entry, name=names.get(entry.number, "")) for entry in muster.entries)
    return replace(muster, entries=rule.by_name(entries))


def _names(store: Store, site: str) -> Mapping[str, str]:
    """Names by number: the register's, and those of strangers as the last download of employees has them."""
    parts = roster.states(store, site)
    snapshot = parts[Part.EMPLOYEES].snapshot if Part.EMPLOYEES in parts else 0
    told = roster_of_site.employees(store, snapshot)
    strangers = {f"#{upstream_id}": one.name for upstream_id, one in told.items()}
    custom = {one.custom_id: one.name for one in told.values() if one.custom_id}
    return {**strangers, **custom, **{one.number: one.name for one in people.everybody(store)}}
