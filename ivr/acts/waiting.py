"""What waits for a caller besides what they called for: their breaks first, then what a supervisor changed."""

from dataclasses import replace

from ivr.acts import breaks, notices
from ivr.call import At
from ivr.moment import Moment, Step
from ivr.prompts import breaks as break_prompts
from ivr.prompts import notices as notice_prompts
from shared.store import notices as kept_notices
from shared.store.database import Store
from shared.words import words_for


def offered(store: Store, here: Moment, step: Step) -> Step:
    """The same with the key to hear it, where a menu or an outcome stands and something waits."""
    if step.state.at not in (At.MENU, At.AFTER):
        return step
    here = replace(here, state=step.state)
    of_breaks, changed = breaks.waiting(store, here), kept_notices.waiting(store, step.state.who)
    count = len(of_breaks) + len(changed)
    if not count:
        return step if not step.state.changes else replace(step, state=replace(step.state, changes=0))
    prompts = break_prompts if of_breaks else notice_prompts
    offer = prompts.offer(words_for(step.state.language))
    return replace(step, state=replace(step.state, changes=count), sentences=(*step.sentences, offer))


def tell(store: Store, here: Moment, *, by_key: bool) -> Step:
    """The first thing that waits. Where the caller was is kept: there they come back to."""
    if breaks.waiting(store, here):
        return breaks.tell(store, here, by_key=by_key)
    return notices.tell(store, here, by_key=by_key)
