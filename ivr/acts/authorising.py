"""A caller whose clock-in was refused hands the telephone to a supervisor, who authorises it by number and PIN.

Rule 1: the refusal was kept when it was told. Silence, a star, a wrong PIN and a hang-up leave it so, for the desk.
Rule 2: the guess counts against the same limits as every PIN, and the right one is the supervisor's word and nothing
else: no tap of theirs is kept, and the call stays the employee's.
Rule 3: where the position must still be named, the ledger file knows who gave the PIN in this call, not the address.
"""

from typing import Final

from ivr.acts.asking import position_question
from ivr.acts.record import after
from ivr.call import At
from ivr.moment import Moment, Step
from ivr.prompts import authorising as prompts
from ivr.prompts import outcomes, questions, supervising
from shared.authorising import authorise_and_store
from shared.domain.acceptance import NotAccepted, WhyNot
from shared.domain.decision import Accepted, Ask, Repeated
from shared.domain.model import Person
from shared.domain.tap import Question, Unidentified
from shared.gather import Surroundings
from shared.identify import Guess, Identified, NotIdentified, end_guess
from shared.store import calls, people, taps
from shared.store.database import Store

MOST_WRONG: Final = 2


def ask_number(store: Store, here: Moment) -> Step:
    """Whose word is it?"""
    ends_by_itself = people.number_length(store) is not None
    state = here.at(At.AUTHORISER, tap=here.state.tap)
    return Step(state, (prompts.number(here.words, ends_by_itself=ends_by_itself),))


def take_number(here: Moment, digits: str) -> Step:
    """As for callers: the number is not looked up before the PIN is there."""
    state = here.at(At.AUTHORISER_PIN, tap=here.state.tap, wish=digits)
    return Step(state, (ask_pin(here),))


def ask_pin(here: Moment) -> str:
    """The question for the PIN."""
    return questions.pin(here.words, ends_by_itself=here.settings.pin_digits is not None)


def not_now(here: Moment, *said: str) -> Step:
    """Nothing is authorised: the keys behind the refusal once more."""
    return after(here, said or (here.words.say("Not authorised."),), tap=here.state.tap)


def end(store: Store, here: Moment, guess: Guess | None, found: Identified | NotIdentified) -> Step:
    """What the answer to the supervisor's PIN is, inside the writer's transaction."""
    if guess is not None:
        found = end_guess(store, guess, found, here.reading)
    if isinstance(found, Identified):
        return _authorised(store, here, found.person)
    sentence, misses = outcomes.not_identified(here.words, found.reason), here.state.misses + 1
    if found.reason is Unidentified.LOCKED or misses > MOST_WRONG:
        return not_now(here, sentence)
    state = here.at(At.AUTHORISER_PIN, tap=here.state.tap, wish=here.state.wish, misses=misses)
    return Step(state, (sentence, here.words.say("PIN again, or star for another number.")))


def with_position(store: Store, here: Moment, position_id: int) -> Step:
    """The position of what a supervisor has authorised in this call."""
    found = people.by_number(store, here.state.wish)
    if found is None or not calls.identified(store, here.call.sid, here.state.wish):
        return not_now(here)
    return _authorised(store, here, found[0], position_id)


def _authorised(store: Store, here: Moment, by: Person, position_id: int | None = None) -> Step:
    kept = taps.find(store, here.state.tap)
    site = here.site_named(kept.site) if kept is not None else None
    if kept is None or site is None:
        return not_now(here, supervising.not_accepted(here.words, WhyNot.NO_SUCH_CLAIM))
    # What is known of the caller and the place is of the refused tap, and kept with it.
    around = Surroundings(here.reading, local_witnesses=here.witnesses)
    done = authorise_and_store(store, site.door, kept.tap_id, by, around, position_id)
    if isinstance(done, NotAccepted):
        return not_now(here, supervising.not_accepted(here.words, done.reason))
    setting = here.setting_at(site.name)
    match done.decision:
        case Accepted() as accepted:
            told = (*outcomes.recorded(setting, done, accepted), prompts.authorised_by(here.words, by.name))
            return after(here, told, event=done.events[-1].event_id)
        case Repeated(of=last):
            return after(here, outcomes.already(setting, done.facts.presence, last, None))
        case Ask(question=Question.WHICH_POSITION, positions=positions):
            calls.keep_person(store, here.call.sid, by.number, "", here.reading.wall)
            options = tuple(str(one.position_id) for one in positions)
            state = here.at(At.AUTHORISED_POSITION, tap=kept.tap_id, wish=by.number, options=options)
            return position_question(store, here, state)
        case _:
            return not_now(here, supervising.not_accepted(here.words, WhyNot.OVERTAKEN))
