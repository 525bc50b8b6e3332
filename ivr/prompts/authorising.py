"""A refused clock-in that a supervisor beside the caller may authorise: what is asked and said."""

from shared.words import Words


def offer(words: Words) -> str:
    """The key behind a refusal: the telephone is handed over."""
    return words.say("5: a supervisor authorises.")


def number(words: Words, *, ends_by_itself: bool) -> str:
    """Whose word is it? The PIN is asked next."""
    return words.say("Supervisor's number.") if ends_by_itself else words.say("Supervisor's number, then hash.")


def authorised_by(words: Words, name: str) -> str:
    """Behind the employee's clock-in."""
    return words.say("Authorised by {name}.", name=name)
