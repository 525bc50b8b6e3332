"""Questions with options on the keys: which site, which position, which direction."""

from collections.abc import Sequence
from dataclasses import replace

from ivr.call import At, CallState
from ivr.callflow import ON_ONE_PAGE, on_page
from ivr.line_site import LineSite
from ivr.moment import Moment, Step
from ivr.prompts import questions
from ivr.prompts.spoken import day_and_clock
from shared.domain.decision import Ask
from shared.domain.tap import Choice, Question
from shared.gather import positions_known
from shared.recording import Outcome
from shared.store.database import Store


def ask_site(here: Moment, names: Sequence[str], wanted: Choice) -> Step:
    """Which site, where more than one could be meant."""
    pressed_at = here.state.meant_at or int(here.reading.wall.timestamp())
    return site_question(here, here.at(At.SITE, options=tuple(names), wish=wanted, meant_at=pressed_at))


def site_question(here: Moment, state: CallState) -> Step:
    """The sites of this page."""
    asked = questions.which(here.words, here.words.say("Which site?"), _shown(state), more=_has_more(state))
    return Step(state, asked)


def ask_position(store: Store, here: Moment, options: Sequence[str], wanted: Choice, *, tap_id: str = "") -> Step:
    """Which position: `options` are position ids as text. `tap_id` is the tap that waits for it."""
    pressed_at = here.state.meant_at or int(here.reading.wall.timestamp())
    state = here.at(At.POSITION, options=tuple(options), wish=wanted, tap=tap_id, meant_at=pressed_at)
    return position_question(store, here, state)


def position_question(store: Store, here: Moment, state: CallState) -> Step:
    """The positions of this page, by name."""
    site = here.site_named(state.site) or here.any_site
    names = position_names(store, site)
    told = [names.get(option, option) for option in _shown(state)]
    return Step(state, questions.which(here.words, here.words.say("Which position?"), told, more=_has_more(state)))


def position_names(store: Store, site: LineSite) -> dict[str, str]:
    """Position id as text -> name."""
    return {str(one.position_id): one.name for one in positions_known(store, site.door.site)}


def ask_direction(here: Moment, outcome: Outcome, ask: Ask) -> Step:
    """Presence and rota disagree, or the work goes on elsewhere: the likeliest answer stands on key 1."""
    state = here.at(At.DIRECTION, options=tuple(ask.choices), tap=outcome.tap.tap_id)
    return Step(state, _direction(here, outcome, ask))


def _direction(here: Moment, outcome: Outcome, ask: Ask) -> tuple[str, ...]:
    before, words = outcome.facts.presence, here.words
    if ask.question is Question.OTHER_SITE:
        question = words.say("You are on duty at {site}.", site=before.site)
    elif before.on_duty and before.since is not None:
        since = day_and_clock(words, here.setting.local, before.since, here.reading.wall)
        question = words.say("On duty since {time}.", time=since)
    else:
        question = words.say("I do not know whether you are on duty.")
    return questions.which(words, question, [questions.choice(here.setting, one) for one in ask.choices], more=False)


def direction_again(here: Moment, state: CallState) -> Step:
    """The same options once more, without what led to them."""
    told = [questions.choice(here.setting, Choice(option)) for option in state.options]
    return Step(state, questions.which(here.words, here.words.say("Choose."), told, more=False))


def more(store: Store, here: Moment) -> Step:
    """The next page of the options."""
    state = replace(here.state, page=here.state.page + 1)
    return site_question(here, state) if state.at is At.SITE else position_question(store, here, state)


def _shown(state: CallState) -> tuple[str, ...]:
    return on_page(state.options, state.page)


def _has_more(state: CallState) -> bool:
    return len(state.options) > ON_ONE_PAGE
