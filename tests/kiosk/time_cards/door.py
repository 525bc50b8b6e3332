"""A door whose people also have time cards, and what a manager does to them."""

from datetime import datetime, timedelta

from shared.desk_now import desk_now
from shared.domain.desk_entry import DeskAct, Given, Topic
from shared.domain.supervision import Because, Reason
from shared.gather import Surroundings
from shared.supervision.desk_acting import act
from shared.supervision.word import Word
from tests.kiosk.conftest import Front
from tests.kiosk.notice_office import SAM
from tests.shared.upstream.oracle.played import Looking

ANA = "1053"


def worked(front: Front, number: str = ANA, hours: float = 8) -> tuple[datetime, datetime]:
    """In and out by their own taps; a day has passed since."""
    front.badge(number)
    front.idle()
    front.clock.advance(hours * 3600)
    front.badge(number)
    front.touch("Clock out")
    front.idle()
    times = [event.draft.at for event in front.kept(number)]
    front.clock.advance(3600)
    return times[-2], times[-1]


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def adjusted(front: Front, looking: Looking) -> tuple[int, datetime, datetime]:
    """Ana's own times on a card, and its clock-out 32 minutes later by a manager's word."""
    came, left = worked(front)
    card = looking.played.card(1053, came, left)
    assert looking.look()
    looking.played.adjust(card, clkOutUTC=left + minutes(32))
    assert looking.look()
    front.clock.advance(12 * 3600)
    return card, came, left


def differences(front: Front) -> list:
    entries = desk_now(front.store, [front.door.site], front.clock.wall).entries
    return [one for one in entries if one.topic is Topic.DIFFERENCES]


def settled(front: Front, how: DeskAct):
    (entry,) = differences(front)
    word = Word(SAM, front.door, Surroundings(front.clock.read()), Reason(Because.AS_UPSTREAM), True)
    return act(front.store, word, entry.key, Given(how, parts=entry.parts))
