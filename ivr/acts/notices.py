"""What a supervisor changed is told to its person, and what they say to it is kept.

Rule 1: nothing of it stands before a clock event: it is a key behind the others, or what follows an outcome that
silence followed.
Rule 2: what is told is stored as not answered in the same step: silence, a hang-up or a dead server leave it so, and it
is told again. Only a key makes it agreed or disputed.
Rule 3: a key counts after the time that hearing takes at least; a 1 meant for "another person" answers nothing.
"""

from dataclasses import replace
from typing import Final

from ivr.acts.aside import back, beside
from ivr.acts.record import told_again
from ivr.acts.standing import caller, settle
from ivr.call import At
from ivr.moment import Moment, Step
from ivr.prompts import notices as prompts
from shared.domain.notice import Notice, NoticeAnswer
from shared.store import notices
from shared.store.database import Store
from shared.supervision.telling import answer_and_store, background

AT_ONE_CALL: Final = 3
HEARING_S: Final = 3
"""In whole seconds since the words were rendered, rounded down: two seconds at least, and no notice is said in that."""


def tell(store: Store, here: Moment, *, by_key: bool) -> Step:
    """The oldest that waits. Where the caller was is kept: there they come back to.

    After silence the outcome is said once more before it: a # out of habit may have cut it off.
    """
    if here.state.at is At.MENU:
        settle(store, here)
    outcome = () if by_key else told_again(store, here)
    waiting = notices.waiting(store, here.state.who)
    if not waiting:
        return back(store, here, here.state.at, *outcome)
    step = _told(store, here, waiting[0], 1, here.state.at)
    return replace(step, sentences=(*outcome, *step.sentences))


def said(store: Store, here: Moment, what: NoticeAnswer) -> Step:
    """A key on what was told; then the next one. Asked again where it came before anybody could have heard."""
    if here.reading.wall.timestamp() - here.asked_at < HEARING_S:
        return again(store, here)
    _keep(store, here, here.state.item, what)
    words = here.words
    return _next(store, here, prompts.agreed(words) if what is NoticeAnswer.AGREED else prompts.disputed(words))


def unanswered(store: Store, here: Moment) -> Step:
    """Silence: it is stored as not answered already."""
    return _next(store, here)


def again(store: Store, here: Moment) -> Step:
    """The same notice once more."""
    notice = notices.find(store, here.state.item)
    if notice is None or notice.employee != here.state.who:
        return back(store, here, At.MENU)
    return Step(here.state, _sentences(store, here, notice))


def _next(store: Store, here: Moment, *before: str) -> Step:
    came_from, count = At(here.state.wish), here.state.page
    later = [one for one in notices.waiting(store, here.state.who) if one.event_id > here.state.item]
    if not later or count >= AT_ONE_CALL:
        return back(store, here, came_from, *before, *([prompts.more(here.words, len(later))] if later else []))
    step = _told(store, here, later[0], count + 1, came_from)
    return replace(step, sentences=(*before, *step.sentences))


def _told(store: Store, here: Moment, notice: Notice, count: int, came_from: At) -> Step:
    _keep(store, here, notice.event_id, NoticeAnswer.NOT_ANSWERED)
    state = beside(here, At.NOTICE, notice.event_id, count, came_from)
    return Step(state, _sentences(store, here, notice))


def _sentences(store: Store, here: Moment, notice: Notice) -> tuple[str, ...]:
    site = here.site_named(notice.site)
    behind = background(store, notice, site.door.site if site is not None else None)
    return prompts.told(here.setting_at(notice.site), notice, behind, here=here.state.site)


def _keep(store: Store, here: Moment, event_id: str, what: NoticeAnswer) -> None:
    person, site = caller(store, here), here.any_site
    answer_and_store(store, site.door, person, event_id, what, here.around(store, person, site))
