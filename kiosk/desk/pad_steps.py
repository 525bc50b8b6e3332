"""What a touch on the desk's pads leads to: digits, days, and a time that stands or says why it does not."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kiosk.desk.stated import NUMBER_DIGITS, TIME_DIGITS, instant_of, typed
from kiosk.desk_state import Desk, Stand
from kiosk.views import Intent
from shared.domain.board_search import MOST_TYPED
from shared.domain.stated_time import Doubt, InDoubt
from shared.words import Words


def after_key(desk: Desk, intent: Intent) -> Desk:
    """After one more key of a pad or of the search."""
    most = {Stand.TIME: TIME_DIGITS, Stand.NUMBER: NUMBER_DIGITS}.get(desk.stand, MOST_TYPED)
    return replace(desk, typing=typed(desk.typing, intent, most), said="")


def after_day(desk: Desk, intent: Intent) -> Desk:
    """Another day was chosen: the digits stand."""
    return replace(desk, stand=Stand.TIME, typing=replace(desk.typing, day=date.fromisoformat(intent.value)))


def after_time(words: Words, zone: ZoneInfo, desk: Desk) -> Desk | datetime:
    """The instant (aware UTC) of what was typed; or the desk that asks on, or says why it is none."""
    match instant_of(desk.typing, zone):
        case None:
            return replace(desk, said=words.say("Four digits, such as 0558 for 05:58."))
        case InDoubt(doubt=Doubt.NEVER):
            return replace(desk, said=words.say("The clocks were put forward that night: this time never came."))
        case InDoubt(instants=instants):
            return replace(desk, stand=Stand.TWICE, typing=replace(desk.typing, instants=instants), said="")
        case datetime() as at:
            return at
