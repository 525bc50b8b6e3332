"""What is told beside the errand of a call: where the caller was is kept, and there they come back to."""

from ivr.acts.standing import to_menu
from ivr.call import At, CallState
from ivr.moment import Moment, Step
from ivr.prompts import outcomes
from shared.domain.tap import Choice
from shared.store.database import Store


def beside(here: Moment, at: At, item: str, count: int, came_from: At) -> CallState:
    """The state that waits at `at` about `item`, the `count`th thing told since the caller was at `came_from`."""
    before = here.state
    return here.at(
        at,
        item=item,
        page=count,
        wish=came_from,
        event=before.event,
        options=before.options,
        meant_at=before.meant_at,
        tap=before.tap,
    )


def back(store: Store, here: Moment, to: At, *before: str, silence_ends: bool = True) -> Step:
    """To the outcome's keys, which the next silence ends, or to the menu."""
    state = here.state
    if to is not At.AFTER:
        step = to_menu(store, here, *before)
        return Step(here.at(At.MENU, meant_at=state.meant_at), step.sentences)
    insist = (outcomes.insist(here.words),) if Choice.CLOCK_OUT in state.options else ()
    offers = outcomes.after(here.words, can_take_back=bool(state.event), can_authorise=bool(state.tap))
    after = here.at(At.AFTER, event=state.event, options=state.options, tap=state.tap, misses=int(silence_ends))
    return Step(after, (*before, *insist, *offers))
