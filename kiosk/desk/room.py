"""What the desk reads and does: the ledger's side of it, gathered when a screen needs it.

Used by the presenter's thread alone. Raises a StoreError where the ledger cannot be read or written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from kiosk.board_room import BoardRoom
from kiosk.desk.asking import ONLY_PAIR, choices_for, reasons_for
from kiosk.desk.seen import Answer, Seen
from kiosk.desk_state import Desk, Stand, Whom, Wish
from kiosk.doorkeeper import Doorkeeper
from shared.desk_now import badges_of, events_of, people_of, positions_of
from shared.domain.board_row import BoardRow
from shared.domain.desk_entry import DeskAct, Done, Entry, Given, Need
from shared.domain.model import Person
from shared.domain.supervision import NotDone, Obstacle
from shared.ports import BadgeRead
from shared.supervision.desk_acting import act, how_it_will_go
from shared.supervision.messages import CameOf
from shared.supervision.word import Word

LOG = structlog.get_logger()
PERSON_ACTS = (
    DeskAct.CLOCK,
    DeskAct.CORRECT,
    DeskAct.PAIR_BADGE,
    DeskAct.ONE_TIME_PIN,
    DeskAct.LOST,
    DeskAct.FOUND,
    DeskAct.UNLOCK,
)


class DeskRoom:
    """One site's desk at one terminal."""

    def __init__(self, doorkeeper: Doorkeeper, board: BoardRoom) -> None:
        self._doorkeeper = doorkeeper
        self._board = board

    def is_stale(self) -> bool:
        """Would what waits be another list now?"""
        return self._board.is_stale()

    def entry(self, key: str) -> Entry | None:
        """What waits under this key; None where it was settled."""
        waiting = self._board.waits(anew=True)
        return next((one for one in (*waiting.entries, *waiting.older) if one.key == key), None)

    def whom(self, number: str) -> Whom:
        """Somebody by their number, with their name where anybody knows it."""
        return next((one for one in self._people() if one.number == number), Whom(number))

    def hashed(self, read: BadgeRead) -> tuple[str, str] | NotDone:
        """The badge as the store knows it: its hash under the newest key, and that key's id."""
        keys = self._doorkeeper.keys
        if keys is None:
            return NotDone(Obstacle.NOT_A_BADGE)
        return keys.hashes(read.technology, read.facility, read.number)[0]

    def newest_key_id(self) -> str:
        """Under which key a badge is paired from now on; "" without a badge key."""
        return self._doorkeeper.keys.newest.key_id if self._doorkeeper.keys is not None else ""

    def time_to_begin_with(self, entry: Entry | None, wish: Wish) -> datetime:
        """The instant (aware UTC) that stands on the pad before anybody types."""
        given = wish.given
        if given.at is not None:
            return given.at
        if given.event_id:
            events = self._events(given.number)
            found = next((one.at for one in events if one.value == given.event_id and one.at is not None), None)
            if found is not None:
                return found
        return entry.at if entry is not None else self._doorkeeper.now()

    def how(self, by: Person, entry: Entry | None, wish: Wish) -> Mapping[str, str] | NotDone:
        """How the act would go out, by upstream, or what stands against it; nothing is changed."""
        return how_it_will_go(self._doorkeeper.store, self._word(by, wish), _key(entry), wish.given)

    def does(self, by: Person, entry: Entry | None, wish: Wish) -> Done | NotDone:
        """Do it, by the word of this supervisor."""
        done = act(self._doorkeeper.store, self._word(by, wish), _key(entry), wish.given)
        told = {"by": by.number, "act": wish.given.act, "entry": _key(entry), "employee": wish.given.number}
        if isinstance(done, NotDone):
            LOG.info("desk.not_done", obstacle=done.obstacle, **told)
        else:
            self._board.forget()
            LOG.info("desk.done", **told)
        return done

    def seen(self, desk: Desk, *, anew: bool = False) -> Seen:
        """What the screen that stands has to show."""
        seen = Seen(self._doorkeeper.now())
        match desk.stand:
            case Stand.LIST:
                waiting = self._board.waits(anew=anew)
                return replace(seen, entries=waiting.entries, older=waiting.older, problem=waiting.problem)
            case Stand.CARD if desk.entry is not None:
                return replace(seen, acts=desk.entry.acts)
            case Stand.CARD if desk.whom is not None:
                known = self._board.known()
                row = self._row(desk.whom.number)
                return replace(seen, acts=self._acts(desk.whom), row=row, position_names=known.position_names)
            case Stand.PEOPLE:
                return replace(seen, people=self._people())
            case Stand.EVENTS | Stand.ANSWERS if desk.wish is not None:
                return replace(seen, answers=self._answers(desk, desk.wish))
            case Stand.CONFIRM | Stand.DONE if desk.wish is not None:
                how = self.how(desk.by, desk.entry, desk.wish) if desk.stand is Stand.CONFIRM else {}
                return replace(seen, how=how, position_names=dict(self._positions()))
            case _:
                return seen

    def _word(self, by: Person, wish: Wish) -> Word:
        return replace(self._doorkeeper.word_of(by), reason=wish.given.reason)

    def _people(self) -> tuple[Whom, ...]:
        door = self._doorkeeper.door
        return tuple(Whom(*one) for one in people_of(self._doorkeeper.store, door.site, self._doorkeeper.now()))

    def _row(self, number: str) -> BoardRow | None:
        return next((row for row in self._board.known().board.rows if row.number == number), None)

    def _acts(self, whom: Whom) -> tuple[DeskAct, ...]:
        """Only what can be done: nobody loses a badge that they do not have."""
        badges = badges_of(self._doorkeeper.store, whom.number)
        fits = {
            DeskAct.CORRECT: bool(self._events(whom.number)),
            DeskAct.PAIR_BADGE: self._doorkeeper.keys is not None,
            DeskAct.LOST: any(not badge.lost for badge in badges),
            DeskAct.FOUND: any(badge.lost for badge in badges),
        }
        return tuple(one for one in PERSON_ACTS if fits.get(one, True))

    def _answers(self, desk: Desk, wish: Wish) -> tuple[Answer, ...]:
        """The answers to what the act asks now, likeliest first."""
        entry, given = desk.entry, wish.given
        match wish.need:
            case Need.CHOICE:
                return self._choices(entry, given)
            case Need.POSITION:
                return tuple(Answer(str(one), name=name) for one, name in self._positions())
            case Need.EVENT:
                return self._events(given.number)
            case Need.SESSION:
                return tuple(Answer(str(one)) for one in entry.sessions) if entry else ()
            case Need.BADGE:
                badges = badges_of(self._doorkeeper.store, given.number)
                wanted = given.act is DeskAct.FOUND
                return tuple(Answer(one.digest, is_paired=one.paired) for one in badges if one.lost is wanted)
            case Need.CAME_OF:
                return tuple(Answer(one) for one in CameOf)
            case Need.BECAUSE:
                return tuple(Answer(one) for one in reasons_for(given.act))
            case _:
                return ()

    def _choices(self, entry: Entry | None, given: Given) -> tuple[Answer, ...]:
        """Those that the question offered, else those that fit where the person stands."""
        row = self._row(given.number)
        offered = entry.choices if entry is not None and entry.choices else choices_for(row.standing if row else None)
        only_pair = (Answer(ONLY_PAIR),) if given.act is DeskAct.PAIR else ()
        return (*(Answer(one) for one in offered), *only_pair)

    def _events(self, number: str) -> tuple[Answer, ...]:
        """Newest first."""
        door = self._doorkeeper.door
        found = events_of(self._doorkeeper.store, number, door.site, self._doorkeeper.now())
        return tuple(Answer(one.event_id, one.at, one.kind) for one in reversed(found))

    def _positions(self) -> Sequence[tuple[int, str]]:
        return positions_of(self._doorkeeper.store, self._doorkeeper.door.site)


def _key(entry: Entry | None) -> str:
    return entry.key if entry is not None else ""
