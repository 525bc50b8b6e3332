"""What a caller is asked about their breaks, and what they say is kept.

Rule 1: nothing of it stands before a clock event: it is a key behind the others, or what follows an outcome that
silence followed.
Rule 2: what is told is stored as not answered in the same step: silence, a hang-up or a dead server leave it so, and it
is asked again. Only a key answers it.
Rule 3: a key counts after the time that hearing takes at least; a 1 meant for "another person" answers nothing.
"""

from typing import Final

from ivr.acts.aside import back, beside
from ivr.acts.record import told_again
from ivr.acts.standing import caller, settle
from ivr.call import At
from ivr.moment import Moment, Step
from ivr.prompts import breaks as prompts
from shared.break_summary import Told, answer_and_store, show_and_store, to_ask, what_to_tell
from shared.domain.break_summary import BreakQuestion, BreakSaid, EarlyReason, QuestionKind
from shared.domain.supervision import NotDone
from shared.store import break_answers, notices
from shared.store.database import Store

AT_ONE_CALL: Final = 3
HEARING_S: Final = 3
"""In whole seconds since the words were rendered, rounded down: two seconds at least, and nothing is said in that."""
AT: Final = {QuestionKind.SUMMARY: At.BREAKS, QuestionKind.EARLY_END: At.EARLY_END}


def waiting(store: Store, here: Moment) -> list[BreakQuestion]:
    """What this caller has still to be asked, oldest first."""
    return to_ask(store, here.any_site.door.site, here.state.who, here.reading.wall)


def tell(store: Store, here: Moment, *, by_key: bool) -> Step:
    """The oldest that waits. After silence the outcome is said once more before it: a # may have cut it off."""
    if here.state.at is At.MENU:
        settle(store, here)
    outcome = () if by_key else told_again(store, here)
    return _ask(store, here, 1, here.state.at, *outcome)


def said(store: Store, here: Moment, what: BreakSaid) -> Step:
    """A key on what was told; then the next one. Asked again where it came before anybody could have heard."""
    if _is_unheard(here):
        return again(store, here)
    if not _keep(store, here, what):
        return _next(store, here)
    if what is BreakSaid.NOT_VOLUNTARY:
        state = beside(here, At.EARLY_WHY, here.state.item, here.state.page, At(here.state.wish))
        return Step(state, prompts.why(here.words))
    thanks = prompts.disputed(here.words) if what is BreakSaid.DISPUTED else prompts.thanks(here.words)
    return _next(store, here, thanks)


def because(store: Store, here: Moment, digit: str) -> Step:
    """Why a break ended early."""
    if _is_unheard(here):
        return again(store, here)
    _keep(store, here, BreakSaid.NOT_VOLUNTARY, tuple(EarlyReason)[int(digit) - 1])
    return _next(store, here, prompts.thanks(here.words))


def unanswered(store: Store, here: Moment) -> Step:
    """Silence: it is stored as not answered already."""
    return back(store, here, At(here.state.wish))


def again(store: Store, here: Moment) -> Step:
    """The same question once more."""
    question = break_answers.find(store, here.state.item)
    told = None
    if question is not None and question.employee == here.state.who:
        told = what_to_tell(store, here.any_site.door.site, question)
    if question is None or told is None:
        return back(store, here, At.MENU)
    if here.state.at is At.EARLY_WHY:
        return Step(here.state, prompts.why(here.words))
    return Step(here.state, _sentences(here, question, told))


def _next(store: Store, here: Moment, *before: str) -> Step:
    return _ask(store, here, here.state.page + 1, At(here.state.wish), *before)


def _ask(store: Store, here: Moment, count: int, came_from: At, *before: str) -> Step:
    """The first question that waits and is still worth asking."""
    person, site = caller(store, here), here.any_site
    for question in waiting(store, here) if count <= AT_ONE_CALL else ():
        told = show_and_store(store, site.door, person, question.target, here.around(store, person, site))
        if told is not None:
            state = beside(here, AT[question.kind], question.target, count, came_from)
            return Step(state, (*before, *_sentences(here, question, told)))
    # What a supervisor changed is told next to whoever stays on the line.
    return back(store, here, came_from, *before, silence_ends=not notices.waiting(store, here.state.who, 1))


def _sentences(here: Moment, question: BreakQuestion, told: Told) -> tuple[str, ...]:
    return prompts.told(here.setting_at(question.site), told)


def _keep(store: Store, here: Moment, what: BreakSaid, reason: str = "") -> bool:
    """False where it was answered elsewhere meanwhile: then nothing was kept."""
    person, site = caller(store, here), here.any_site
    around = here.around(store, person, site)
    done = answer_and_store(store, site.door, person, here.state.item, what, around, reason)
    return not isinstance(done, NotDone)


def _is_unheard(here: Moment) -> bool:
    return here.reading.wall.timestamp() - here.asked_at < HEARING_S
