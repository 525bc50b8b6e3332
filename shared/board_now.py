"""The roster board of one site as the store knows it at this instant: for the kiosk, the web page and the command.

It reads and waits for nobody. What a supervisor decides on it is done in `shared.supervision`.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.domain.board import board
from shared.domain.board_row import Board, EventTold, Known, Outage
from shared.domain.card_finding import CardFinding
from shared.domain.model import Shift
from shared.domain.outage import is_touched
from shared.domain.roster_view import Rostered
from shared.domain.site import Site
from shared.roster_now import Knowledge, RosterNow, roster_now
from shared.store import board_facts, chases, memory, time_card_findings
from shared.store.database import Store

OUTAGES_OF: Final = timedelta(days=31)
"""Older than a month, an outage is no matter for a board any more; it stays in the store."""
TOUCHED: Final = "outage_touched:"
CHASES_OF: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SiteBoard:
    """A board with how good it is. Names of positions by their id; names of the people of outages by their number.

    `other_doors`: people also clock elsewhere, so that the age of the last open sessions matters.
    """

    site: str
    board: Board
    knowledge: Knowledge
    position_names: Mapping[int, str]
    outages: tuple[Outage, ...]
    names: Mapping[str, str]
    rota_until: datetime | None
    other_doors: bool


def site_board(store: Store, site: Site, terminal: str, now: datetime) -> SiteBoard:
    """The board of `site` at `now` (aware UTC), with the outages of `terminal`. Raises a StoreError."""
    # One view of the file for all that is read: taps go on meanwhile.
    with store.savepoint():
        roster = roster_now(store, site, now, _end_of_tomorrow(now, site))
        on_board = _on_board(roster)
        told = board_facts.events_told(store, _event_ids(on_board))
        open_taps = board_facts.open_taps(store, site.name)
        outages = _outages(store, terminal, now, _planned(roster))
        chased = chases.latest(store, on_board, now - CHASES_OF)
        cards = _cards(store, site)
    known = {
        number: _known(rostered, roster.known[number][1], told, open_taps.get(number))
        for number, rostered in on_board.items()
    }
    known |= {number: replace(known[number], chase=attempt.for_board) for number, attempt in chased.items()}
    known |= {number: replace(known[number], cards=found) for number, found in cards.items() if number in known}
    touched = {number for outage in outages for number in outage.touched}
    return SiteBoard(
        site.name,
        board(roster.view, known, site, now, roster.rota_until),
        roster.knowledge,
        roster.position_names,
        outages,
        {number: roster.known[number][1] for number in touched if number in roster.known},
        roster.rota_until,
        site.rules.other_doors,
    )


def keep_touched(store: Store, site: Site, terminal: str, now: datetime) -> None:
    """Remember whom the open outages of `terminal` touched, by the rota stored now: a download will forget those days.

    Raises a StoreError. For the start of the terminal, before anything is downloaded.
    """
    waiting = board_facts.outages_waiting(store, terminal, now - OUTAGES_OF)
    unknown = [outage for outage in waiting if memory.meta(store, TOUCHED + outage.outage_id) is None]
    if not unknown:
        return
    earliest = min(outage.began_at for outage in unknown)
    shifts = _planned(roster_now(store, site, earliest, now))
    with store.writing():
        for outage in unknown:
            memory.set_meta(store, TOUCHED + outage.outage_id, json.dumps(_touched(outage, shifts)))


def _end_of_tomorrow(now: datetime, site: Site) -> datetime:
    zone = ZoneInfo(site.rules.timezone)
    day = now.astimezone(zone).date() + timedelta(days=2)
    # The stored instants are compared as text: all of them are UTC.
    return datetime.combine(day, time(), zone).astimezone(now.tzinfo)


def _on_board(roster: RosterNow) -> dict[str, Rostered]:
    """Everybody whom the roster speaks of, and whoever has a shift until tomorrow's end."""
    shown = {entry.number for entry in roster.view.entries}
    return {number: one for number, (one, _) in roster.known.items() if number in shown or one.shifts or one.absences}


def _event_ids(people: Mapping[str, Rostered]) -> Collection[str]:
    both = ((one.presence.work_session, one.last_event_id) for one in people.values())
    return {event_id for pair in both for event_id in pair if event_id}


def _cards(store: Store, site: Site) -> dict[str, tuple[CardFinding, ...]]:
    """What the comparison with time cards found at the last download, by person; nothing is compared here."""
    found: dict[str, tuple[CardFinding, ...]] = {}
    for one in time_card_findings.of_site(store, site.name):
        found[one.employee] = (*found.get(one.employee, ()), one)
    return found


def _known(rostered: Rostered, name: str, told: Mapping[str, EventTold], open_tap_at: datetime | None) -> Known:
    return Known(
        name,
        rostered.shifts,
        rostered.used_shift_ids,
        told.get(rostered.presence.work_session),
        told.get(rostered.last_event_id),
        rostered.presence.method,
        open_tap_at,
        rostered.absences,
    )


def _planned(roster: RosterNow) -> dict[str, tuple[Shift, ...]]:
    return {number: one.shifts for number, (one, _) in roster.known.items()}


def _outages(store: Store, terminal: str, now: datetime, shifts: Mapping[str, tuple[Shift, ...]]) -> tuple[Outage, ...]:
    found = []
    for outage in board_facts.outages_waiting(store, terminal, now - OUTAGES_OF):
        kept = memory.meta(store, TOUCHED + outage.outage_id)
        touched = tuple(json.loads(kept)) if kept is not None else tuple(_touched(outage, shifts))
        found.append(replace(outage, touched=touched))
    return tuple(found)


def _touched(outage: Outage, shifts: Mapping[str, tuple[Shift, ...]]) -> list[str]:
    return sorted(number for number, own in shifts.items() if is_touched(outage, own))
