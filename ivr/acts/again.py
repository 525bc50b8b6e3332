"""The same question once more: what waits for an answer waits still."""

from collections.abc import Callable, Mapping
from typing import Final

from ivr.acts import authorising, breaks, greeting, notices, record, supervising, telling
from ivr.acts.asking import direction_again, position_question, site_question
from ivr.acts.standing import to_menu
from ivr.call import At
from ivr.callflow import Act, Turn
from ivr.moment import Moment, Step
from ivr.prompts import outcomes, questions
from shared.store import taps
from shared.store.database import Store


def again(store: Store, here: Moment, turn: Turn) -> Step:
    """Asked again; whoever was not understood hears that first."""
    sorry = (here.words.say("Sorry?"),) if turn.act is Act.AGAIN else ()
    asked = ASKED.get(here.state.at, supervising.question)(store, here)
    return Step(asked.state, (*sorry, *asked.sentences))


def _number(store: Store, here: Moment) -> Step:
    return Step(here.state, greeting.ask_number(store, here).sentences)


def _pin(_store: Store, here: Moment) -> Step:
    ends_by_itself = here.settings.pin_digits is not None
    return Step(here.state, (questions.pin(here.words, ends_by_itself=ends_by_itself),))


def _left_then(store: Store, here: Moment) -> Step:
    tap = taps.find(store, here.state.tap)
    return Step(here.state, questions.left_then(here.setting, tap.at)) if tap else to_menu(store, here)


def _menu(store: Store, here: Moment) -> Step:
    return Step(here.state, to_menu(store, here).sentences)


def _after(store: Store, here: Moment) -> Step:
    insist = (outcomes.insist(here.words),) if here.state.options else ()
    state = here.state
    offers = outcomes.after(here.words, can_take_back=bool(state.event), can_authorise=bool(state.tap))
    return Step(here.state, (*record.told_again(store, here), *insist, *offers))


def _authoriser(store: Store, here: Moment) -> Step:
    return Step(here.state, authorising.ask_number(store, here).sentences)


def _authorisers_pin(_store: Store, here: Moment) -> Step:
    return Step(here.state, (authorising.ask_pin(here),))


def _receipt(_store: Store, here: Moment) -> Step:
    return Step(here.state, telling.ask_receipt(here).sentences)


def _spoken(_store: Store, here: Moment) -> Step:
    key = here.state.options[0] if here.state.options else ""
    return Step(here.state, questions.understood(here.words, questions.menu_words(here.words).get(key, "")))


ASKED: Final[Mapping[At, Callable[[Store, Moment], Step]]] = {
    At.NUMBER: _number,
    At.PIN: _pin,
    At.LEFT_THEN: _left_then,
    At.MENU: _menu,
    At.SITE: lambda _store, here: site_question(here, here.state),
    At.POSITION: lambda store, here: position_question(store, here, here.state),
    At.CLAIM_POSITION: lambda store, here: position_question(store, here, here.state),
    At.DIRECTION: lambda _store, here: direction_again(here, here.state),
    At.AFTER: _after,
    At.NOTICE: notices.again,
    At.BREAKS: breaks.again,
    At.EARLY_END: breaks.again,
    At.EARLY_WHY: breaks.again,
    At.AUTHORISER: _authoriser,
    At.AUTHORISER_PIN: _authorisers_pin,
    At.AUTHORISED_POSITION: lambda store, here: position_question(store, here, here.state),
    At.RECEIPT: _receipt,
    At.SPOKEN: _spoken,
}
