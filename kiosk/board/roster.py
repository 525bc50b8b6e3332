"""The roster board on the web: the same rows, words and counts as on the wall, found by name instead of by keys."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import structlog
from starlette.responses import Response

from kiosk.board.front import Front
from kiosk.board.labels import roster_texts
from kiosk.board.visit import Visit
from kiosk.wording.board import board, position_ids
from kiosk.wording.board_look import Look
from shared.board_now import SiteBoard, site_board
from shared.desk_now import desk_now
from shared.domain.board_row import BoardRow, Standing
from shared.domain.board_search import Sought, keys_of, plain
from shared.domain.site import Site
from shared.domain.supervision import NotDone
from shared.store.database import Store
from shared.supervision.outages import close_outages

LOG = structlog.get_logger()
OUTAGE = "outage"


@dataclass(frozen=True, slots=True)
class Known:
    """What a board shows, and how many entries wait on the desk."""

    board: SiteBoard
    waiting: int


class Boards:
    """The board of each site as it was gathered last; gathered once for everybody who looks."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._known: dict[int, tuple[str, Known]] = {}
        self._gathering: dict[int, asyncio.Lock] = {}

    async def of(self, site: Site) -> Known:
        """The board of the site now. Raises a StoreError."""
        account = site.account_id
        async with self._gathering.setdefault(account, asyncio.Lock()):
            # The version first: what is committed while the board is gathered makes it stale.
            version, kept = self._front.changes.version, self._known.get(account)
            if kept is not None and kept[0] == version:
                return kept[1]
            now, terminal = self._front.clock.read().wall, self._front.terminal_of(site)

            def gathered(store: Store) -> Known:
                waiting = len(desk_now(store, [site], now).entries)
                return Known(site_board(store, site, terminal, now), waiting)

            known = await self._front.rooms.read(gathered)
            self._known[account] = version, known
            self._front.waiting[account] = known.waiting
            return known


class Roster:
    """The board's page, and what can be done on it."""

    def __init__(self, front: Front, boards: Boards) -> None:
        self._front, self._boards = front, boards

    async def page(self, visit: Visit) -> Response:
        """The board, narrowed as the address says."""
        version = self._front.changes.version
        known = await self._boards.of(visit.site)
        find, sought = visit.asked("find", 40), _sought(visit, known.board)
        view = board(visit.words, visit.setting, _found(known.board, find), Look(sought), 0)
        template = "roster_part.html" if visit.is_fragment else "roster.html"
        return visit.page(
            template,
            tab="board",
            version=version,
            r=roster_texts(visit.words),
            view=view,
            waiting=known.waiting,
            counts=[(count, _address(visit, count.button.intent.value)) for count in view.counts],
            find=find,
            positions=[(one, known.board.position_names[one]) for one in position_ids(known.board)],
            sought=sought,
            outages=list(_outages(visit, known.board)),
        )

    async def close_outages(self, visit: Visit) -> Response:
        """Close the outages that the page showed: one that came meanwhile stays."""
        shown = [one for one in visit.form.text("outages", 4000).split() if len(one) <= 64]
        word_of = visit.front.word_of
        done = await visit.front.rooms.act(lambda store: close_outages(store, word_of(visit.person, visit.site), shown))
        if not isinstance(done, NotDone):
            LOG.info("web.outages_closed", by=visit.person.number, site=visit.site.name, closed=done)
        visit.front.changes.tell()
        return visit.go(visit.home)


def is_named(row: BoardRow, text: str) -> bool:
    """Does the number begin like this, or a word of the name?"""
    return row.number.startswith(text) or is_word_of(row.name, text)


def is_word_of(name: str, text: str) -> bool:
    """Does the name, from the beginning of one of its words on, begin like this?"""
    words = plain(name).split()
    return any(" ".join(words[place:]).startswith(plain(text)) for place in range(len(words)))


def _sought(visit: Visit, known: SiteBoard) -> Sought:
    standing, position = visit.asked("standing"), visit.asked("position")
    typed = keys_of(visit.asked("find", 40))
    is_known = position.isascii() and position.isdigit() and int(position) in known.position_names
    return Sought(
        typed[0] if typed else "",
        frozenset({Standing(standing)}) if standing in set(Standing) else frozenset(),
        int(position) if is_known else None,
    )


def _found(known: SiteBoard, find: str) -> SiteBoard:
    if not find:
        return known
    rows = tuple(row for row in known.board.rows if is_named(row, find))
    return replace(known, board=replace(known.board, rows=rows))


def _address(visit: Visit, standing: str) -> str:
    """The board narrowed to this standing; to everybody again where it is narrowed to it already."""
    kept = {name: visit.asked(name) for name in ("find", "position") if visit.asked(name)}
    chosen = {} if visit.asked("standing") == standing else {"standing": standing}
    query = urlencode({**kept, **chosen})
    return f"{visit.home}?{query}" if query else visit.home


def _outages(visit: Visit, known: SiteBoard) -> Iterator[tuple[str, str]]:
    """What the button that closes them says, with their ids."""
    if known.outages:
        said = visit.words.say_n("Close {n} outage", "Close {n} outages", len(known.outages))
        yield " ".join(outage.outage_id for outage in known.outages), said
