"""From what a caller asks for to what is done about it: the second half of the table in `ivr.callflow`."""

from collections.abc import Callable, Mapping
from typing import Final

from ivr.acts import authorising, breaks, greeting, identify, notices, record, supervising, telling, waiting
from ivr.acts.again import again
from ivr.acts.asking import more
from ivr.acts.leaving import goodbye
from ivr.acts.standing import settle, to_menu
from ivr.call import At
from ivr.callflow import MENU_KEYS, Act, Turn, said_key
from ivr.moment import Moment, Step
from ivr.prompts import questions
from shared.domain.break_summary import BreakSaid
from shared.domain.notice import NoticeAnswer
from shared.domain.tap import Choice
from shared.store.database import Store

ONLY_READS: Final = frozenset(
    {
        Act.AGAIN,
        Act.REPEAT,
        Act.SAY_ONCE_MORE,
        Act.NEXT_LANGUAGE,
        Act.TAKE_NUMBER,
        Act.ANOTHER_NUMBER,
        Act.TO_MENU,
        Act.ASK_RECEIPT,
        Act.MORE,
        Act.READ_BACK,
        Act.WHO_IS_IN,
        Act.WHO_IS_MISSING,
        Act.WHAT_WAITS,
        Act.CLAIMS,
        Act.NEXT_CLAIM,
        Act.CLAIM_IS_OF,
        Act.NOT_ANSWERED,
        Act.AUTHORISE,
        Act.AUTHORISERS_NUMBER,
        Act.NOT_AUTHORISED,
    }
)
"""Acts that change nothing: they need no commit. Everything else is done once for each step of a call."""
READS_MUCH: Final = frozenset({Act.WHO_IS_IN, Act.WHO_IS_MISSING, Act.WHAT_WAITS, Act.CLAIMS, Act.NEXT_CLAIM})
"""Acts that read a whole site: beside the event loop, so that no other caller waits for them."""


def perform(store: Store, here: Moment, turn: Turn) -> Step:
    """Do it, inside the writer's transaction unless it only reads. The PIN is checked elsewhere."""
    return waiting.offered(store, here, DONE[turn.act](store, here, turn))


def _chosen(store: Store, here: Moment, turn: Turn) -> Step:
    """An option: of a spoken word, of a supervisor's question, or of what the caller wants recorded."""
    match here.state.at:
        case At.SPOKEN:
            act = MENU_KEYS[turn.digits]
            return DONE[act](store, here, Turn(act, turn.digits))
        case At.CLAIM_POSITION:
            return supervising.accept_with_position(store, here, int(turn.digits))
        case At.AUTHORISED_POSITION:
            return authorising.with_position(store, here, int(turn.digits))
        case At.SITE if here.state.wish == supervising.REPORT:
            return supervising.report_menu(here, turn.digits)
        case At.SITE if here.state.wish == supervising.RING:
            return supervising.ring(store, here, turn.digits)
        case _:
            return record.chosen(store, here, turn.digits)


def _read_back(store: Store, here: Moment, turn: Turn) -> Step:
    spoken = questions.menu_words(here.words)
    key = said_key(turn.digits, spoken)
    if not key:
        return again(store, here, Turn(Act.AGAIN))
    return Step(here.at(At.SPOKEN, options=(key,)), questions.understood(here.words, spoken[key]))


def _supervisor(store: Store, here: Moment, _turn: Turn) -> Step:
    settle(store, here)
    return supervising.supervisor(store, here)


DONE: Final[Mapping[Act, Callable[[Store, Moment, Turn], Step]]] = {
    Act.AGAIN: again,
    Act.REPEAT: again,
    Act.SAY_ONCE_MORE: again,
    Act.GOODBYE: lambda store, here, _turn: goodbye(store, here),
    Act.NEXT_LANGUAGE: lambda store, here, _turn: greeting.next_language(store, here),
    Act.TAKE_NUMBER: lambda _store, here, turn: identify.take_number(here, turn.digits),
    Act.ANOTHER_NUMBER: lambda store, here, _turn: greeting.another_number(store, here),
    Act.TO_MENU: lambda store, here, _turn: to_menu(store, here),
    Act.LEFT_THEN: lambda store, here, _turn: record.left_then(store, here),
    Act.STILL_HERE: lambda store, here, _turn: record.still_here(store, here),
    Act.CLOCK_IN: lambda store, here, _turn: record.wish(store, here, Choice.CLOCK_IN),
    Act.CLOCK_OUT: lambda store, here, _turn: record.wish(store, here, Choice.CLOCK_OUT),
    Act.BREAK: lambda store, here, _turn: record.start_or_end_break(store, here),
    Act.ASK_POSITION: lambda store, here, _turn: record.change_position(store, here),
    Act.CHOSEN: _chosen,
    Act.MORE: lambda store, here, _turn: more(store, here),
    Act.TAKE_BACK: lambda store, here, _turn: record.take_back(store, here),
    Act.TELL_SHIFTS: lambda store, here, _turn: telling.shifts(store, here),
    Act.ASK_RECEIPT: lambda _store, here, _turn: telling.ask_receipt(here),
    Act.TELL_RECEIPT: lambda store, here, turn: telling.receipt(store, here, turn.digits),
    Act.READ_BACK: _read_back,
    Act.NOT_ANSWERED: lambda store, here, _turn: to_menu(store, here, here.words.say("Nobody answers.")),
    Act.SUPERVISOR: _supervisor,
    Act.AUTHORISE: lambda store, here, _turn: authorising.ask_number(store, here),
    Act.AUTHORISERS_NUMBER: lambda _store, here, turn: authorising.take_number(here, turn.digits),
    Act.NOT_AUTHORISED: lambda _store, here, _turn: authorising.not_now(here),
    Act.TELL_NOTICES: lambda store, here, turn: waiting.tell(store, here, by_key=bool(turn.digits)),
    Act.NOTICE_RIGHT: lambda store, here, _turn: notices.said(store, here, NoticeAnswer.AGREED),
    Act.NOTICE_WRONG: lambda store, here, _turn: notices.said(store, here, NoticeAnswer.DISPUTED),
    Act.NEXT_NOTICE: lambda store, here, _turn: notices.unanswered(store, here),
    Act.BREAKS_RIGHT: lambda store, here, _turn: breaks.said(store, here, BreakSaid.AGREED),
    Act.BREAKS_WRONG: lambda store, here, _turn: breaks.said(store, here, BreakSaid.DISPUTED),
    Act.ENDED_BY_CHOICE: lambda store, here, _turn: breaks.said(store, here, BreakSaid.VOLUNTARY),
    Act.ENDED_FOR_A_REASON: lambda store, here, _turn: breaks.said(store, here, BreakSaid.NOT_VOLUNTARY),
    Act.ENDED_BECAUSE: lambda store, here, turn: breaks.because(store, here, turn.digits),
    Act.BREAKS_UNANSWERED: lambda store, here, _turn: breaks.unanswered(store, here),
    **dict.fromkeys(supervising.ACTS, supervising.perform),
}
