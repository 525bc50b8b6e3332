"""The first words of a call, and the last resort: a voice message where the line cannot serve."""

from dataclasses import replace
from urllib.parse import urlencode

from ivr.acts.greeting import ask_number
from ivr.call import At, Call, CallState
from ivr.moment import LineSettings, Moment, Step
from ivr.reply import Message
from ivr.site_of_call import by_number
from shared.store import calls, people
from shared.store.database import Store


def first_state(settings: LineSettings, call: Call) -> CallState:
    """A call before anything was said: the site by the number called, else by the caller's landline."""
    name = by_number(settings.sites, call.called, call.caller)
    spoken = next((site.language for site in settings.sites if site.name == name and site.language), "")
    return CallState(language=spoken or settings.default_language, site=name)


def opening(store: Store, here: Moment) -> Step:
    """The greeting, in the language of whoever this telephone belongs to; a message where nobody can be known."""
    if people.is_empty(store):
        return take_message(here)
    owner = people.by_phone(store, here.call.caller) if here.call.caller else None
    if owner is not None:
        liked = calls.language_of(store, owner.number) or owner.language
        if liked in here.settings.languages:
            here = replace(here, state=replace(here.state, language=liked))
    return ask_number(store, here)


def take_message(here: Moment) -> Step:
    """Nothing can be recorded now: the caller says who, and whether they come or leave; the call's time is kept."""
    words = here.words
    began = {"t": int(here.reading.wall.timestamp()), "site": here.state.site, "lang": here.state.language}
    query = urlencode(began)
    said = (
        words.say("The clock cannot record now."),
        words.say("After the tone, say your name, your number, and whether you come or leave."),
    )
    then = Message(f"/voice/message?{query}", f"/voice/recorded?{query}", here.settings.longest_message_s)
    return Step(here.at(At.OVER), said, then)
