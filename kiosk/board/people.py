"""One person on the web: where they stand, and what a supervisor can do for them."""

from collections.abc import Iterator

from starlette.responses import Response

from kiosk.board.front import Front
from kiosk.board.guard import refused
from kiosk.board.roster import Boards
from kiosk.board.said import said_of
from kiosk.board.subject import Subject, of_person
from kiosk.board.visit import Visit
from kiosk.views import BoardLine
from kiosk.wording.board_lines import Teller, person_line
from kiosk.wording.desk_acts import act_word
from kiosk.wording.names import kind_word
from kiosk.wording.time_cards import finding_line


class PersonPages:
    """The page behind a line of the board."""

    def __init__(self, front: Front, boards: Boards) -> None:
        self._front, self._boards = front, boards

    async def page(self, visit: Visit) -> Response:
        """Who it is, how they stand, and their events of the last days."""
        number = visit.request.path_params["number"][:40]
        site, front = visit.site, self._front
        subject = await front.rooms.read(lambda store: of_person(store, front, site, number))
        if subject is None:
            return refused(visit.request, front, 404)
        known = await self._boards.of(site)
        words = visit.words
        return visit.page(
            "person.html",
            tab="board",
            name=subject.name or number,
            number=number,
            line=_line(visit, subject, known.board.position_names),
            events=list(_events(visit, subject)),
            cards=_time_cards(visit, subject),
            acts=[(act, act_word(words, act)) for act in subject.acts],
            said=said_of(visit, visit.asked("done")),
            number_word=words.say("Number {number}", number=number),
            lately=words.say("Lately"),
            board_word=words.say("Board"),
        )


def _line(visit: Visit, subject: Subject, positions: object) -> BoardLine | None:
    if subject.row is None:
        return None
    names = dict(subject.positions) | (positions if isinstance(positions, dict) else {})
    return person_line(Teller(visit.words, visit.setting.local, subject.now, names), subject.row)


def _time_cards(visit: Visit, subject: Subject) -> list[str]:
    """Where another system's cards tell their hours otherwise, the newest first."""
    found = subject.row.cards[::-1] if subject.row is not None else ()
    return [finding_line(visit.words, visit.setting.local, one, subject.now) for one in found]


def _events(visit: Visit, subject: Subject) -> Iterator[tuple[str, str]]:
    words, local = visit.words, visit.setting.local
    for one in subject.events[:10]:
        yield kind_word(words, one.kind), local.day_and_time(one.at, subject.now, words)
