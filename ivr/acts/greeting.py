"""Asking for the employee number, in a language that the caller chooses."""

from dataclasses import replace

from ivr import site_of_call
from ivr.call import At
from ivr.moment import Moment, Step
from ivr.prompts import questions
from shared.store import people
from shared.store.database import Store


def ask_number(store: Store, here: Moment) -> Step:
    """The greeting, or another person on the same phone."""
    length = people.number_length(store)
    others = [one for one in here.settings.languages if one != here.state.language]
    state = here.at(At.NUMBER, who="")
    return Step(state, questions.greeting(here.setting, others, ends_by_itself=length is not None))


def another_number(store: Store, here: Moment) -> Step:
    """Another person on this phone, each with their own time: only the number is asked, the greeting is known.

    What was known by the person before (where they work, that they chose the language) says nothing of this one.
    """
    ends_by_itself = people.number_length(store) is not None
    site = site_of_call.by_number(here.settings.sites, here.call.called, here.call.caller)
    chose = here.state.chose_language and here.state.at is At.PIN
    state = here.at(At.NUMBER, who="", site=site, chose_language=chose)
    return Step(state, (questions.number(here.words, ends_by_itself=ends_by_itself),))


def next_language(store: Store, here: Moment) -> Step:
    """The language after this one; the choice is remembered once the caller is known."""
    languages = here.settings.languages
    place = languages.index(here.state.language) if here.state.language in languages else -1
    state = replace(here.state, language=languages[(place + 1) % len(languages)], chose_language=True)
    return ask_number(store, replace(here, state=state))
