"""A kiosk whose people 3001 and 3002 supervise Harbour Tower, and somebody's finger on its desk."""

from collections.abc import Callable

import pytest

from kiosk.views import Act, BoardView, CardView, IdleView, Intent, View
from shared.domain.model import Person, Role
from shared.store.people import RegisterRow
from tests.kiosk.conftest import Front

BOSS, OTHER_BOSS = "3001", "3002"
CARD = "0D0000{}"
NEW_BADGE = "0F0000FFFF"


class AtDesk:
    """The kiosk with its board or its desk open."""

    def __init__(self, front: Front) -> None:
        self.front = front

    def board(self, number: str = BOSS) -> View:
        """The board, by the badge of a supervisor."""
        self.front.idle()
        self.front.touch("Site")
        return self.front.read(CARD.format(number))

    def desk(self, number: str = BOSS) -> View:
        """The list of what waits."""
        self.board(number)
        desk = next(one for one in self.front.now.buttons if one.intent.act is Act.DESK)
        return self.front.touch(desk.text)

    def entry(self, title: str, number: str = BOSS) -> CardView:
        """The card of the entry of that title."""
        self.desk(number)
        return self.line(title)

    def person(self, name: str, number: str = BOSS) -> CardView:
        """The card of somebody on the board."""
        self.board(number)
        return self.line(name)

    def line(self, who: str) -> View:
        """A finger on the line of the list that begins like this."""
        assert isinstance(self.front.now, BoardView), self.front.now
        line = next((one for one in self.front.now.lines if one.who == who and one.intent), None)
        assert line is not None, [one.who for one in self.front.now.lines]
        self.front.clock.advance(0.5)
        return self.front.intent(line.intent)

    def touch(self, *texts: str) -> View:
        """One button after another."""
        for text in texts:
            self.front.touch(text)
        return self.front.now

    def keys(self, digits: str) -> View:
        """Digits of the pad, then Next."""
        self.front.clock.advance(0.5)
        return self.front.typed(digits)


@pytest.fixture
def make_site(make_front, register, pin_hash, badge_keys) -> Callable[..., AtDesk]:
    """Makes kiosks with two supervisors, unless `alone`."""

    def make(*, alone: bool = False, language: str = "", **wishes) -> AtDesk:
        front = make_front(start=False, filled=False, **wishes)
        rows = [
            RegisterRow(
                Person(number, f"Boss {number}", language, Role.SUPERVISOR, ("Harbour Tower",)),
                "",
                pin_hash,
                ((*badge_keys.hashes("em4100", "", CARD.format(number))[0], False),),
            )
            for number in ((BOSS,) if alone else (BOSS, OTHER_BOSS))
        ]
        register(front.store, more=rows)
        front.start()
        front.wait_for(lambda view: isinstance(view, IdleView))
        return AtDesk(front)

    return make


@pytest.fixture
def site(make_site) -> AtDesk:
    """Ana and Ben are due in a minute, and there are two positions."""
    at_desk = make_site()
    at_desk.front.shift("1053", 0.01)
    at_desk.front.shift("1054", 0.01, position=383)
    return at_desk


@pytest.fixture
def claimed(site) -> AtDesk:
    """Somebody held a badge to the reader that nobody knows."""
    site.front.read(NEW_BADGE)
    return site


def confirmed(at_desk: AtDesk) -> View:
    """The confirmation is touched, unless what stands against it was told before."""
    has_one = any(one.text == "Confirm" for one in at_desk.front.now.choices)
    return at_desk.touch("Confirm") if has_one else at_desk.front.now


def confirm_of(view: View) -> Intent:
    """What a touch on the confirmation means."""
    return next(one.intent for one in view.choices if one.text == "Confirm")
